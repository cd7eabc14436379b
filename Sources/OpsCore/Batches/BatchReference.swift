/// How an operator names a batch.
public enum BatchReference: Sendable, Hashable {
  /// By the beginning of its id, or all of it: lower-case hexadecimal digits without dashes.
  case digits(String)
  /// By its place in the last listing, from 1.
  case place(Int)

  /// The fewest digits that name a batch.
  static let fewestDigits = 4
  private static let allDigits = 32

  /// Reads a UUID, at least the first four hexadecimal digits of one, or a place such as `%3`.
  ///
  /// - Throws: `OpsError` with exit status 64.
  public static func parse(_ text: String) throws(OpsError) -> BatchReference {
    if text.hasPrefix("%") {
      let number = text.dropFirst()
      if number.count <= 6, number.allSatisfy({ $0.isASCII && $0.isWholeNumber }),
        let place = Int(number), place > 0
      {
        return .place(place)
      }
    } else if let digits = digits(of: text) {
      return .digits(digits)
    }
    throw OpsError(
      .usage, "\(Sanitiser.visible(String(text.prefix(80)))) is no id of a batch",
      hint: "an id is a UUID, at least its first \(fewestDigits) hex digits, or %3 of a listing",
      code: "malformed_id")
  }

  /// Returns the digits of a text that is a UUID or the beginning of one, with its dashes or without any.
  private static func digits(of text: String) -> String? {
    var digits = ""
    let hasDashes = text.utf8.contains(0x2D)
    for (index, byte) in text.utf8.enumerated() {
      guard index < (hasDashes ? 36 : allDigits) else { return nil }
      if hasDashes, index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == 0x2D else { return nil }
        continue
      }
      switch byte {
      case 0x30...0x39, 0x61...0x66: digits.unicodeScalars.append(Unicode.Scalar(byte))
      case 0x41...0x46: digits.unicodeScalars.append(Unicode.Scalar(byte | 0x20))
      default: return nil
      }
    }
    return digits.count >= fewestDigits ? digits : nil
  }

  /// Returns the first and the last id that begin with these digits.
  static func range(of digits: String) -> (low: String, high: String) {
    let missing = max(0, allDigits - digits.count)
    return (
      digits + String(repeating: "0", count: missing),
      digits + String(repeating: "f", count: missing)
    )
  }

  /// Whether these digits are all of an id.
  static func isWhole(_ digits: String) -> Bool { digits.count == allDigits }
}
