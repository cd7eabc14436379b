/// One row of a result.
///
/// An error of decoding names the column, never the value.
public struct Row: Sendable {
  let storage: ResultStorage
  let index: Int

  /// The names of the columns, in order.
  public var columns: [String] { storage.columns }

  /// The values in the order of the columns; nil is NULL.
  public var values: [String?] {
    storage.columns.indices.map { storage.value(row: index, column: $0) }
  }

  /// Returns the text of a column; nil when it is NULL or there is no such column.
  public subscript(column: String) -> String? {
    storage.position(of: column).flatMap { storage.value(row: index, column: $0) }
  }

  /// Returns the text of the column at a position; nil when it is NULL or there is no such column.
  public subscript(position: Int) -> String? {
    storage.columns.indices.contains(position)
      ? storage.value(row: index, column: position) : nil
  }

  /// Says whether the result has a column of this name.
  public func has(_ column: String) -> Bool { storage.position(of: column) != nil }

  /// Returns a text.
  public func string(_ column: String) throws(PostgresError) -> String {
    try required(column, optionalString(column))
  }

  /// Returns a text, or nil for NULL.
  public func optionalString(_ column: String) throws(PostgresError) -> String? {
    guard let position = storage.position(of: column) else {
      throw Self.failure(column, "is missing from the result")
    }
    return storage.value(row: index, column: position)
  }

  /// Returns an integer.
  public func int(_ column: String) throws(PostgresError) -> Int {
    try required(column, optionalInt(column))
  }

  /// Returns an integer, or nil for NULL.
  public func optionalInt(_ column: String) throws(PostgresError) -> Int? {
    try decoded(column, "an integer") { Int($0) }
  }

  /// Returns a floating-point number.
  public func double(_ column: String) throws(PostgresError) -> Double {
    try required(column, optionalDouble(column))
  }

  /// Returns a floating-point number, or nil for NULL.
  public func optionalDouble(_ column: String) throws(PostgresError) -> Double? {
    try decoded(column, "a number") { Double($0) }
  }

  /// Returns a boolean.
  public func bool(_ column: String) throws(PostgresError) -> Bool {
    try required(column, optionalBool(column))
  }

  /// Returns a boolean, or nil for NULL.
  public func optionalBool(_ column: String) throws(PostgresError) -> Bool? {
    try decoded(column, "a boolean") { text in
      switch text {
      case "t", "true": true
      case "f", "false": false
      default: nil
      }
    }
  }

  /// Returns the elements of a one-dimensional array that holds no NULL.
  public func strings(_ column: String) throws(PostgresError) -> [String] {
    try required(column, optionalStrings(column))
  }

  /// Returns the elements of a one-dimensional array that holds no NULL, or nil for NULL.
  public func optionalStrings(_ column: String) throws(PostgresError) -> [String]? {
    try decoded(column, "an array of texts") { text in
      guard let elements = ArrayLiteral.elements(of: text) else { return nil }
      let present = elements.compactMap(\.self)
      return present.count == elements.count ? present : nil
    }
  }

  private func required<T>(_ column: String, _ value: T?) throws(PostgresError) -> T {
    guard let value else { throw Self.failure(column, "is NULL") }
    return value
  }

  private func decoded<T>(
    _ column: String, _ kind: String, _ decode: (String) -> T?
  ) throws(PostgresError) -> T? {
    guard let text = try optionalString(column) else { return nil }
    guard let value = decode(text) else { throw Self.failure(column, "is not \(kind)") }
    return value
  }

  private static func failure(_ column: String, _ problem: String) -> PostgresError {
    PostgresError(.decoding, "column \(Quoting.identifier(column)) \(problem)", column: column)
  }
}
