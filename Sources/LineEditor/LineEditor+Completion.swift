internal import CLibEdit

extension LineEditor {
  /// A listing on the screen right above the line, for which nothing was typed since.
  struct Listed {
    var completion: Completion
    var lines: [String]
    var size: TerminalSize
  }

  /// TAB.
  func complete() -> UInt8 {
    if let next = pendingToken() {
      // Of TABs in a row the last one counts.
      guard next != .scalar("\t") else { return UInt8(CC_NORM) }
      // Where nothing marks a paste, TAB is a blank of one when what follows is there already.
      guard isCapable else { return insert(" ") }
    }
    guard let completer else { return UInt8(CC_REFRESH_BEEP) }
    let text = entryBeforeCursor
    let completion = completer.completion(of: text)
    let isListed = listed?.completion == completion && listed?.lines.isEmpty == false
    switch CompletionStep.decide(completion, in: text, isListed: isListed) {
    case .nothing:
      if !isListed { listed = Listed(completion: completion, lines: [], size: size) }
      return UInt8(CC_REFRESH_BEEP)
    case .insert(let removed, let added):
      unsafe el_deletestr(handle, Int32(clamping: removed))
      return insert(added)
    case .list(let candidates):
      list(candidates, of: completion)
      return UInt8(CC_NORM)
    }
  }

  private func list(_ candidates: [Candidate], of completion: Completion) {
    let lines = CandidateListing.lines(of: candidates, on: size)
    showBelow(lines)
    listed = Listed(completion: completion, lines: lines, size: size)
  }

  /// Lists anew what has become fresher since TAB, in the place of what is listed.
  func refreshListing() {
    guard let old = listed, let completer else { return }
    let completion = completer.completion(of: entryBeforeCursor)
    guard completion != old.completion, !completion.candidates.isEmpty else { return }
    let rows = old.lines.reduce(0) { rows, line in
      rows + max(1, (ScreenPlace.columns(of: line) + size.columns - 1) / size.columns)
    }
    // What has been scrolled away cannot be replaced.
    guard isCapable, !old.lines.isEmpty, old.size == size, rows + cursorPlace.row < size.rows else {
      return list(completion.candidates, of: completion)
    }
    let lines = CandidateListing.lines(of: completion.candidates, on: size)
    moveToStart(rowsAbove: rows)
    Self.print(lines.map { $0 + "\n" }.joined())
    repaint()
    listed = Listed(completion: completion, lines: lines, size: size)
  }
}
