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
  /// After how long ^C within a paste comes from a finger.
  private static let fingerDelay = Duration.milliseconds(300)

  /// Waits for the next character, and answers signals and news meanwhile.
  func nextCharacter() -> Input {
    let input = awaitCharacter()
    listed = nil
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
      if noteSize() { repaintResized() }
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

  /// Reads one byte only, or what there is of a paste.
  ///
  /// What is not read yet can still be thrown away before a question.
  private func readInput() -> Input? {
    var bytes = [UInt8](repeating: 0, count: decoder.isPasting ? 4096 : 1)
    let count = unsafe read(STDIN_FILENO, &bytes, bytes.count)
    guard count != 0 else { return .end }
    guard count > 0 else { return errno == EINTR || errno == EAGAIN ? nil : hangUp() }
    bytes.removeLast(bytes.count - count)
    defer { lastRead = .now }
    if decoder.isPasting, bytes == [0x03], lastRead + Self.fingerDelay < .now {
      decoder.abandonPaste()
      return .scalar("\u{03}")
    }
    tokens += decoder.take(bytes, isModal: keys == .vi)
    if !decoder.isPasting { isPasteTold = false }
    return nil
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
