internal import CLibEdit
internal import Glibc

/// Reads lines from the terminal, with editing, history and completion, by libedit.
///
/// It belongs to the thread that made it, which has to be the main one. While no line is read, the terminal echoes
/// nothing and hands what is typed ahead to the next line; ^C is a signal then.
@safe public final class LineEditor {
  /// Finds candidates when TAB is pressed; nil for none.
  public var completer: (any Completing)?
  /// Finds what is shown behind the line; nil for nothing.
  public var hinter: (any Hinting)?
  /// Rung, from any thread, when candidates or hints have become fresher while a line is edited.
  public let updates = Bell()

  let handle: OpaquePointer
  let signals: Signals
  /// How the reading ends, when it is not by a line.
  var ending: LineEvent?
  var size = TerminalSize.current
  var decoder = UTF8Decoder()
  var decoded: [Unicode.Scalar] = []
  private(set) var prompt = WideString("> ")
  private let history: OpaquePointer
  private let original: TerminalModes
  private let quiet: TerminalModes
  private let names: [WideString]
  private let errors: UnsafeMutablePointer<FILE>

  /// Opens the editor on standard input and output; nil when they are no terminal that can be used.
  ///
  /// - Parameters:
  ///   - signals: Tells when the process has to end, or the terminal has changed.
  ///   - historySize: How many lines can be recalled.
  public init?(signals: Signals = .shared, historySize: Int = 2000) {
    CharacterEncoding.useUTF8()
    // An unknown terminal is served as a dumb one, without libedit's two lines about it.
    guard let original = TerminalModes.current, let errors = unsafe fopen("/dev/null", "we") else {
      return nil
    }
    guard let handle = unsafe clibedit_open("dfops", errors) else {
      unsafe fclose(errors)
      return nil
    }
    guard let history = unsafe history_winit() else {
      unsafe el_end(handle)
      unsafe fclose(errors)
      return nil
    }
    unsafe self.handle = unsafe handle
    unsafe self.history = unsafe history
    unsafe self.errors = unsafe errors
    self.original = original
    self.signals = signals
    unsafe clibedit_history_number(history, H_SETSIZE, Int32(clamping: historySize))
    unsafe clibedit_history_number(history, H_SETUNIQUE, 1)
    // libedit's own handling sends every signal to the whole process group.
    unsafe clibedit_set_number(handle, EL_SIGNAL, 0)
    unsafe clibedit_set_emacs(handle)
    unsafe clibedit_set_history(handle, history)
    unsafe clibedit_set_prompt(handle, promptOfEditor, wchar_t(StyledPrompt.mark.value))
    unsafe clibedit_set_reader(handle, readForEditor)
    names = unsafe KeyBindings.bind(handle)
    quiet = unsafe Self.prepareTerminal(handle) ?? original
    unsafe clibedit_set_client(handle, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit {
    // Leaving the editing mode first keeps what was typed ahead, for the shell that comes back.
    unsafe clibedit_set_number(handle, EL_EDITMODE, 0)
    unsafe el_end(handle)
    unsafe history_wend(history)
    unsafe fclose(errors)
    original.apply()
  }

  /// Reads a line.
  public func readLine(prompt: StyledPrompt) -> LineEvent {
    self.prompt = WideString(prompt.marked)
    ending = nil
    if signals.termination != nil { return .hangUp }
    _ = noteSize()
    var count: Int32 = 0
    let start = unsafe el_wgets(handle, &count)
    // What libedit returns after ^C is of no use: a line, nothing, or what looks like the end of the input.
    if let ending { return ending }
    guard let start = unsafe start, count > 0 else { return .endOfInput }
    var line = unsafe WideString.read(start, Int(count))
    while line.last?.isNewline == true { line.removeLast() }
    return .line(line)
  }

  /// Offers a line for recall.
  public func remember(_ line: String) {
    _ = unsafe WideString.lend(line) { unsafe clibedit_history_enter(history, $0) }
  }

  /// Puts the modes between two lines in force again, after somebody else has changed them.
  public func quietTerminal() {
    quiet.apply()
  }

  /// Puts the modes in force that the terminal had before; the next line changes them again.
  public func restoreTerminal() {
    original.apply()
  }

  /// While a line is edited ^C is a key, so that one within a paste cannot set the rest of it free to run.
  private static func prepareTerminal(_ handle: OpaquePointer) -> TerminalModes? {
    let settings = [("-d", "-isig"), ("-x", "-echo"), ("-x", "-icanon")]
    for (purpose, change) in settings {
      unsafe WideString.lend(purpose) { purpose in
        _ = unsafe WideString.lend(change) { unsafe clibedit_set_tty(handle, purpose, $0) }
      }
    }
    return TerminalModes.current
  }
}
