internal import Glibc
internal import LineEditor
internal import OpsCore

/// Keeps the terminal informed around prompts and commands, when it understands that and nobody minds.
struct TerminalChrome {
  private let session: Session
  private let isUnderstood: Bool
  private let sink: any TextSink
  private var title: String?

  /// Makes the chrome of the terminal on standard output.
  init(_ session: Session) {
    let terminal = unsafe getenv("TERM").map { unsafe String(cString: $0) } ?? ""
    self.init(
      session, isUnderstood: TerminalSequences.areUnderstood(by: terminal),
      sink: DescriptorSink.standardOutput)
  }

  init(_ session: Session, isUnderstood: Bool, sink: any TextSink) {
    self.session = session
    self.isUnderstood = isUnderstood
    self.sink = sink
  }

  /// Tells that a prompt follows, and in which state; returns the prompt with the mark of its end.
  mutating func begin(_ prompt: StyledPrompt, _ state: PromptState) -> StyledPrompt {
    guard isUnderstood else { return prompt }
    write(titleChange(to: state) + TerminalSequences.promptStart)
    var prompt = prompt
    prompt.endMark = TerminalSequences.inputStart
    return prompt
  }

  /// Tells that a command runs.
  func commandStarts() {
    if isUnderstood { write(TerminalSequences.outputStart) }
  }

  /// Tells that it has ended; one that took long rings.
  func commandEnds(_ status: ExitStatus, after elapsed: Duration) {
    if TerminalSequences.rings(after: elapsed, setting: session.value(of: .bell)) {
      write(TerminalSequences.bell)
    }
    if isUnderstood { write(TerminalSequences.end(status)) }
  }

  /// Gives the title back.
  mutating func end() {
    if title != nil { write(TerminalSequences.restoreTitle) }
    title = nil
  }

  private mutating func titleChange(to state: PromptState) -> String {
    guard session.isOn(.title) else {
      defer { title = nil }
      return title == nil ? "" : TerminalSequences.restoreTitle
    }
    let text = TerminalSequences.titleText(of: state)
    guard text != title else { return "" }
    defer { title = text }
    return (title == nil ? TerminalSequences.keepTitle : "") + TerminalSequences.title(text)
  }

  private func write(_ text: String) {
    try? sink.write(text)
  }
}
