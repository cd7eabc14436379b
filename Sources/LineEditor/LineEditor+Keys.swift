internal import CLibEdit
internal import Glibc

extension LineEditor {
  /// TAB.
  func complete() -> UInt8 {
    if let next = pendingCharacter() {
      // TAB within a paste is a blank: what follows it is there already. Of TABs in a row the last one counts.
      return next == "\t" ? UInt8(CC_NORM) : insert(" ")
    }
    guard let completer, let text = textBeforeCursor else { return UInt8(CC_REFRESH_BEEP) }
    switch CompletionStep.decide(completer.completion(of: text), in: text) {
    case .nothing: return UInt8(CC_REFRESH_BEEP)
    case .insert(let removed, let added):
      unsafe el_deletestr(handle, Int32(clamping: removed))
      return insert(added)
    case .list(let candidates):
      let lines = CandidateListing.lines(of: candidates, on: .current)
      Self.print("\n" + lines.joined(separator: "\n") + "\n")
      unsafe clibedit_repaint(handle)
      return UInt8(CC_NORM)
    }
  }

  /// ^C: the line stays on the screen, marked, and is not run.
  func cancel() -> UInt8 {
    ending = .cancelled
    unsafe el_cursor(handle, Int32(Int16.max))
    _ = insert("^C")
    // The key that ends a line moves below all rows of it.
    unsafe WideString.lend("\n") { unsafe el_wpush(handle, $0) }
    return UInt8(CC_REFRESH)
  }

  /// ^Z, as everywhere: it is a key only because ^C is one.
  func suspend() -> UInt8 {
    restoreTerminal()
    Self.print("\n")
    kill(0, SIGTSTP)
    // The signal that lets the process go on repaints the line.
    return UInt8(CC_NORM)
  }

  private func insert(_ text: String) -> UInt8 {
    let status = unsafe WideString.lend(text) { unsafe el_winsertstr(handle, $0) }
    return UInt8(status == 0 ? CC_REFRESH : CC_REFRESH_BEEP)
  }

  private var textBeforeCursor: String? {
    guard let line = unsafe el_wline(handle), let start = unsafe line.pointee.buffer,
      let cursor = unsafe line.pointee.cursor
    else { return nil }
    return unsafe WideString.read(start, cursor - start)
  }

  static func print(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count)
      }
      guard count > 0 || errno == EINTR else { return }
      bytes = bytes.dropFirst(max(0, count))
    }
  }
}
