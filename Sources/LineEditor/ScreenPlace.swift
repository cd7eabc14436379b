internal import CLibEdit

/// Where on the screen the end of a text is, counted from where the prompt began.
struct ScreenPlace: Equatable {
  /// Rows below the first.
  var row = 0
  /// Columns from the left.
  var column = 0

  /// Goes on over a text as libedit shows it.
  mutating func add(_ text: String, columns: Int) {
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        next()
        continue
      }
      let width = Self.width(of: scalar, at: column)
      // A wide character is not cut in two.
      if column + width > columns, width <= columns { next() }
      column += width
      while column >= columns {
        row += 1
        column -= columns
      }
    }
  }

  private mutating func next() {
    row += 1
    column = 0
  }

  private static func width(of scalar: Unicode.Scalar, at column: Int) -> Int {
    switch scalar.value {
    case 0x09: return 8 - column % 8
    // Shown as ^X.
    case ..<0x20, 0x7F: return 2
    case ..<0x7F: return 1
    default:
      let width = Int(clibedit_columns(wchar_t(scalar.value)))
      // Shown as \U+1234.
      return width >= 0 ? width : scalar.value > 0xFFFF ? 8 : 7
    }
  }

  /// Cuts a text to this many columns, with `…` where something is missing.
  static func truncated(_ text: String, to room: Int) -> String {
    guard columns(of: text) > room else { return text }
    var kept = ""
    var used = 0
    for character in text {
      used += columns(of: String(character))
      guard used < room else { break }
      kept.append(character)
    }
    return room > 0 ? kept + "…" : ""
  }

  /// The columns that libedit and the terminal count.
  static func columns(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + max(0, Int(clibedit_columns(wchar_t($1.value)))) }
  }
}
