import OpsCore
import Testing

@testable import RemoteServices

@Suite("The probe of PostgREST")
struct PostgRESTProbeTests {
  private static let healthy = HTTPDouble.json(
    "404 Not Found", #"{"code":"PGRST205","message":"no table"}"#)

  private func probe(
    _ double: HTTPDouble, key: String? = nil, admin: Bool = false
  ) async -> ProbeResult {
    var settings = PostgRESTSettings(url: double.url + "/rest/v1/")
    settings.apiKey = key
    if admin { settings.adminURL = double.url }
    return await PostgRESTProbe(settings).probe(timeout: .seconds(10))
  }

  @Test("It asks for a table that cannot exist, with the key in the header only")
  func request() async throws {
    let double = try HTTPDouble { _ in Self.healthy }
    let result = await probe(double, key: "sb_secret_x")
    #expect(result.answers == true)
    #expect(result.code == "PGRST205")
    let request = try #require(double.requests.first)
    #expect(request.hasPrefix("GET /rest/v1/__dfops_probe?limit=0 HTTP/1.1\r\n"))
    #expect(request.contains("apikey: sb_secret_x\r\n"))
    #expect(!request.contains("Authorization"))
    #expect(double.requests.count == 1)
  }

  @Test("A legacy key is a bearer, too")
  func legacyKey() async throws {
    let double = try HTTPDouble { _ in Self.healthy }
    _ = await probe(double, key: "eyJhbGciOi")
    #expect(double.requests.first?.contains("Authorization: Bearer eyJhbGciOi\r\n") == true)
  }

  @Test("A redirect is not followed: the key stays with its host")
  func redirect() async throws {
    let other = try HTTPDouble { _ in Self.healthy }
    let target = other.url
    let double = try HTTPDouble { _ in
      "HTTP/1.1 302 Found\r\nLocation: \(target)/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    }
    let result = await probe(double, key: "secret")
    #expect(result.answers == false)
    #expect(other.requests.isEmpty)
  }

  @Test("The admin server tells the loads and whether it is ready")
  func admin() async throws {
    let double = try HTTPDouble { path in
      switch path {
      case "/metrics":
        HTTPDouble.json("200 OK", "pgrst_schema_cache_loads_total{status=\"SUCCESS\"} 5.0\n")
      case "/ready": HTTPDouble.json("503 Service Unavailable", "")
      default: Self.healthy
      }
    }
    let result = await probe(double, admin: true)
    #expect(result.answers == true)
    #expect(result.loads == 5)
    #expect(result.stale)
  }

  @Test("An admin server that is not there says nothing")
  func noAdmin() async throws {
    let double = try HTTPDouble { path in path.hasPrefix("/rest/v1/") ? Self.healthy : nil }
    let result = await probe(double, admin: true)
    #expect(result.answers == true)
    #expect(result.loads == nil)
    #expect(!result.stale)
  }

  @Test(
    "What cannot be reached does not answer, what cannot be asked is not known, and no key is told")
  func unreachable() async throws {
    let closing = try HTTPDouble { _ in nil }
    let closed = await probe(closing, key: "sb_secret_x")
    #expect(closed.answers == false)
    let urls: [(String, Bool?)] = [
      ("http://127.0.0.1:1", false), ("nonsense", nil), ("http://", nil), ("ftp://x", nil),
    ]
    for (url, answers) in urls {
      var settings = PostgRESTSettings(url: url)
      settings.apiKey = "sb_secret_x\r\nX: y"
      let result = await PostgRESTProbe(settings).probe(timeout: .seconds(10))
      #expect(result.answers == answers, "\(url)")
      #expect(!result.detail.contains("sb_secret"))
      #expect(!result.detail.isEmpty)
    }
  }

  @Test("A server that never answers does not hold the probe")
  func deadline() async throws {
    let double = try HTTPDouble(nil)
    let settings = PostgRESTSettings(url: double.url)
    let result = await PostgRESTProbe(settings).probe(timeout: .milliseconds(300))
    #expect(result.answers == false)
    #expect(result.detail == "no answer in time")
  }
}
