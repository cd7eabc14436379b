/// What was pasted, as it came.
struct Paste: Equatable {
  /// The longest paste that is taken, in bytes.
  static let longest = 1 << 20

  /// The bytes between the marks of the terminal; none when there were too many.
  var bytes: [UInt8]
  /// How many they were.
  var count: Int

  /// Whether it is longer than is taken.
  var isTooLong: Bool { count > Self.longest }

  /// The lines without anything that a terminal or an editor would obey; a line end at the end begins no line.
  var lines: [String] {
    var lines = [String.UnicodeScalarView()]
    var last: Unicode.Scalar?
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 0x0A where last == "\r": break
      case 0x0A, 0x0D: lines.append(.init())
      case 0x09: lines[lines.count - 1].append(" ")
      case ..<0x20, 0x7F..<0xA0: break
      default: lines[lines.count - 1].append(scalar)
      }
      last = scalar
    }
    while lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { Composition.visible(String($0)) }
  }
}

/// Collects a paste up to its end.
struct PasteReader {
  private static let end = Array("\u{1B}[201~".utf8)

  private var bytes: [UInt8] = []
  private var dropped = 0

  /// Takes what belongs to the paste off the bytes; returns it when its end is among them.
  mutating func take(_ input: inout ArraySlice<UInt8>) -> Paste? {
    while let last = input.firstIndex(of: UInt8(ascii: "~")) {
      bytes += input[...last]
      input = input[(last + 1)...]
      if bytes.suffix(Self.end.count).elementsEqual(Self.end) { return finish() }
      bound()
    }
    bytes += input
    input = []
    bound()
    return nil
  }

  private mutating func finish() -> Paste {
    bytes.removeLast(Self.end.count)
    let count = dropped + bytes.count
    defer { self = PasteReader() }
    return Paste(bytes: count > Paste.longest ? [] : bytes, count: count)
  }

  /// Of what will not be taken only so much is kept as the end may be split over.
  private mutating func bound() {
    guard dropped > 0 || bytes.count > Paste.longest + Self.end.count else { return }
    let kept = min(bytes.count, Self.end.count)
    dropped += bytes.count - kept
    bytes.removeFirst(bytes.count - kept)
  }
}
