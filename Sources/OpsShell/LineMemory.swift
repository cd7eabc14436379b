internal import OpsCore

/// The lines that were run, for suggesting them again.
struct LineMemory: Sendable, Equatable {
  private static let most = 2000

  private struct Line: Equatable {
    var text: String
    /// Where it was run; nil when nobody knows.
    var environment: String?
  }

  private var lines: [Line] = []

  /// Takes a line in that was run; what looks like a secret, or cannot be shown in one line, is left out.
  mutating func add(_ text: String, environment: String?) {
    guard History.keeps(text), Sanitiser.visible(text) == text else { return }
    lines.append(Line(text: text, environment: environment))
    if lines.count > Self.most { lines.removeFirst(Self.most / 4) }
  }

  /// Returns how the latest line went on that began as this one; nil when none did.
  ///
  /// Lines of the same environment come before those of others.
  func continuation(of beginning: String, in environment: String) -> String? {
    guard beginning.contains(where: { !$0.isWhitespace }) else { return nil }
    let typed = beginning.utf8
    var elsewhere: Line?
    for line in lines.reversed()
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
