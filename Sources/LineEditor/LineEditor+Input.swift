internal import CLibEdit
internal import Glibc

extension LineEditor {
  enum Input {
    case scalar(Unicode.Scalar)
    case end
    case failure
  }

  /// How long a lone ESC is held back in vi's keys: the rest of a sequence comes at once.
  private static let escapeDelay = Duration.milliseconds(100)
  /// After how long a paste that has stopped is told.
  private static let pasteDelay = Duration.seconds(2)
  /// How long nothing comes behind a paste or a burst that is over.
  private static let quietDelay = Duration.milliseconds(30)
  /// How soon more comes behind a line end in a burst, also on a serial line.
  private static let burstDelay = Duration.milliseconds(5)
  /// After how long ^C within a paste comes from a finger.
  private static let fingerDelay = Duration.milliseconds(300)

  /// Waits for the next character, and answers signals and news meanwhile.
  func nextCharacter() -> Input {
    let input = awaitCharacter()
    // TAB again is about what is listed.
    if case .scalar("\t") = input {} else { listed = nil }
    eraseHint()
    return input
  }

  private func awaitCharacter() -> Input {
    let sources = [signals.descriptor, STDIN_FILENO]
    while true {
      if !tokens.isEmpty { return .scalar(scalar(for: tokens.removeFirst())) }
      var ready = Bell.wait(for: sources, until: .now)
      if ready == nil {
        // Nobody types: now there is time for what is only shown.
        showHint()
        let deadline = deadline
        ready = Bell.wait(for: sources + [updates.descriptor], until: deadline)
        if ready == nil, deadline != nil {
          passDeadline()
          continue
        }
      }
      // Signals get lost, so the size is looked at whenever something happens.
      if noteSize() {
        repaintResized()
        // The terminal was asked, and keys may have come with its answer.
        continue
      }
      switch ready {
      case .some(0):
        if let input = answerSignals() { return input }
      case .some(1):
        if let input = readInput() { return input }
      case .some: refresh()
      case nil: return hangUp()
      }
    }
  }

  /// What somebody has typed already after this; it stays the next.
  func pendingToken() -> KeyDecoder.Token? {
    while tokens.isEmpty, Bell.wait(for: [STDIN_FILENO], until: .now) != nil {
      if readInput() != nil { return nil }
    }
    return tokens.first
  }

  /// Reads a key or a part of one, or what there is of a paste.
  func readInput() -> Input? {
    var input = readBytes()
    while input == nil, decoder.isPasteEnding {
      if isQuiet(for: Self.quietDelay) {
        tokens += decoder.endPaste()
      } else {
        input = readBytes()
      }
    }
    return input
  }

  /// Reads one byte only, or what there is of a paste.
  ///
  /// What is not read yet can still be thrown away before a question.
  private func readBytes() -> Input? {
    let isBurst = decoder.isPasting || decoder.isPasteEnding
    var bytes = [UInt8](repeating: 0, count: isBurst ? 4096 : 1)
    let count = unsafe read(STDIN_FILENO, &bytes, bytes.count)
    guard count != 0 else { return .end }
    guard count > 0 else { return errno == EINTR || errno == EAGAIN ? nil : hangUp() }
    bytes.removeLast(bytes.count - count)
    isTypedAhead = typedAhead > 0
    typedAhead = max(0, typedAhead - count)
    defer { lastRead = .now }
    if decoder.isPasting, bytes == [0x03], lastRead + Self.fingerDelay < .now {
      decoder.abandonPaste()
      return .scalar("\u{03}")
    }
    tokens += decoder.take(bytes, isModal: keys == .vi)
    if !decoder.isPasting { isPasteTold = false }
    return nil
  }

  private func isQuiet(for span: Duration) -> Bool {
    Bell.wait(for: [STDIN_FILENO], until: .now + span) == nil
  }

  /// How many bytes have come and are not read.
  static var unread: Int {
    var count: Int32 = 0
    return unsafe ioctl(STDIN_FILENO, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
  }

  /// Throws away what has come and is not used.
  func forgetInput() {
    tokens = []
    decoder = KeyDecoder()
    tcflush(STDIN_FILENO, TCIFLUSH)
  }

  /// What is pasted where nothing marks it: text that comes at once with the line end before it.
  ///
  /// What was there before the line was begun is typed ahead, and no paste.
  private func pasteAfterLineEnd() -> Paste? {
    guard !isCapable, !isTypedAhead, tokens.isEmpty else { return nil }
    var bytes: [UInt8] = []
    var count = 0
    var delay = Self.burstDelay
    while !isQuiet(for: delay) {
      var some = [UInt8](repeating: 0, count: 4096)
      let length = unsafe read(STDIN_FILENO, &some, some.count)
      guard length > 0 else { break }
      count += length
      if count <= Paste.longest { bytes += some.prefix(length) }
      delay = Self.quietDelay
    }
    let paste = Paste(bytes: Array("\n".utf8) + bytes, count: count)
    guard paste.isTooLong || paste.lines.count > 1 else {
      tokens += decoder.take(bytes, isModal: keys == .vi)
      return nil
    }
    return paste
  }

  // MARK: Time

  private var deadline: ContinuousClock.Instant? {
    if decoder.isPasting { return isPasteTold ? nil : .now + Self.pasteDelay }
    // With emacs' keys ESC alone does nothing, so there is time for what follows.
    return keys == .vi && decoder.isHoldingEscape ? .now + Self.escapeDelay : nil
  }

  private func passDeadline() {
    guard decoder.isPasting else {
      tokens += decoder.releaseEscape()
      return
    }
    isPasteTold = true
    announce("the end of a paste does not come; ^C throws it away")
  }

  // MARK: Signals

  private func answerSignals() -> Input? {
    let numbers = signals.take()
    if signals.termination != nil { return hangUp() }
    if numbers.contains(SIGCONT) {
      // Whoever had the terminal meanwhile has left it in other modes.
      takeTerminalBack()
      Self.print("\r")
      repaint()
    }
    guard numbers.contains(SIGINT) else { return nil }
    decoder.abandonPaste()
    return .scalar("\u{03}")
  }

  private func hangUp() -> Input {
    ending = .hangUp
    return .failure
  }

  /// Tells libedit the size of the screen; false when it is what it was.
  func noteSize() -> Bool {
    let current = TerminalSize.current
    guard size != current else { return false }
    size = current
    unsafe el_resize(handle)
    return true
  }

  // MARK: Meaning

  /// The character by which libedit learns of something.
  private func scalar(for token: KeyDecoder.Token) -> Unicode.Scalar {
    switch token {
    case .scalar("?"):
      guard let lines = helpInsteadOfQuestionMark() else { return "?" }
      helpLines = lines
      return Key.help.scalar
    case .scalar(let end) where end == "\r" || end == "\n":
      guard let paste = pasteAfterLineEnd() else { return end }
      return scalar(for: .paste(paste))
    case .scalar(let scalar):
      guard Composition.isMark(scalar), !isInPrompt else { return scalar }
      mark = scalar
      return Key.mark.scalar
    case .key(let key): return key.scalar
    case .paste(let paste):
      self.paste = paste
      return Key.paste.scalar
    }
  }
}
