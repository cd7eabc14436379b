internal import Glibc

/// Reads lines from a descriptor as they come, with bounds on what a line may be.
struct LineReader {
  enum Next: Equatable {
    case line(String)
    /// The line is none that can be run, and why.
    case refused(String)
    case unreadable
    case end
  }

  /// The longest line, in bytes.
  static let longest = 1 << 20

  /// How many lines have been read.
  private(set) var number = 0
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Whether something must be read before there is another line.
  var needsInput: Bool { !isAtEnd && !buffer[start...].contains(0x0A) }

  mutating func next() -> Next {
    var bytes: [UInt8] = []
    var isTooLong = false
    while true {
      if start == buffer.count {
        guard !isAtEnd else { break }
        switch fill() {
        case .some(true): continue
        case .some(false): isAtEnd = true
        case nil: return .unreadable
        }
        continue
      }
      let end = buffer[start...].firstIndex(of: 0x0A)
      if !isTooLong { bytes += buffer[start..<(end ?? buffer.count)] }
      if bytes.count > Self.longest {
        isTooLong = true
        bytes = []
      }
      start = end.map { $0 + 1 } ?? buffer.count
      if end != nil { return finish(bytes, isTooLong) }
    }
    return bytes.isEmpty && !isTooLong ? .end : finish(bytes, isTooLong)
  }

  private mutating func finish(_ bytes: [UInt8], _ isTooLong: Bool) -> Next {
    number += 1
    guard !isTooLong else { return .refused("the line is longer than 1 MiB") }
    guard !bytes.contains(0) else { return .refused("the line holds a NUL") }
    var bytes = bytes[...]
    if bytes.last == 0x0D { bytes.removeLast() }
    if number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard let line = String(validating: bytes, as: UTF8.self) else {
      return .refused("the line is not UTF-8")
    }
    return .line(line)
  }

  /// Reads more; false at the end, nil after an error.
  private mutating func fill() -> Bool? {
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = unsafe read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      buffer = Array(chunk.prefix(count))
      start = 0
      return count > 0
    }
  }
}
