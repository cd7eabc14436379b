internal import Glibc
internal import LineEditor
public import OpsCore

/// The interactive shell: reads a line, runs it, and gives the prompt back, whatever happens.
public struct Shell {
  private var dispatcher: Dispatcher
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
    var shell = self
    shell.dispatcher.confirmer = UnmarkedConfirmer(
      confirmer: dispatcher.confirmer, marks: editor.pasteMarks)
    return shell.run(with: editor)
  }

  private func run(with editor: LineEditor) -> ExitStatus {
    let updates = editor.updates
    let companion = Companion(dispatcher.session, dispatcher.externals) { updates.ring() }
    editor.completer = WaitingCompleter(
      Completer(table: dispatcher.table, source: companion.candidates), companion.values)
    editor.continuation = { entry in
      Words.opening(of: entry).map { StyledPrompt([], end: "\($0)... ") }
    }
    let (table, session) = (dispatcher.table, dispatcher.session)
    editor.helper = { text in
      let size = LiveSize(columns: Screen.width ?? 80, rows: Screen.rows ?? 24)
      return PlaceHelp.lines(after: text, in: table, aliases: session.aliases, on: size)
    }
    dispatcher.output.notice("dfops \(OpsVersion.current): help lists the commands, ^D leaves")
    readStartupFile()
    let history = SessionHistory(dispatcher)
    editor.hinter = Hinter(
      table: dispatcher.table, session: dispatcher.session, values: companion.values,
      isKnown: companion.isKnown, recall: history.continuation)
    companion.refresh()
    readLines(editor, history, companion)
    companion.close()
    _ = Foreground.run {
      await session.close()
      return .success
    }
    return signals.termination.map { ExitStatus(rawValue: 128 + $0) } ?? .success
  }

  private func readStartupFile() {
    guard let file = StartupFile(processEnvironment: ProcessVariables.all) else { return }
    let dispatcher = dispatcher
    _ = Foreground.run {
      await file.run(by: dispatcher)
      return .success
    }
  }

  private func readLines(
    _ editor: LineEditor, _ history: SessionHistory, _ companion: Companion
  ) {
    let session = dispatcher.session
    var chrome = TerminalChrome(session)
    defer { chrome.end() }
    while !session.hasQuit, signals.termination == nil {
      history.takeIn(editor)
      let state = session.promptState
      let prompt = Prompt.styled(state, hasColor: hasColor, columns: Screen.width ?? 80)
      editor.keys = LineEditor.Keys(rawValue: session.value(of: .editing)) ?? .emacs
      switch editor.readLine(prompt: chrome.begin(prompt, state)) {
      case .line(let line):
        let environment = session.environmentName
        _ = run(line, editor, history, chrome)
        companion.commandEnded(in: environment)
      case .pasted(let lines):
        let environment = session.environmentName
        runPasted(lines, editor, history, chrome)
        companion.commandEnded(in: environment)
      case .cancelled: continue
      case .endOfInput, .hangUp:
        dispatcher.output.say("\n")
        return
      }
    }
  }

  /// Runs what was pasted as a script, once somebody wants that.
  private func runPasted(
    _ lines: [String], _ editor: LineEditor, _ history: SessionHistory, _ chrome: TerminalChrome
  ) {
    let entries = PasteGate.entries(of: lines)
    guard PasteGate(dispatcher).isOpen(for: entries) else { return }
    for (index, entry) in entries.enumerated() {
      // Nobody has seen which line !! would be, so a paste knows it as little as a script does.
      let status = run(entry, editor, history, chrome, isTyped: false)
      guard !dispatcher.session.hasQuit else { return }
      guard status == .success else {
        let left = entries.count - index - 1
        if left > 0 {
          dispatcher.output.notice(
            "\(left) more \(left == 1 ? "line" : "lines") of the paste \(left == 1 ? "was" : "were") not run"
          )
        }
        return
      }
    }
  }

  private func run(
    _ typed: String, _ editor: LineEditor, _ history: SessionHistory, _ chrome: TerminalChrome,
    isTyped: Bool = true
  ) -> ExitStatus {
    guard typed.contains(where: { !$0.isWhitespace }) else { return .success }
    guard let line = isTyped ? meaning(of: typed, history) : typed else { return .usage }
    history.remember(line, in: editor)
    let environment = dispatcher.session.environmentName
    let dispatcher = dispatcher
    // The line itself may change what its name stands for.
    let ran = dispatcher.session.aliases.meaning(of: line, over: dispatcher.table)
    dispatcher.session.beginTrace()
    chrome.commandStarts()
    let start = Instant.now
    let watch = dispatcher.output.stopwatch
    let status = Foreground.run(
      interrupts: dispatcher.session.interrupts, onContinue: editor.quietTerminal
    ) {
      await dispatcher.run(line: line)
    }
    let elapsed = watch.elapsed
    chrome.commandEnds(status, after: elapsed)
    history.add(
      HistoryEntry(
        time: start, environment: environment, status: status,
        milliseconds: Int(elapsed / .milliseconds(1)), session: dispatcher.session.id, ran: ran,
        trace: dispatcher.session.lineTrace, text: line))
    return status
  }

  /// The line to be run, shown when it is another one than was typed; nil when there is none.
  private func meaning(of typed: String, _ history: SessionHistory) -> String? {
    do {
      guard let expanded = try history.expanded(typed) else { return typed }
      dispatcher.output.say(Sanitiser.visible(expanded) + "\n")
      return expanded
    } catch {
      dispatcher.output.error(error, command: "")
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
