/// Takes secrets out of texts that others wrote, such as libpq's messages.
enum Redaction {
  static let mask = "********"
  /// Shorter secrets stand in ordinary words, where masking would give them away; what libpq quotes is masked anyway.
  private static let shortest = 4

  /// Returns the text without the secrets, and without the password part of any URI in it.
  static func redact(_ text: String, secrets: [String]) -> String {
    var text = text
    for secret in secrets where secret.unicodeScalars.count >= shortest {
      text = text.replacingScalars(secret, with: mask)
      text = text.replacingScalars(percentEncoded(secret), with: mask)
    }
    return withoutURIPasswords(text)
  }

  /// Replaces every quoted part: libpq quotes pieces of a malformed connection string, which may be a password.
  static func withoutQuotations(_ text: String) -> String {
    let parts = text.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
    guard parts.count > 1 else { return text }
    var kept = ""
    for (index, part) in parts.enumerated() {
      kept += index.isMultiple(of: 2) ? String(part) : "\"…\""
    }
    return kept
  }

  private static func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        encoded += "%" + String(digits[Int(byte >> 4)]) + String(digits[Int(byte & 15)])
      }
    }
    return encoded
  }

  private static func withoutURIPasswords(_ text: String) -> String {
    var kept = ""
    var rest = text[...]
    while let scheme = rest.firstRange(of: "://") {
      kept += rest[..<scheme.upperBound]
      rest = rest[scheme.upperBound...]
      let authority = rest.prefix { $0 != "/" && $0 != " " && $0 != "\n" && $0 != "\"" }
      guard let at = authority.lastIndex(of: "@"),
        let colon = authority[..<at].firstIndex(of: ":")
      else { continue }
      kept += rest[...colon] + mask
      rest = rest[at...]
    }
    return kept + rest
  }
}
