internal import CLibEdit

extension LineEditor {
  /// A moment of the line; equal ones have nothing between them.
  struct Moment: Equatable {
    var line: String
    var lengthAfterCursor: Int
  }

  private var moment: Moment {
    Moment(line: shownLine, lengthAfterCursor: lengthAfterCursor)
  }

  /// Takes away what is in reach of the cursor, and keeps it.
  func kill(_ reach: KillRing.Reach) -> UInt8 {
    let before = Array(shownBeforeCursor.unicodeScalars)
    let after = Array(shownLine.unicodeScalars.dropFirst(before.count))
    let count = KillRing.count(reach, before: before, after: after)
    guard count > 0 else { return UInt8(CC_REFRESH_BEEP) }
    let killed = reach.isBackward ? before.suffix(count) : after.prefix(count)
    var text = String.UnicodeScalarView()
    text += killed
    kills.add(String(text), reach, isContinued: lastKill == moment)
    if !reach.isBackward { unsafe el_cursor(handle, Int32(clamping: count)) }
    unsafe el_deletestr(handle, Int32(clamping: count))
    lastKill = moment
    return UInt8(CC_REFRESH)
  }

  /// ^Y: what was taken away last.
  func yank() -> UInt8 {
    guard let text = kills.current else { return UInt8(CC_REFRESH_BEEP) }
    let status = insert(text)
    lastYank = moment
    return status
  }

  /// M-y after ^Y: what was taken away before.
  func yankOlder() -> UInt8 {
    guard lastYank == moment, let text = kills.current else { return UInt8(CC_REFRESH_BEEP) }
    unsafe el_deletestr(handle, Int32(clamping: text.unicodeScalars.count))
    kills.turn()
    return yank()
  }
}
