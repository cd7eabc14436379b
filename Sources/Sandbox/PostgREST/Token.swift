internal import Foundation

/// Why a token is refused.
struct TokenProblem: Error {
  let message: String
}

/// Reads the role out of a token.
///
/// The double believes every signature: it has nothing to protect.
enum Token {
  static func role(of authorization: String?) throws(TokenProblem) -> String {
    guard let authorization, authorization.lowercased().hasPrefix("bearer ") else { return "anon" }
    let token = authorization.dropFirst("bearer ".count)
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3 else {
      throw TokenProblem(message: "Expected 3 parts in JWT; got \(parts.count)")
    }
    struct Claims: Decodable { let role: String? }
    var payload = parts[1].replacing("-", with: "+").replacing("_", with: "/")
    payload += String(repeating: "=", count: (4 - payload.count % 4) % 4)
    guard let data = Data(base64Encoded: String(payload)),
      let claims = try? JSONDecoder().decode(Claims.self, from: data)
    else { throw TokenProblem(message: "JWT cryptographic operation failed") }
    let role = claims.role ?? "anon"
    guard ["anon", "authenticated", "service_role"].contains(role) else {
      throw TokenProblem(message: "role \"\(role)\" does not exist")
    }
    return role
  }
}
