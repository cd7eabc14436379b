internal import CLibEdit
internal import Glibc

extension LineEditor {
  /// ^C: the line stays on the screen, marked, and is not run.
  func cancel() -> UInt8 {
    ending = .cancelled
    unsafe el_cursor(handle, Int32(clamping: lengthAfterCursor))
    _ = insert("^C")
    return endLine()
  }

  /// ^Z, as everywhere: it is a key only because ^C is one.
  func suspend() -> UInt8 {
    restoreTerminal()
    Self.print("\n")
    Glibc.kill(0, SIGTSTP)
    // The signal that lets the process go on repaints the line.
    return UInt8(CC_NORM)
  }

  /// ^V: the next key as a character, if it is one.
  func quote() -> UInt8 {
    guard case .scalar(let scalar) = nextCharacter(), !(0x80..<0xA0).contains(scalar.value),
      scalar != "\u{0}", scalar != "\n"
    else { return UInt8(CC_REFRESH_BEEP) }
    return insert(String(scalar))
  }

  /// A combining mark: joined with the character before it, or written as its name.
  func insertMark() -> UInt8 {
    guard let mark else { return UInt8(CC_ERROR) }
    self.mark = nil
    let base = shownBeforeCursor.unicodeScalars.last
    guard let base, let whole = Composition.composed(base, mark) else {
      return insert(Composition.name(of: mark))
    }
    unsafe el_deletestr(handle, 1)
    return insert(String(whole))
  }

  /// A paste: one line is put in, several end the entry, for whoever asked for it to decide.
  func insertPaste() -> UInt8 {
    guard let paste else { return UInt8(CC_ERROR) }
    self.paste = nil
    guard !paste.isTooLong else {
      announce("a paste of \(paste.count) bytes is too long to be taken: nothing of it was")
      return UInt8(CC_NORM)
    }
    var lines = paste.lines
    guard lines.count > 1 else { return insert(lines.first ?? "") }
    let before = entryBeforeCursor
    lines[lines.count - 1] += entry.unicodeScalars.suffix(lengthAfterCursor).reduce(into: "") {
      $0.unicodeScalars.append($1)
    }
    lines[0] = before + lines[0]
    // Whoever is asked about it answers what is shown, not what came behind the paste.
    forgetInput()
    ending = .pasted(lines)
    return endLine()
  }

  // MARK: Help

  /// F1, or ? where a word may begin.
  func help() -> UInt8 {
    let lines = helpLines ?? helper?(entryBeforeCursor) ?? []
    helpLines = nil
    guard !lines.isEmpty else { return UInt8(CC_REFRESH_BEEP) }
    showBelow(lines)
    return UInt8(CC_NORM)
  }

  /// What ? explains where a word may begin; nil where it is only itself.
  func helpInsteadOfQuestionMark() -> [String]? {
    guard let helper, !isInPrompt, pendingToken() == nil else { return nil }
    let text = entryBeforeCursor
    guard text.last?.isWhitespace != false, let lines = helper(text), !lines.isEmpty else {
      return nil
    }
    return lines
  }
}
