internal import Glibc
internal import LineEditor
public import OpsCore

/// The interactive shell: reads a line, runs it, and gives the prompt back, whatever happens.
public struct Shell {
  private static let recalled = 1000

  private let dispatcher: Dispatcher
  private let signals = Signals.shared

  /// Makes a shell that runs its lines with the dispatcher.
  public init(_ dispatcher: Dispatcher) {
    self.dispatcher = dispatcher
  }

  /// Runs until somebody leaves; it belongs to the main thread.
  ///
  /// The prompt comes before any connection, and leaving needs none.
  ///
  /// - Returns: Success however the commands ended; 128 and its number after a signal that ends processes.
  public func run() -> ExitStatus {
    guard let editor = LineEditor() else {
      dispatcher.output.error(
        OpsError(
          .failed, "this terminal cannot be used to edit lines",
          hint: "give commands with -c, or with -f - on standard input"), command: "")
      return .failed
    }
    let completer = Completer(
      table: dispatcher.table, source: SessionCandidates(dispatcher.session))
    editor.completer = BoundedCompleter(completer)
    let history = openHistory()
    for line in history?.lines(limit: Self.recalled) ?? [] { editor.remember(line) }
    dispatcher.output.notice("dfops \(OpsVersion.current): help lists the commands, ^D leaves")
    readLines(editor, history)
    let session = dispatcher.session
    _ = Foreground.run {
      await session.close()
      return .success
    }
    return signals.termination.map { ExitStatus(rawValue: 128 + $0) } ?? .success
  }

  private func readLines(_ editor: LineEditor, _ history: History?) {
    let session = dispatcher.session
    while !session.hasQuit, signals.termination == nil {
      let prompt = Prompt.styled(session.promptState, hasColor: hasColor)
      switch editor.readLine(prompt: prompt) {
      case .line(let line): run(line, editor, history)
      case .cancelled: continue
      case .endOfInput, .hangUp:
        dispatcher.output.say("\n")
        return
      }
    }
  }

  private func run(_ line: String, _ editor: LineEditor, _ history: History?) {
    guard line.contains(where: { !$0.isWhitespace }) else { return }
    if History.keeps(line) { editor.remember(line) }
    let environment = dispatcher.session.environmentName
    let dispatcher = dispatcher
    let status = Foreground.run(
      interrupts: dispatcher.session.interrupts, onContinue: editor.quietTerminal
    ) {
      await dispatcher.run(line: line)
    }
    _ = history?.add(
      HistoryEntry(time: .now, environment: environment, status: status, text: line))
  }

  /// A shell without a history is better than none.
  private func openHistory() -> History? {
    do {
      return try History(dispatcher.session.state)
    } catch {
      dispatcher.output.notice("no history is kept: \(error.message)")
      return nil
    }
  }

  private var hasColor: Bool {
    let set = GlobalOptions.Color(rawValue: dispatcher.session.value(of: .color))
    switch dispatcher.base.color ?? set {
    case .always: return true
    case .never: return false
    case .auto, nil: return dispatcher.output.rendering.hasColor
    }
  }
}
