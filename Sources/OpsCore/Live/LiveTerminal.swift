/// A terminal on which a view renews itself in place, until somebody presses a key.
public protocol LiveTerminal: Sendable {
  /// The columns and lines of the screen at this moment.
  var size: LiveSize { get }

  /// Takes the screen: what stood there comes back with ``end()``.
  func begin()
  /// Gives the screen back as it was.
  func end()
  /// Writes to the screen, sequences included.
  func write(_ text: String)
  /// Waits for a key, at most so long.
  ///
  /// - Returns: What was pressed; nil when nothing was.
  func key(within span: Duration) async -> ViewKey?
}

/// The size of a screen.
public struct LiveSize: Sendable, Equatable {
  /// How many characters a line has.
  public var columns: Int
  /// How many lines there are.
  public var rows: Int

  /// Makes a size.
  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// What a key means to a live view.
public enum ViewKey: Sendable, Equatable {
  /// Enough was seen.
  case leave
  /// Look again at once.
  case refresh
  /// The screen has been somebody else's meanwhile.
  case repaint
  /// Nothing.
  case other
}
