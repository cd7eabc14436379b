internal import Postgres

/// The one way to print: results to one sink, everything said about them to the other.
public struct Output: Sendable {
  /// How results look.
  public var rendering: Rendering
  /// Whether notices are left out.
  public var isQuiet: Bool
  /// What stands before every message of a script line, such as `stdin:12: `.
  public var prefix: String
  /// What shows results that are longer than the screen; nil for nothing.
  public var pager: (any Paging)?
  /// The terminal on which views renew themselves; nil where lines are all there is.
  public var terminal: (any LiveTerminal)?
  /// The columns of the terminal to which messages go, at the moment; nil where they go elsewhere, and stay in one line.
  public var messageWidth: @Sendable () -> Int? = { nil }
  private let results: any TextSink
  private let messages: any TextSink
  private let failure: SinkFailure
  private let people = PeopleTime()
  let line: LiveLine?

  /// Makes an output.
  ///
  /// - Parameters:
  ///   - results: Where results go, usually standard output.
  ///   - messages: Where notices and errors go, usually standard error.
  ///   - rendering: How results look.
  ///   - isQuiet: Whether notices are left out.
  ///   - isLive: Whether messages go to a terminal on which a line can renew itself.
  public init(
    results: any TextSink = DescriptorSink.standardOutput,
    messages: any TextSink = DescriptorSink.standardError, rendering: Rendering = Rendering(),
    isQuiet: Bool = false, isLive: Bool = false
  ) {
    self.results = results
    self.messages = messages
    self.rendering = rendering
    self.isQuiet = isQuiet
    prefix = ""
    failure = SinkFailure()
    line = isLive ? LiveLine(messages) : nil
  }

  /// The format of results.
  public var format: OutputFormat { rendering.format }

  /// A stopwatch that starts now.
  public var stopwatch: Stopwatch { Stopwatch(people) }

  /// Why a result could not be written; nil when all were.
  public var resultFailure: SinkError? { failure.error }

  /// Whether results go to a pipe that nobody reads any more.
  var isReaderGone: Bool { (results as? DescriptorSink)?.isReaderGone ?? false }

  /// Prints a result.
  public func emit(_ report: Report) {
    write(rendering.text(of: report))
  }

  /// Prints the result of a command, page by page when it is longer than the screen.
  func present(_ report: Report) async {
    let text = rendering.text(of: report)
    if let pager, let rows = pager.rows, !rendering.format.isForMachines, failure.error == nil,
      // The prompt takes a line, too.
      text.utf8.count(where: { $0 == 0x0A }) >= rows
    {
      guard
        let failure = await people.measure({
          await quietly { await pager.show(text) }
        })
      else { return }
      write(text)
      notice(failure.message)
    } else {
      write(text)
    }
  }

  /// Lets somebody answer a question, who has the terminal and all the time.
  func asking<Success>(_ question: () async throws -> Success) async rethrows -> Success {
    try await people.measure { try await quietly(question) }
  }

  /// Writes a result as it is.
  func write(_ text: String) {
    guard !text.isEmpty, failure.error == nil else { return }
    do throws(SinkError) {
      if let line {
        try line.interrupted { () throws(SinkError) in try results.write(text) }
      } else {
        try results.write(text)
      }
    } catch {
      failure.error = error
    }
  }

  /// Says something about what happens, one line.
  public func notice(_ text: String) {
    guard !isQuiet else { return }
    say(wrapped(prefix + Sanitiser.visible(text)))
  }

  /// Says that a command failed: one line, a second one with what to do, and an object for programs.
  public func error(_ error: OpsError, command: String) {
    let name = command.isEmpty ? "" : Sanitiser.visible(command) + ": "
    var text = wrapped("\(prefix)dfops: \(name)\(Sanitiser.visible(error.message))")
    if let hint = error.hint { text += wrapped("\(prefix)  \(Sanitiser.visible(hint))") }
    if format == .json || format == .ndjson {
      let fields: Fields = [
        "command": .text(command), "code": .text(error.code), "message": .text(error.message),
        "hint": error.hint.map(DataValue.text) ?? .null,
        "sqlstate": error.sqlState.map { .text($0.rawValue) } ?? .null,
        "exit": .int(Int64(error.exit.rawValue)),
      ]
      text += JSONText.encode(.object(["error": .object(fields)])) + "\n"
    }
    say(text)
  }

  /// A harmless text as a line, or as more where a terminal would break it within words.
  private func wrapped(_ text: String) -> String {
    LineWrap.lines(text, columns: messageWidth(), indent: 2).map { $0 + "\n" }.joined()
  }

  /// Writes a message as it is; there is nowhere to say that standard error is gone.
  public func say(_ text: String) {
    if let line {
      try? line.interrupted { () throws(SinkError) in try messages.write(text) }
    } else {
      try? messages.write(text)
    }
  }
}
