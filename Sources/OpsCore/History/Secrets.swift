/// Recognises what should not be written down: rather too much than too little.
enum Secrets {
  /// Words before `=` or `:` whose values are secrets.
  private static let names = [
    "password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "api_key", "api-key",
    "service_role", "service_role_key", "anon_key", "access_key", "private_key", "authorization",
  ]

  /// How keys and tokens of services begin.
  private static let beginnings = [
    "sb_secret_", "sbp_", "eyJ", "ghp_", "github_pat_", "xoxb-", "xoxp-", "xapp-", "AKIA",
    "hooks.slack.com/services/", "/api/webhooks/", "-----BEGIN", "Bearer ", "bearer ",
  ]

  /// Says whether there seems to be a secret in a line.
  static func seem(toBeIn line: String) -> Bool {
    beginnings.contains { line.contains($0) } || hasNamedSecret(line.lowercased())
      || hasPasswordInURI(line)
  }

  private static func hasNamedSecret(_ line: String) -> Bool {
    names.contains { name in
      line.ranges(of: name).contains { range in
        let rest = line[range.upperBound...].drop {
          $0.isLetter || $0.isNumber || "_-".contains($0)
        }
        .drop { " '\"".contains($0) }
        return rest.first == "=" || rest.first == ":"
      }
    } || line.contains("--password") || line.contains("--token") || line.contains("--secret")
  }

  /// `postgres://user:password@host`, and every other scheme.
  static func hasPasswordInURI(_ line: String) -> Bool {
    line.ranges(of: "://").contains { range in
      let authority = line[range.upperBound...].prefix { !$0.isWhitespace && $0 != "/" }
      guard let at = authority.lastIndex(of: "@") else { return false }
      return authority[..<at].contains(":")
    }
  }
}
