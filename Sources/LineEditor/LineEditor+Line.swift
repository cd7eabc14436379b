internal import CLibEdit
internal import Glibc

// What libedit has of the line, and where it stands on the screen.
extension LineEditor {
  /// How many characters the line has; libedit's prompts for a search count as well.
  var lineLength: Int {
    guard let line = unsafe el_wline(handle), let start = unsafe line.pointee.buffer,
      let end = unsafe line.pointee.lastchar
    else { return 0 }
    return unsafe end - start
  }

  /// How many characters stand between the cursor and the end.
  var lengthAfterCursor: Int {
    guard let line = unsafe el_wline(handle), let cursor = unsafe line.pointee.cursor,
      let end = unsafe line.pointee.lastchar
    else { return 0 }
    return unsafe end - cursor
  }

  /// The line as it is shown.
  var shownLine: String {
    guard let line = unsafe el_wline(handle), let start = unsafe line.pointee.buffer else {
      return ""
    }
    return unsafe WideString.read(start, lineLength)
  }

  /// The line up to the cursor, as it is shown.
  var shownBeforeCursor: String {
    guard let line = unsafe el_wline(handle), let start = unsafe line.pointee.buffer else {
      return ""
    }
    return unsafe WideString.read(start, lineLength - lengthAfterCursor)
  }

  /// The whole entry up to the cursor, as it is meant.
  var entryBeforeCursor: String { pendingText + LineText.meant(shownBeforeCursor) }

  /// The whole entry, as it is meant.
  var entry: String { pendingText + LineText.meant(shownLine) }

  /// The lines of the entry that were entered already.
  var pendingText: String { pending.map { $0 + "\n" }.joined() }

  /// Whether it is asked what to search for; libedit, in vi's keys, keeps its question behind a line end.
  var isInPrompt: Bool { isSearching || shownLine.unicodeScalars.contains("\n") }

  /// Puts a text in at the cursor.
  func insert(_ text: String) -> UInt8 {
    let status = unsafe WideString.lend(text) { unsafe el_winsertstr(handle, $0) }
    return UInt8(status == 0 ? CC_REFRESH : CC_REFRESH_BEEP)
  }

  /// Puts another text in the place of the line.
  func replaceLine(_ text: String) {
    unsafe el_cursor(handle, Int32(clamping: lengthAfterCursor))
    unsafe el_deletestr(handle, Int32(clamping: lineLength))
    _ = insert(text)
  }

  /// Ends the line as it stands; what is read afterwards is known from somewhere else.
  func endLine() -> UInt8 {
    unsafe el_cursor(handle, Int32(clamping: lengthAfterCursor))
    // The key that ends a line moves below all rows of it.
    unsafe WideString.lend("\n") { unsafe el_wpush(handle, $0) }
    return UInt8(CC_REFRESH)
  }

  // MARK: Screen

  /// Where the cursor is, counted from the prompt; never above the screen.
  var cursorPlace: ScreenPlace { place(after: shownBeforeCursor) }

  private func place(after text: String) -> ScreenPlace {
    var place = ScreenPlace()
    place.add(promptText + text, columns: size.columns)
    place.row = min(place.row, size.rows - 1)
    return place
  }

  /// Moves to where the prompt began, and takes everything from there off the screen.
  func moveToStart(rowsAbove: Int = 0) {
    guard isCapable else { return Self.print("\n") }
    let rows = cursorPlace.row + rowsAbove
    if rows > 0 { Self.print("\u{1B}[\(rows)A") }
    eraseFromRow()
    leftAbove = [""]
  }

  /// Paints prompt and line where the cursor is.
  func repaint() {
    unsafe clibedit_repaint(handle)
    painted = (promptText + shownLine, size.columns)
  }

  /// Takes everything from the beginning of this row off the screen.
  ///
  /// Some terminals keep a screen that is erased from its first place on, and would show it again.
  func eraseFromRow() {
    Self.print("\r\u{1B}[K\u{1B}7\u{1B}[B\u{1B}[J\u{1B}8")
    isHintShown = false
  }

  /// Shows lines below the line, and paints it anew below them.
  func showBelow(_ lines: [String]) {
    let rows = place(after: shownLine).row - cursorPlace.row
    let down = isCapable && rows > 0 ? "\u{1B}[\(rows)B" : ""
    leftAbove = [""]
    Self.print(down + "\n" + lines.map { $0 + "\n" }.joined())
    repaint()
  }

  /// Says something above the line, which stays as it is.
  func announce(_ text: String) {
    moveToStart()
    Self.print(text + "\n")
    repaint()
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
