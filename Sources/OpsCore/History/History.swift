/// The lines of all sessions, in a file of the state folder that only ever grows.
///
/// Sessions side by side add to it without losing each other's lines. What looks like a secret never gets there.
public struct History: Sendable {
  /// How much of the end of the file is read at the start of a shell, and how much of what came later at a prompt.
  private static let windows = (start: 1 << 20, later: 1 << 16)
  /// A longer line is none that anybody wants to recall.
  private static let longest = 1 << 14

  /// An entry with its number, which it keeps for ever.
  public struct Numbered: Sendable, Equatable {
    /// The number of its line in the file, from 1.
    public let number: Int
    /// The entry.
    public let entry: HistoryEntry
  }

  private let file: HistoryFile

  /// Opens the history of a state folder.
  ///
  /// - Throws: `OpsError` when the folder cannot be used.
  public init(_ state: StateFolder) throws(OpsError) {
    file = HistoryFile(path: try state.file("history.jsonl"))
  }

  init(path: String) {
    file = HistoryFile(path: path)
  }

  /// Says whether a line may be kept: not after a leading blank, and without anything like a secret.
  public static func keeps(_ line: String) -> Bool {
    guard let first = line.first, !first.isWhitespace, line.utf8.count <= longest else {
      return false
    }
    return !Secrets.seem(toBeIn: line)
  }

  /// A line of the past, as far as recalling it needs to know.
  public struct Recent: Sendable, Equatable {
    /// The line.
    public let text: String
    /// Where it was run; nil when that is not known.
    public let environment: String?
    /// The session that ran it; nil when that is not known.
    public let session: String?
    /// Whether it ended with a usage error.
    public let isMistyped: Bool
  }

  /// How far the history has been read.
  public struct Mark: Sendable {
    fileprivate var place: HistoryFile.Place?

    /// The mark of somebody who has read nothing.
    public init() {}
  }

  /// Returns the last lines that were added since a mark, oldest first, and moves the mark behind them.
  ///
  /// Where much was added at once, the beginning of it is left out.
  ///
  /// - Throws: `OpsError` when there is a file that is not to be used.
  public func added(since mark: inout Mark, limit: Int) throws(OpsError) -> [Recent] {
    let window = mark.place == nil ? Self.windows.start : Self.windows.later
    let lines = try file.added(behind: &mark.place, window)
    return lines.suffix(limit).compactMap { line in
      HistoryEntry.text(of: line).map { text in
        Recent(
          text: text, environment: HistoryEntry.environment(of: line),
          session: HistoryEntry.session(of: line), isMistyped: HistoryEntry.isMistyped(line))
      }
    }
  }

  /// Adds a line, unless it is one that is not kept.
  ///
  /// - Throws: `OpsError` when it could not be written.
  public func add(_ entry: HistoryEntry) throws(OpsError) {
    guard Self.keeps(entry.text) else { return }
    var entry = entry
    if let ran = entry.ran, !Self.keeps(ran) { entry.ran = nil }
    try file.append(entry.line)
  }

  /// Returns the last entries that fit, in the order in which they were started.
  ///
  /// - Parameters:
  ///   - limit: The most entries.
  ///   - fits: Says whether an entry is wanted.
  /// - Returns: The entries with their numbers; lines of other programs have none but count.
  /// - Throws: `OpsError` when there is a file that is not to be used.
  public func last(
    _ limit: Int, where fits: (HistoryEntry) -> Bool = { _ in true }
  ) throws(OpsError) -> [Numbered] {
    guard let tail = try file.tail(HistoryFile.window, isCounted: true) else { return [] }
    var found: [Numbered] = []
    for (index, line) in tail.lines.enumerated().reversed() {
      guard found.count < limit else { break }
      guard let entry = HistoryEntry(line: line), fits(entry) else { continue }
      found.append(Numbered(number: tail.skipped + index + 1, entry: entry))
    }
    // A line that took long is written after those that other sessions began later.
    return found.sorted { ($0.entry.time, $0.number) < ($1.entry.time, $1.number) }
  }

  /// Returns the line of a number; nil when there is none.
  ///
  /// - Throws: `OpsError` when there is a file that is not to be used.
  public func line(number: Int) throws(OpsError) -> String? {
    guard let tail = try file.tail(HistoryFile.window, isCounted: true) else { return nil }
    let index = number - tail.skipped - 1
    guard tail.lines.indices.contains(index) else { return nil }
    return HistoryEntry.text(of: tail.lines[index])
  }
}
