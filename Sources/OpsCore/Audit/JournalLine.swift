internal import Crypto
internal import FoundationEssentials

/// The frame of a line: its number and the hash of the line before in front, its own hash at the end.
///
/// `{"n":7,"previous":"…","audit":…,"hash":"…"}`. The own hash is the SHA-256 of everything in front of it, the hash of
/// the line before included, so that a line vouches for all lines above it. The frame is read from the bytes, not from
/// JSON: whatever a byte is changed to, the line is not the same any more.
struct JournalLine: Equatable {
  /// The number, counted from 1.
  let number: Int
  /// The hash of the line before.
  let previous: String
  /// The hash of this line.
  let hash: String
  /// The line, without its end.
  let bytes: [UInt8]
  /// Where the contents begin.
  private let start: Int

  /// What the first line has for the hash of the line before.
  static let origin = String(repeating: "0", count: 64)

  /// Seals fields in a line.
  init(number: Int, previous: String, fields: Fields) {
    let contents = JSONText.encode(.object(fields)).dropFirst().dropLast()
    let opening = Self.opening(number: number, previous: previous)
    let body = Array((opening + contents).utf8)
    hash = Hexadecimal.text(SHA256.hash(data: body))
    bytes = body + Self.closing(hash: hash)
    start = opening.utf8.count
    self.number = number
    self.previous = previous
  }

  /// Reads a line; nil when it is not as it was written.
  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: Self.numberKey), bytes.count > Self.closingLength,
      let comma = bytes.prefix(Self.numberKey.count + 20).firstIndex(of: UInt8(ascii: ",")),
      let number = Int(String(decoding: bytes[Self.numberKey.count..<comma], as: UTF8.self))
    else { return nil }
    let body = bytes.dropLast(Self.closingLength)
    let hash = Hexadecimal.text(SHA256.hash(data: Data(body)))
    guard bytes[body.endIndex...].elementsEqual(Self.closing(hash: hash)) else { return nil }
    let previous = String(
      decoding: body.dropFirst(comma + Self.previousKey.count).prefix(64), as: UTF8.self)
    let opening = Array(Self.opening(number: number, previous: previous).utf8)
    guard body.starts(with: opening) else { return nil }
    self.number = number
    self.previous = previous
    self.hash = hash
    self.bytes = bytes
    start = opening.count
  }

  /// The line with its end.
  var terminated: [UInt8] { bytes + [0x0A] }

  /// Says whether the first field is this one, and a text that begins so.
  func begins(with key: String, prefix: String) -> Bool {
    bytes[start...].starts(with: Array("\"\(key)\":\"\(prefix)".utf8))
  }

  private static let numberKey = Array("{\"n\":".utf8)
  private static let previousKey = Array(",\"previous\":\"".utf8)
  private static let closingLength = closing(hash: origin).count

  private static func opening(number: Int, previous: String) -> String {
    "{\"n\":\(number),\"previous\":\"\(previous)\","
  }

  private static func closing(hash: String) -> [UInt8] { Array(",\"hash\":\"\(hash)\"}".utf8) }
}
