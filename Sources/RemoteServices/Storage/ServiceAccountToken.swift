internal import CryptoExtras
internal import FoundationEssentials
internal import OpsCore

/// The signed statement (RFC 7523) by which a service account asks for a token.
enum ServiceAccountToken {
  private struct Header: Encodable {
    let alg = "RS256"
    let typ = "JWT"
    let kid: String?
  }

  private struct Claims: Encodable {
    let iss: String
    let scope: String
    let aud: String
    let iat: Int64
    let exp: Int64
  }

  /// Makes the statement, good for an hour.
  ///
  /// - Throws: `StoreFailure` when the key is none; the failure does not quote it.
  static func make(
    email: String, keyID: String?, privateKey: String, audience: String, scope: String,
    now: Instant
  ) throws(StoreFailure) -> String {
    let start = now.microsecondsSinceEpoch / 1_000_000
    let claims = Claims(iss: email, scope: scope, aud: audience, iat: start, exp: start + 3600)
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let signed =
        base64(try encoder.encode(Header(kid: keyID))) + "." + base64(try encoder.encode(claims))
      let key = try _RSA.Signing.PrivateKey(pemRepresentation: privateKey)
      let signature = try key.signature(for: Data(signed.utf8), padding: .insecurePKCS1v1_5)
      return signed + "." + base64(signature.rawRepresentation)
    } catch {
      throw StoreFailure(.refused, "the private key of the service account cannot be used")
    }
  }

  /// Base64 for URLs, without padding.
  private static func base64(_ data: Data) -> String {
    data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }
}
