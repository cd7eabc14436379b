internal import Postgres

/// The one way to print: results to one sink, everything said about them to the other.
public struct Output: Sendable {
  /// How results look.
  public var rendering: Rendering
  /// Whether notices are left out.
  public var isQuiet: Bool
  /// What stands before every message of a script line, such as `stdin:12: `.
  public var prefix: String
  private let results: any TextSink
  private let messages: any TextSink
  private let failure: SinkFailure

  /// Makes an output.
  ///
  /// - Parameters:
  ///   - results: Where results go, usually standard output.
  ///   - messages: Where notices and errors go, usually standard error.
  ///   - rendering: How results look.
  ///   - isQuiet: Whether notices are left out.
  public init(
    results: any TextSink = DescriptorSink.standardOutput,
    messages: any TextSink = DescriptorSink.standardError, rendering: Rendering = Rendering(),
    isQuiet: Bool = false
  ) {
    self.results = results
    self.messages = messages
    self.rendering = rendering
    self.isQuiet = isQuiet
    prefix = ""
    failure = SinkFailure()
  }

  /// The format of results.
  public var format: OutputFormat { rendering.format }

  /// Why a result could not be written; nil when all were.
  public var resultFailure: SinkError? { failure.error }

  /// Prints a result.
  public func emit(_ report: Report) {
    let text = rendering.text(of: report)
    guard !text.isEmpty, failure.error == nil else { return }
    do {
      try results.write(text)
    } catch {
      failure.error = error
    }
  }

  /// Says something about what happens, one line.
  public func notice(_ text: String) {
    guard !isQuiet else { return }
    say(prefix + Sanitiser.visible(text) + "\n")
  }

  /// Says that a command failed: one line, a second one with what to do, and an object for programs.
  public func error(_ error: OpsError, command: String) {
    let name = command.isEmpty ? "" : Sanitiser.visible(command) + ": "
    var text = "\(prefix)dfops: \(name)\(Sanitiser.visible(error.message))\n"
    if let hint = error.hint { text += "\(prefix)  \(Sanitiser.visible(hint))\n" }
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

  /// Writes a message as it is; there is nowhere to say that standard error is gone.
  public func say(_ text: String) {
    try? messages.write(text)
  }
}
