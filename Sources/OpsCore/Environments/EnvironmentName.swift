/// The rule for names of environments, which become parts of file names and variables.
enum EnvironmentName {
  static let rule = "letters, digits, - and _ only, at most 64"

  static func isValid(_ name: String) -> Bool {
    let bytes = name.utf8
    guard let first = bytes.first, bytes.count <= 64, isLetterOrDigit(first) else { return false }
    return bytes.allSatisfy {
      isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
  }

  /// The ending of its variables, such as `_PROD`.
  static func suffix(_ name: String) -> String {
    "_" + String(name.uppercased().map { $0 == "-" ? "_" : $0 })
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
