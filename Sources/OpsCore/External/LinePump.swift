internal import Glibc

/// Carries the lines of another program to a terminal, with everything visible that the terminal would obey.
struct LinePump {
  private static let longest = 1 << 16

  private var rest: [UInt8] = []

  /// Takes bytes and returns the lines that they complete, harmless and with their line ends.
  mutating func take(_ bytes: some Sequence<UInt8>) -> String {
    rest += bytes
    guard let end = rest.lastIndex(of: 0x0A) else {
      return rest.count > Self.longest ? flush() : ""
    }
    let whole = rest[..<end].split(separator: 0x0A, omittingEmptySubsequences: false)
    let text = whole.map { Self.visible($0) + "\n" }.joined()
    rest.removeFirst(end + 1)
    return text
  }

  /// Returns what stands after the last line end.
  mutating func flush() -> String {
    defer { rest = [] }
    return Self.visible(rest[...])
  }

  /// Carries everything that a descriptor has, until its end or until the task is cancelled.
  ///
  /// What comes next, such as a prompt, begins a line of its own.
  static func carry(from descriptor: Int32, to sink: some TextSink) async {
    var pump = LinePump()
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    while (try? await Readable.wait(for: descriptor)) != nil {
      let count = unsafe read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { break }
      try? sink.write(pump.take(chunk.prefix(count)))
    }
    let last = pump.flush()
    try? sink.write(last.isEmpty ? last : last + "\n")
  }

  private static func visible(_ line: ArraySlice<UInt8>) -> String {
    var line = line
    if line.last == 0x0D { line.removeLast() }
    var text = ""
    // Tables that are made with tabs stay tables.
    for part in String(decoding: line, as: UTF8.self).split(
      separator: "\t", omittingEmptySubsequences: false)
    {
      if !text.isEmpty || part.startIndex != part.base.startIndex {
        text += String(repeating: " ", count: 8 - DisplayWidth.of(text) % 8)
      }
      text += Sanitiser.visible(String(part))
    }
    return text
  }
}
