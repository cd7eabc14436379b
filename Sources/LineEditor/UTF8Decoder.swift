/// Turns bytes into characters as they come; what is no UTF-8 becomes U+FFFD.
struct UTF8Decoder {
  private var bytes: [UInt8] = []

  /// Takes the next byte and returns the characters that are complete with it: usually one, or none yet.
  mutating func take(_ byte: UInt8) -> [Unicode.Scalar] {
    var broken: [Unicode.Scalar] = []
    if !bytes.isEmpty, byte & 0xC0 != 0x80 {
      broken = ["\u{FFFD}"]
      bytes = []
    }
    bytes.append(byte)
    guard bytes.count == Self.length(of: bytes[0]) else { return broken }
    defer { bytes = [] }
    let text = String(decoding: bytes, as: UTF8.self)
    return broken + Array(text.unicodeScalars.prefix(1))
  }

  /// How many bytes a character has that begins with this one; 1 when none does.
  private static func length(of byte: UInt8) -> Int {
    switch byte {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }
}
