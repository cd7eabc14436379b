/// A line that is parsed on a thread of its own while this one reads the configuration.
///
/// The first parse of a process takes many times as long as any later one, because the runtime has yet to put the types
/// together.
public struct ParsedAhead: Sendable {
  let words: [String]
  let parsed: Task<CommandTable.Parsed, any Error>
  // A task does not keep the thread on which it runs.
  private let thread: any TaskExecutor

  /// Begins to parse; nil when that cannot be done ahead.
  ///
  /// - Parameters:
  ///   - words: The words of a call, global options included.
  ///   - table: The commands.
  ///   - columns: The columns of the screen, for help; nil when it is not a terminal.
  public init?(_ words: [String], over table: CommandTable, columns: Int?) {
    guard
      let (_, rest) = try? GlobalOptions.extract(
        from: words, takesValue: table.optionTakesValue(in: words)),
      let thread = OwnThread.executor()
    else { return nil }
    self.words = rest
    self.thread = thread
    parsed = Task(executorPreference: thread) { try table.parse(rest, columns: columns) }
  }
}
