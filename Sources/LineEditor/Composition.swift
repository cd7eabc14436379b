internal import CLibEdit

/// Characters that take no column, which libedit loses when it paints a line anew.
enum Composition {
  /// Says whether a character takes no column of its own: combining marks, joiners, changes of direction.
  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x300 && clibedit_columns(wchar_t(scalar.value)) == 0
  }

  /// Returns the one character that a base and a mark are together (NFC); nil when there is none.
  static func composed(_ base: Unicode.Scalar, _ mark: Unicode.Scalar) -> Unicode.Scalar? {
    if let syllable = hangul(base, mark) { return syllable }
    var pair = String(base)
    pair.unicodeScalars.append(mark)
    // Texts are equal when Unicode says that they are, however they are written.
    guard let index = composites.firstIndex(of: pair) else { return nil }
    return composites[index].unicodeScalars.first
  }

  /// How a mark that nothing can be composed with is written.
  static func name(of mark: Unicode.Scalar) -> String {
    let hex = String(mark.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
  }

  /// Returns a text in which every character can be seen: composed, or named.
  static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isMark) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if !isMark(scalar) {
        result.append(scalar)
      } else if let base = result.last, let whole = composed(base, scalar) {
        result.removeLast()
        result.append(whole)
      } else {
        result += name(of: scalar).unicodeScalars
      }
    }
    return String(result)
  }

  /// Every character that has parts, except Hangul's, which are counted and not listed.
  private static let composites: Set<String> = {
    let ranges: [ClosedRange<UInt32>] = [0xC0...0x1FFF, 0x3040...0x30FF]
    let scalars = ranges.joined().compactMap(Unicode.Scalar.init)
    return Set(
      scalars.filter { !$0.properties.isFullCompositionExclusion && $0.properties.isAlphabetic }
        .map { String($0) })
  }()

  private static func hangul(
    _ base: Unicode.Scalar, _ mark: Unicode.Scalar
  ) -> Unicode.Scalar? {
    switch (base.value, mark.value) {
    case (0x1100...0x1112, 0x1161...0x1175):
      Unicode.Scalar(0xAC00 + ((base.value - 0x1100) * 21 + mark.value - 0x1161) * 28)
    case (0xAC00...0xD7A3, 0x11A8...0x11C2) where (base.value - 0xAC00) % 28 == 0:
      Unicode.Scalar(base.value + mark.value - 0x11A7)
    default: nil
    }
  }
}
