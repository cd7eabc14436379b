/// A key that comes as a sequence of characters, told to libedit as one.
///
/// C1 control characters stand for them: nobody types those, each is one entry of libedit's tables, and so a key works in
/// every mode and within every prompt of libedit, however its sequence was split over reads.
enum Key: UInt8, CaseIterable {
  /// A paste has come.
  case paste = 0x80
  /// A combining mark has come.
  case mark
  case up, down, left, right
  case wordLeft, wordRight
  case home, end
  case delete, deleteWord
  case pageUp, pageDown
  case help

  /// The character that libedit sees.
  var scalar: Unicode.Scalar { Unicode.Scalar(rawValue) }

  /// The key that a terminal means; nil for one that does nothing here.
  ///
  /// - Parameters:
  ///   - sequence: What follows ESC, such as `[1;5D`.
  ///   - isMeta: Whether another ESC stands in front.
  init?(sequence: String, isMeta: Bool = false) {
    guard let key = Self.sequences[sequence] else { return nil }
    switch key {
    case .left where isMeta: self = .wordLeft
    case .right where isMeta: self = .wordRight
    default: self = key
    }
  }

  /// Today's terminals, rxvt and the Linux console.
  private static let sequences: [String: Key] = [
    "[A": .up, "OA": .up, "[B": .down, "OB": .down,
    "[C": .right, "OC": .right, "[D": .left, "OD": .left,
    "[1;5C": .wordRight, "[1;3C": .wordRight, "[5C": .wordRight, "Oc": .wordRight,
    "[1;5D": .wordLeft, "[1;3D": .wordLeft, "[5D": .wordLeft, "Od": .wordLeft,
    "[H": .home, "OH": .home, "[1~": .home, "[7~": .home,
    "[F": .end, "OF": .end, "[4~": .end, "[8~": .end,
    "[3~": .delete, "[3;5~": .deleteWord, "[3;3~": .deleteWord,
    "[5~": .pageUp, "[6~": .pageDown,
    "OP": .help, "[11~": .help, "[[A": .help,
  ]
}
