/// A row as texts, before or after a change.
public struct AuditImage: Sendable, Equatable {
  /// The table, as `schema.table`.
  public var table: String
  /// The name of the column that identifies the row.
  public var key: String
  /// The columns in the server's text form; nil for NULL.
  public var columns: [String: String?]

  /// Makes an image.
  public init(table: String, key: String, columns: [String: String?]) {
    self.table = table
    self.key = key
    self.columns = columns
  }
}
