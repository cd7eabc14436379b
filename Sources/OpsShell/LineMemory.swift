internal import OpsCore

/// The lines that were run, for suggesting them again.
struct LineMemory: Sendable, Equatable {
  private static let most = 2000

  private struct Line: Equatable {
    var text: String
    /// Where it was run; nil when nobody knows.
    var environment: String?
  }

  private var own: [Line] = []
  private var others: [Line] = []

  /// Takes a line in that was run; what looks like a secret, or cannot be shown in one line, is left out.
  mutating func add(_ text: String, environment: String?, isOwn: Bool) {
    guard History.keeps(text), Sanitiser.visible(text) == text else { return }
    let line = Line(text: text, environment: environment)
    if isOwn { Self.add(line, to: &own) } else { Self.add(line, to: &others) }
  }

  private static func add(_ line: Line, to lines: inout [Line]) {
    lines.append(line)
    if lines.count > most { lines.removeFirst(most / 4) }
  }

  /// Returns how the latest line went on that began as this one; nil when none did.
  ///
  /// Lines of the same environment come before those of others, and then lines of one's own.
  func continuation(of beginning: String, in environment: String) -> String? {
    guard beginning.contains(where: { !$0.isWhitespace }) else { return nil }
    let typed = beginning.utf8
    var elsewhere: Line?
    for line in [own.reversed(), others.reversed()].joined()
    where line.text.utf8.count > typed.count && line.text.utf8.starts(with: typed) {
      if line.environment == environment { return Self.rest(of: line, after: typed.count) }
      if elsewhere == nil { elsewhere = line }
    }
    return elsewhere.map { Self.rest(of: $0, after: typed.count) }
  }

  private static func rest(of line: Line, after count: Int) -> String {
    String(decoding: line.text.utf8.dropFirst(count), as: UTF8.self)
  }
}
