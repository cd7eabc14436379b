/// The last listing of batches, whose rows `%3` names.
public struct Listing: Sendable, Equatable {
  /// One row, as it was seen.
  public struct Row: Sendable, Equatable {
    /// The id of the batch.
    public var id: String
    /// The status that was seen.
    public var status: String
    /// The version that was seen.
    public var version: String

    /// Makes a row.
    public init(id: String, status: String, version: String) {
      self.id = id
      self.status = status
      self.version = version
    }
  }

  /// The environment that was listed.
  public var environment: String
  /// The rows; the first is `%1`.
  public var rows: [Row]

  /// Makes a listing.
  public init(environment: String, rows: [Row]) {
    self.environment = environment
    self.rows = rows
  }

  /// Makes a listing of batches in the order in which they are shown.
  public init(environment: String, batches: [Batch]) {
    self.init(
      environment: environment,
      rows: batches.map { Row(id: $0.id, status: $0.status, version: $0.version) })
  }
}
