import CryptoExtras
import FoundationEssentials
import Synchronization
import Testing

@testable import OpsCore
@testable import RemoteServices

/// Answers in their order; the last one stays.
final class Script: Sendable {
  fileprivate let answers: Mutex<[String?]>

  init(_ answers: [String?]) { self.answers = Mutex(answers) }

  func next() -> String? {
    answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? nil }
  }
}

@Suite("Credentials of Google Cloud")
struct GoogleCredentialsTests {
  private static let token = HTTPDouble.json(
    "200 OK", "{\"access_token\":\"T1\",\"expires_in\":3600,\"token_type\":\"Bearer\"}")

  @Test("A service account signs what its key proves, and its token is asked for once")
  func serviceAccount() async throws {
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let script = Script([Self.token])
    let bodies = Script([nil])
    let double = try HTTPDouble.answering({ request in
      bodies.remember(request.body)
      return script.next()
    })
    let source = TokenSource(
      .serviceAccount(
        email: "ops@p.iam", keyID: "k1", privateKey: key.pemRepresentation,
        tokenURL: double.url + "/token"))
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<8 { group.addTask { try await source.token() } }
      for try await token in group { #expect(token == "T1") }
    }
    #expect(double.requests.count == 1)
    let body = try #require(bodies.next())
    #expect(
      body.hasPrefix("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="))
    let parts = try #require(body.split(separator: "=").last).split(separator: ".")
    #expect(parts.count == 3)
    let signature = _RSA.Signing.RSASignature(rawRepresentation: try Self.data(parts[2]))
    #expect(
      key.publicKey.isValidSignature(
        signature, for: Data("\(parts[0]).\(parts[1])".utf8), padding: .insecurePKCS1v1_5))
    let claims = String(decoding: try Self.data(parts[1]), as: UTF8.self)
    #expect(claims.contains("\"iss\":\"ops@p.iam\""))
    #expect(claims.contains("\"aud\":\"\(double.url)/token\""))
    #expect(claims.contains("\"scope\":\"https://www.googleapis.com/auth/devstorage.read_write\""))
    #expect(String(decoding: try Self.data(parts[0]), as: UTF8.self).contains("\"kid\":\"k1\""))
  }

  @Test("A user's refresh token, the machine, and impersonation lead to tokens")
  func others() async throws {
    let double = try HTTPDouble.answering({ request in
      if request.path.hasSuffix(":generateAccessToken") {
        #expect(request.head.contains("Bearer T1"))
        return HTTPDouble.json(
          "200 OK", "{\"accessToken\":\"T2\",\"expireTime\":\"2100-01-01T00:00:00Z\"}")
      }
      if request.path.hasPrefix("/computeMetadata") {
        #expect(request.head.lowercased().contains("metadata-flavor: google"))
      } else {
        #expect(
          request.body == "grant_type=refresh_token&client_id=i&client_secret=s&refresh_token=r%2F1"
        )
      }
      return Self.token
    })
    let user = GoogleCredentials.user(
      id: "i", secret: "s", refreshToken: "r/1", tokenURL: double.url + "/token")
    #expect(try await TokenSource(user).token() == "T1")
    let host = String(double.url.dropFirst("http://".count))
    #expect(try await TokenSource(.machine(host: host)).token() == "T1")
    let other = GoogleCredentials.impersonated(user, url: double.url + "/v1/x:generateAccessToken")
    #expect(try await TokenSource(other).token() == "T2")
  }

  @Test(
    "What a token service refuses is told without what was sent",
    arguments: [
      (
        "400 Bad Request", "{\"error\":\"invalid_grant\",\"error_description\":\"secret-thing\"}",
        StoreFailure.Kind.denied
      ),
      ("403 Forbidden", "{\"error\":{\"message\":\"secret-thing\"}}", .denied),
      ("503 x", "<html>secret-thing", .busy), ("200 OK", "{}", .lost),
    ])
  func refused(_ line: String, _ body: String, _ kind: StoreFailure.Kind) async throws {
    let double = try HTTPDouble.answering({ _ in HTTPDouble.json(line, body) })
    let user = GoogleCredentials.user(
      id: "i", secret: "s3cret", refreshToken: "r3fresh", tokenURL: double.url)
    do throws(StoreFailure) {
      _ = try await TokenSource(user).token()
      Issue.record("a token")
    } catch {
      #expect(error.kind == kind)
      for secret in ["secret-thing", "s3cret", "r3fresh"] {
        #expect(!error.reason.contains(secret))
      }
    }
  }

  @Test("A key that is none is told without it")
  func badKey() async throws {
    let source = TokenSource(
      .serviceAccount(
        email: "e", keyID: nil, privateKey: "not-a-key", tokenURL: "http://127.0.0.1:9"))
    await #expect {
      try await source.token()
    } throws: { error in
      (error as? StoreFailure)?.kind == .refused && !"\(error)".contains("not-a-key")
    }
  }

  @Test("Files are found in their order and read by their type")
  func files() throws {
    let folder = "/tmp/dfops-credentials-\(UInt64.random(in: .min ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func write(_ text: String, _ name: String) throws -> String {
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
      return "\(folder)/\(name)"
    }
    let user =
      "{\"type\":\"authorized_user\",\"client_id\":\"i\",\"client_secret\":\"s\",\"refresh_token\":\"r\"}"
    let account =
      "{\"type\":\"service_account\",\"client_email\":\"e\",\"private_key\":\"p\",\"private_key_id\":\"k\"}"
    let url = "https://oauth2.googleapis.com/token"
    let asUser = GoogleCredentials.user(id: "i", secret: "s", refreshToken: "r", tokenURL: url)
    let asAccount = GoogleCredentials.serviceAccount(
      email: "e", keyID: "k", privateKey: "p", tokenURL: url)
    func find(
      _ path: String?, _ variables: [String: String], as account: String? = nil
    ) throws -> GoogleCredentials {
      try .find(path: path, impersonate: account, variables: variables)
    }
    let home = ["CLOUDSDK_CONFIG": folder]
    #expect(try find(nil, home) == .machine(host: "metadata.google.internal"))
    #expect(try find(nil, ["GCE_METADATA_HOST": "h"]) == .machine(host: "h"))
    _ = try write(user, "application_default_credentials.json")
    #expect(try find(nil, home) == asUser)
    let named = try write(account, "a.json")
    #expect(try find(nil, ["GOOGLE_APPLICATION_CREDENTIALS": named]) == asAccount)
    #expect(try find(named, home) == asAccount)
    let impersonated = try write(
      "{\"type\":\"impersonated_service_account\",\"service_account_impersonation_url\":\"u\",\"source_credentials\":\(user)}",
      "i.json")
    #expect(try find(impersonated, [:]) == .impersonated(asUser, url: "u"))
    guard case .impersonated(asAccount, let address) = try find(named, [:], as: "x@y") else {
      Issue.record("not impersonated")
      return
    }
    #expect(address.hasSuffix("/serviceAccounts/x%40y:generateAccessToken"))
    for bad in ["{\"type\":\"external_account\"}", "{}", "no", "{\"type\":\"service_account\"}"] {
      let path = try write(bad, "bad.json")
      #expect(throws: OpsError.self) { try find(path, [:]) }
    }
    #expect(throws: OpsError.self) { try find(folder + "/missing", [:]) }
  }

  private static func data(_ text: Substring) throws -> Data {
    var base64 = String(text).replacing("-", with: "+").replacing("_", with: "/")
    while base64.utf8.count % 4 != 0 { base64 += "=" }
    return try #require(Data(base64Encoded: base64))
  }
}

extension Script {
  /// Keeps a text as the one that comes next.
  func remember(_ text: String) { answers.withLock { $0 = [text] } }
}
