/// What differs between a row as it was expected and as it is.
public struct RowDiff: Sendable, Equatable {
  /// One column that differs.
  public struct Column: Sendable, Equatable {
    /// The column.
    public var name: String
    /// What was expected; nil is NULL or, with `isUnknown`, a column that did not exist.
    public var expected: String?
    /// What is there; nil is NULL or a column that is gone.
    public var actual: String?
  }

  /// The value of the row's key.
  public var key: String
  /// The columns that differ, by name.
  public var columns: [Column]
  /// Whether the row is gone altogether.
  public var isGone: Bool

  /// Compares the expected columns with those of a row; nil when they are the same.
  ///
  /// Columns that nobody expected anything of are not compared.
  public static func between(
    key: String, expected: [String: String?], actual: [String: String?]?
  ) -> RowDiff? {
    guard let actual else { return RowDiff(key: key, columns: [], isGone: true) }
    let differing = expected.filter { name, value in
      guard let present = actual[name] else { return true }
      return present != value
    }
    guard !differing.isEmpty else { return nil }
    let columns = differing.keys.sorted().map { name in
      Column(name: name, expected: expected[name] ?? nil, actual: actual[name] ?? nil)
    }
    return RowDiff(key: key, columns: columns, isGone: false)
  }

  /// The difference for people, one line per column; values are made visible and short.
  public var lines: [String] {
    guard !isGone else { return ["\(key): the row is gone"] }
    return columns.map { column in
      "\(key): \(column.name) was \(Self.shown(column.expected)), is \(Self.shown(column.actual))"
    }
  }

  private static func shown(_ value: String?) -> String {
    guard let value else { return "NULL" }
    return "'" + DisplayWidth.truncate(Sanitiser.visible(value), to: 60) + "'"
  }
}
