public import OpsCore

/// Asks PostgREST whether it answers and has a schema cache, without grants on any table.
///
/// Nothing is made before the first question; keys go to the configured hosts only and never into a text.
public struct PostgRESTProbe: SchemaCacheProbe {
  private let url: String
  private let adminURL: String?
  private let key: String?

  /// Makes a probe of the settings of an environment.
  public init(_ settings: PostgRESTSettings) {
    url = Self.withoutSlash(settings.url)
    adminURL = settings.adminURL.map(Self.withoutSlash)
    key = settings.apiKey
  }

  /// Asks once.
  public func probe(timeout: Duration) async -> ProbeResult {
    let answer = await HTTPFetch.session { fetch in
      var result = await ask(fetch, timeout)
      await addAdmin(to: &result, fetch, timeout)
      return result
    }
    return answer ?? Self.unreachable("the HTTP client cannot be shut down")
  }

  private func ask(_ fetch: HTTPFetch, _ timeout: Duration) async -> ProbeResult {
    do {
      let answer = try await fetch.get(
        url + "/__dfops_probe?limit=0", headers: headers, timeout: timeout)
      return PostgRESTAnswer.classify(answer)
    } catch {
      guard !error.isOurs else {
        return ProbeResult(answers: nil, code: nil, stale: false, detail: error.reason, loads: nil)
      }
      return Self.unreachable(error.reason)
    }
  }

  /// Adds what the admin server knows; on most installations it is not reachable, which says nothing.
  private func addAdmin(
    to result: inout ProbeResult, _ fetch: HTTPFetch, _ timeout: Duration
  ) async {
    guard let adminURL else { return }
    if let metrics = try? await fetch.get(
      adminURL + "/metrics", headers: headers, timeout: timeout),
      metrics.status == 200
    {
      result.loads = PostgRESTAnswer.loads(metrics: metrics.body)
    }
    if let ready = try? await fetch.get(adminURL + "/ready", headers: headers, timeout: timeout),
      ready.status == 503
    {
      result.stale = true
      result.detail += "; its admin server says that it is not ready"
    }
  }

  private var headers: [(name: String, value: String)] {
    guard let key else { return [("Accept", "application/json")] }
    var headers = [(name: "Accept", value: "application/json"), (name: "apikey", value: key)]
    // A legacy key is a JWT and stands for a role; an opaque key is exchanged by the gateway and must not be a bearer.
    if key.hasPrefix("eyJ") { headers.append(("Authorization", "Bearer " + key)) }
    return headers
  }

  private static func unreachable(_ reason: String) -> ProbeResult {
    ProbeResult(answers: false, code: nil, stale: false, detail: reason, loads: nil)
  }

  private static func withoutSlash(_ url: String) -> String {
    var url = url[...]
    while url.hasSuffix("/") { url = url.dropLast() }
    return String(url)
  }
}
