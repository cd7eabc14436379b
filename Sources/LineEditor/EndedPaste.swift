/// A paste whose end mark has come, as long as more comes at once: what is pasted may hold that mark itself.
///
/// The terminal's own mark comes last, so what stands before another one is part of the paste.
struct EndedPaste {
  private static let start = Array("\u{1B}[200~".utf8)
  private static let end = Array("\u{1B}[201~".utf8)

  private var paste: Paste
  private var rest: [UInt8] = []

  init(_ paste: Paste) {
    self.paste = paste
  }

  /// Takes what has come behind the mark.
  mutating func take(_ bytes: ArraySlice<UInt8>) {
    rest += bytes
    guard rest.count > Paste.longest else { return }
    // Nobody types so much at once. A mark may be split here.
    let kept = rest.suffix(Self.end.count - 1)
    paste = Paste(bytes: [], count: paste.count + rest.count - kept.count)
    rest = Array(kept)
  }

  /// The whole paste, without the marks within it, and the keys that were pressed after it.
  var settled: (paste: Paste, keys: [UInt8]) {
    guard let last = rest.ranges(of: Self.end).last else { return (paste, rest) }
    let more = rest[..<last.lowerBound].replacing(Self.end, with: [])
      .replacing(Self.start, with: [])
    let count = paste.count + more.count
    return (
      Paste(bytes: count > Paste.longest ? [] : paste.bytes + more, count: count),
      Array(rest[last.upperBound...])
    )
  }
}
