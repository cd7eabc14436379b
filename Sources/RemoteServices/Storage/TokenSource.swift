internal import FoundationEssentials
internal import OpsCore

/// Gives tokens of Google Cloud, each as long as it is good for.
actor TokenSource {
  private struct Token {
    let text: String
    let end: Instant
  }

  private let credentials: GoogleCredentials
  private var current: Token?
  private var pending: Task<Token, any Error>?
  static let scope = "https://www.googleapis.com/auth/devstorage.read_write"
  /// A token is not used in its last minute: the request takes a while, too.
  private static let margin = Duration.seconds(60)

  init(_ credentials: GoogleCredentials) {
    self.credentials = credentials
  }

  /// Returns a token that is good for the next minute; many who ask at once share one question.
  func token() async throws(StoreFailure) -> String {
    if let current, Instant.now + Self.margin < current.end { return current.text }
    let task =
      pending ?? Task { [credentials] in try await Self.fetch(credentials) }
    pending = task
    defer { pending = nil }
    do {
      let token = try await task.value
      current = token
      return token.text
    } catch {
      throw error as? StoreFailure ?? StoreFailure(.lost, "no token was given")
    }
  }

  private static func fetch(_ credentials: GoogleCredentials) async throws(StoreFailure) -> Token {
    switch credentials {
    case .serviceAccount(let email, let keyID, let privateKey, let url):
      let assertion = try ServiceAccountToken.make(
        email: email, keyID: keyID, privateKey: privateKey, audience: url, scope: scope, now: .now)
      return try await exchange(
        url,
        [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion)])
    case .user(let id, let secret, let refreshToken, let url):
      return try await exchange(
        url,
        [
          ("grant_type", "refresh_token"), ("client_id", id), ("client_secret", secret),
          ("refresh_token", refreshToken),
        ])
    case .machine(let host):
      let request = StoreHTTP.Request(
        url: "http://\(host)/computeMetadata/v1/instance/service-accounts/default/token?scopes="
          + PercentCoding.encoded(scope),
        headers: [("Metadata-Flavor", "Google")], timeout: .seconds(5))
      return try await token(request, "the machine's own account")
    case .impersonated(let source, let url):
      let bearer = try await fetch(source).text
      let body = "{\"scope\":[\"\(scope)\"],\"lifetime\":\"3600s\",\"delegates\":[]}"
      let request = StoreHTTP.Request(
        method: "POST", url: url,
        headers: [
          ("Authorization", "Bearer " + bearer), ("Content-Type", "application/json"),
        ], body: Array(body.utf8), timeout: .seconds(15))
      return try await token(request, "impersonation")
    }
  }

  private static func exchange(
    _ url: String, _ form: [(String, String)]
  ) async throws(StoreFailure) -> Token {
    let body = form.map { "\($0)=\(PercentCoding.encoded($1))" }.joined(separator: "&")
    let request = StoreHTTP.Request(
      method: "POST", url: url,
      headers: [("Content-Type", "application/x-www-form-urlencoded")], body: Array(body.utf8),
      timeout: .seconds(15))
    return try await token(request, "the token service")
  }

  private static func token(
    _ request: StoreHTTP.Request, _ who: String
  ) async throws(StoreFailure) -> Token {
    let answer: StoreHTTP.Answer
    do {
      answer = try await StoreHTTP.send(request)
    } catch {
      throw StoreFailure(error.kind, "no token of \(who): \(error.reason)")
    }
    let body = try? JSONDecoder().decode(Body.self, from: Data(answer.body))
    guard answer.status == 200, let text = body?.access_token ?? body?.accessToken else {
      // What a token service says of a failure is one word such as invalid_grant; more could quote what was sent.
      let word = body?.error.map { String($0.prefix(40)) }
      let failure = StoreHTTP.failure(status: answer.status, word)
      let kind = answer.status == 400 ? .denied : failure.kind
      throw StoreFailure(kind, "no token of \(who): \(failure.reason)")
    }
    let lifetime = body?.expires_in ?? 3600
    let end = body?.expireTime.flatMap { Instant(postgres: $0) } ?? .now + .seconds(lifetime)
    return Token(text: text, end: end)
  }

  /// The answers of token services, the one of impersonation with names of its own.
  private struct Body: Decodable {
    let access_token: String?
    let expires_in: Int?
    let accessToken: String?
    let expireTime: String?
    let error: String?

    private enum CodingKeys: CodingKey {
      case access_token, expires_in, accessToken, expireTime, error
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      access_token = try values.decodeIfPresent(String.self, forKey: .access_token)
      expires_in = try values.decodeIfPresent(Int.self, forKey: .expires_in)
      accessToken = try values.decodeIfPresent(String.self, forKey: .accessToken)
      expireTime = try values.decodeIfPresent(String.self, forKey: .expireTime)
      // Some services answer with an object here, which tells nothing that the status does not.
      error = try? values.decodeIfPresent(String.self, forKey: .error)
    }
  }
}
