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
  /// Explains what may stand behind a text, in lines without control characters; nil, or none, where it knows nothing.
  ///
  /// F1 asks it, and ? where a word may begin.
  public var helper: ((String) -> [String]?)?
  /// The prompt of the line in which an entry goes on; nil when it is complete.
  public var continuation: (String) -> StyledPrompt? = { _ in nil }
  /// Which keys edit the line; they change between two lines.
  public var keys = Keys.emacs {
    didSet { if keys != oldValue { useKeys() } }
  }
  /// Rung, from any thread, when candidates or hints have become fresher while a line is edited.
  public let updates = Bell()

  /// The two ways to edit that there are.
  public enum Keys: String, Sendable {
    case emacs, vi
  }

  let handle: OpaquePointer
  let signals: Signals
  /// Whether the terminal can do more than to show characters.
  let isCapable: Bool
  /// The marks around what is pasted.
  public var pasteMarks: PasteMarks { PasteMarks(isUnderstood: isCapable) }
  /// How the reading ends, when it is not by a line.
  var ending: LineEvent?
  var size = TerminalSize.current
  /// The lines of an entry that was not complete with them.
  var pending: [String] = []
  private(set) var mainPrompt = StyledPrompt([])
  var prompt = WideString("> ")
  var promptText = "> "

  // What has been read and not yet used.
  var decoder = KeyDecoder()
  /// How many bytes had come before the line was begun and are not read yet.
  var typedAhead = 0
  /// Whether what was read last had come before the line was begun.
  var isTypedAhead = false
  var tokens: [KeyDecoder.Token] = []
  var lastRead = ContinuousClock.now
  var paste: Paste?
  var isPasteTold = false
  var mark: Unicode.Scalar?
  var helpLines: [String]?

  // Lines that were entered, the oldest first, and whether one is searched for.
  private(set) var recallable: [String] = []
  var isSearching = false

  // What is on the screen beside the line.
  var isHintShown = false
  var suggestion = ""
  var listed: Listed?
  /// What libedit has last painted at once, and in how many columns.
  var painted = (text: "", columns: 0)
  /// What older paintings of the line have left above the screen; the last of these lines goes on in the first row.
  var leftAbove = [""]
  /// Whether the terminal tells where its cursor is.
  var tellsCursor = true

  // What was taken away, and the line right after that.
  var kills = KillRing()
  var lastKill: Moment?
  var lastYank: Moment?

  private let history: OpaquePointer
  private let historySize: Int
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
    self.historySize = historySize
    self.original = original
    self.signals = signals
    isCapable = unsafe TerminalCapability.canErase(handle)
    unsafe clibedit_history_number(history, H_SETSIZE, Int32(clamping: historySize))
    unsafe clibedit_history_number(history, H_SETUNIQUE, 1)
    // libedit's own handling sends every signal to the whole process group.
    unsafe clibedit_set_number(handle, EL_SIGNAL, 0)
    unsafe clibedit_set_history(handle, history)
    unsafe clibedit_set_prompt(handle, promptOfEditor, wchar_t(StyledPrompt.mark.value))
    unsafe clibedit_set_reader(handle, readForEditor)
    names = unsafe EditorFunctions.add(to: handle)
    quiet = unsafe Self.prepareTerminal(handle) ?? original
    unsafe clibedit_set_client(handle, Unmanaged.passUnretained(self).toOpaque())
    useKeys()
  }

  deinit {
    // Leaving the editing mode first keeps what was typed ahead, for the shell that comes back.
    unsafe clibedit_set_number(handle, EL_EDITMODE, 0)
    unsafe el_end(handle)
    unsafe history_wend(history)
    unsafe fclose(errors)
    restoreTerminal()
  }

  /// Reads an entry: a line, or more where one is not complete.
  ///
  /// - Parameter prompt: The prompt of the first line.
  /// - Returns: How the reading has ended.
  public func readLine(prompt: StyledPrompt) -> LineEvent {
    mainPrompt = prompt
    begin(prompt)
    pending = []
    pasteMarks.turnOn()
    typedAhead = Self.unread
    isTypedAhead = !tokens.isEmpty
    while true {
      if let event = readOneLine() { return event }
    }
  }

  /// Reads a line, and returns what the entry has become; nil when it goes on.
  private func readOneLine() -> LineEvent? {
    ending = nil
    listed = nil
    painted = ("", 0)
    leftAbove = [""]
    if signals.termination != nil { return .hangUp }
    _ = noteSize()
    var count: Int32 = 0
    let start = unsafe el_wgets(handle, &count)
    // What libedit returns after ^C is of no use: a line, nothing, or what looks like the end of the input.
    if let ending { return ending }
    guard let start = unsafe start, count > 0 else {
      // Whoever ends the input within an entry gets it judged as it is.
      return pending.isEmpty ? .endOfInput : .line(pending.joined(separator: "\n"))
    }
    var line = unsafe WideString.read(start, Int(count))
    while line.last?.isNewline == true { line.removeLast() }
    pending.append(LineText.meant(line))
    let entry = pending.joined(separator: "\n")
    guard entry.utf8.count <= Paste.longest, let next = continuation(entry) else {
      return .line(entry)
    }
    begin(next)
    return nil
  }

  /// Offers an entry for recall.
  public func remember(_ entry: String) {
    let line = LineText.shown(entry)
    if recallable.last != line { recallable.append(line) }
    if recallable.count > historySize { recallable.removeFirst(historySize / 4) }
    _ = unsafe WideString.lend(line) { unsafe clibedit_history_enter(history, $0) }
  }

  /// Makes these the entries that can be recalled, the last one nearest.
  public func recall(_ entries: [String]) {
    unsafe clibedit_history_clear(history)
    recallable = []
    for entry in entries { remember(entry) }
  }

  /// Puts the modes between two lines in force again, after somebody else has changed them.
  public func quietTerminal() {
    quiet.apply()
    pasteMarks.turnOn()
  }

  /// Puts the modes in force that the terminal had before; the next line changes them again.
  public func restoreTerminal() {
    pasteMarks.turnOff()
    original.apply()
  }

  /// Takes the terminal for a line again, whatever somebody else has done to it.
  func takeTerminalBack() {
    quietTerminal()
    unsafe clibedit_set_number(handle, EL_PREP_TERM, 0)
    unsafe clibedit_set_number(handle, EL_PREP_TERM, 1)
  }

  /// Makes this the prompt.
  func begin(_ prompt: StyledPrompt) {
    self.prompt = WideString(prompt.marked)
    promptText = prompt.plain
  }

  /// libedit forgets all bindings when its keys are changed.
  private func useKeys() {
    _ = unsafe WideString.lend(keys.rawValue) { unsafe clibedit_set_editor(handle, $0) }
    let table = KeyBinding.table + (isCapable ? [] : KeyBinding.onDumbTerminals)
    unsafe EditorFunctions.bind(table, KeyMode.modes(of: keys), handle)
  }

  /// While a line is edited ^C is a key, so that one within a paste cannot set the rest of it free to run; nor does ^S in one
  /// stop the terminal.
  private static func prepareTerminal(_ handle: OpaquePointer) -> TerminalModes? {
    let settings = [("-d", "-isig"), ("-d", "-ixon"), ("-x", "-echo"), ("-x", "-icanon")]
    for (purpose, change) in settings {
      unsafe WideString.lend(purpose) { purpose in
        _ = unsafe WideString.lend(change) { unsafe clibedit_set_tty(handle, purpose, $0) }
      }
    }
    return TerminalModes.current
  }
}
