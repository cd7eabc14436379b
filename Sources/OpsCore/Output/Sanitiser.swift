/// Makes what comes from outside harmless for a terminal, without hiding that it is there.
public enum Sanitiser {
  /// Returns a word for a message: harmless, not long, and to be seen when it is empty.
  public static func named(_ word: String) -> String {
    word.isEmpty ? "''" : visible(String(word.prefix(80)))
  }

  /// Returns the text with every character that a terminal would obey, or not show, made visible.
  ///
  /// C0, DEL and C1 become `\x1B`, line ends `\n` and `\r`, bidirectional controls, zero-width and other invisible format
  /// characters `\u{202E}`. A joiner between two emoji stays: without it they fall apart.
  public static func visible(_ text: String) -> String {
    // Most texts are plain, and bytes are looked at several times faster than characters.
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
    guard text.unicodeScalars.contains(where: isSuspicious) else { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      guard isSuspicious(scalar), !isEmojiJoiner(scalars, index) else {
        result.unicodeScalars.append(scalar)
        continue
      }
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x100: result += "\\x" + hex(scalar.value, digits: 2)
      default: result += "\\u{" + hex(scalar.value, digits: 4) + "}"
      }
    }
    return result
  }

  /// Says whether a terminal obeys the character: controls, line separators and changes of direction.
  static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F: false
    case ..<0xA0: true
    case 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func isSuspicious(_ scalar: Unicode.Scalar) -> Bool {
    if isObeyed(scalar) { return true }
    switch scalar.value {
    // Nothing to be seen, or a blank that is none.
    case 0xAD, 0x034F, 0x115F...0x1160, 0x17B4...0x17B5, 0x180E, 0x200B...0x200D, 0x2060...0x206F,
      0x2800, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB, 0x1D173...0x1D17A, 0xE0000...0xE00FF:
      return true
    default: return false
    }
  }

  private static func isEmojiJoiner(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    guard scalars[index] == "\u{200D}", index > 0, index + 1 < scalars.count else { return false }
    return isEmojiPart(scalars[index - 1]) && isEmojiPart(scalars[index + 1])
  }

  /// Digits are emoji, too, for Unicode.
  private static func isEmojiPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value > 0xFF && (scalar.properties.isEmoji || scalar.properties.isVariationSelector)
  }

  private static func hex(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
