internal import CLibEdit
internal import Glibc

extension LineEditor {
  enum Input {
    case scalar(Unicode.Scalar)
    case end
    case failure
  }

  /// Waits for the next character, and answers signals meanwhile.
  func nextCharacter() -> Input {
    while true {
      if !decoded.isEmpty { return .scalar(decoded.removeFirst()) }
      let ready = Bell.wait(for: [signals.descriptor, STDIN_FILENO])
      // Signals get lost, so the size is looked at whenever something happens.
      if noteSize() { repaint() }
      switch ready {
      case .some(0):
        if let input = answerSignals() { return input }
      case .some:
        if let input = readByte() { return input }
      case nil: return hangUp()
      }
    }
  }

  /// The next character, if it has been typed already; it stays the next one.
  func pendingCharacter() -> Unicode.Scalar? {
    while decoded.isEmpty, Bell.wait(for: [STDIN_FILENO], until: .now) != nil {
      if readByte() != nil { return nil }
    }
    return decoded.first
  }

  /// Reads one byte only: what is not read yet can still be thrown away before a question.
  private func readByte() -> Input? {
    var byte: UInt8 = 0
    let count = unsafe read(STDIN_FILENO, &byte, 1)
    guard count != 0 else { return .end }
    guard count > 0 else { return errno == EINTR || errno == EAGAIN ? nil : hangUp() }
    decoded += decoder.take(byte)
    return nil
  }

  private func answerSignals() -> Input? {
    let numbers = signals.take()
    if signals.termination != nil { return hangUp() }
    if numbers.contains(SIGCONT) {
      // Whoever had the terminal meanwhile has left it in other modes.
      unsafe clibedit_set_number(handle, EL_PREP_TERM, 0)
      unsafe clibedit_set_number(handle, EL_PREP_TERM, 1)
      repaint()
    }
    return numbers.contains(SIGINT) ? .scalar("\u{03}") : nil
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

  private func repaint() {
    Self.print("\r")
    unsafe clibedit_repaint(handle)
  }
}
