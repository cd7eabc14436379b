internal import Postgres

/// One batch as it was seen.
public struct Batch: Sendable, Equatable {
  /// The id.
  public var id: String
  /// The name of the file, as stored.
  public var filename: String
  /// The status; empty where the database holds NULL.
  public var status: String
  /// The row's `xmin`, which any UPDATE changes.
  public var version: String
  /// How many rows the file has; nil when this database does not say.
  public var rowsTotal: Int?
  /// How many rows were taken.
  public var rowsInserted: Int?
  /// How many rows were refused.
  public var rowsInvalid: Int?
  /// The seconds since the last movement; nil when no stamp tells.
  public var ageSeconds: Int?
  /// When it last moved, by the latest of its own stamps.
  public var movedAt: Instant?
  /// When it was created.
  public var createdAt: Instant?

  /// Makes a batch.
  public init(
    id: String, filename: String, status: String, version: String, rowsTotal: Int? = nil,
    rowsInserted: Int? = nil, rowsInvalid: Int? = nil, ageSeconds: Int? = nil,
    movedAt: Instant? = nil, createdAt: Instant? = nil
  ) {
    self.id = id
    self.filename = filename
    self.status = status
    self.version = version
    self.rowsTotal = rowsTotal
    self.rowsInserted = rowsInserted
    self.rowsInvalid = rowsInvalid
    self.ageSeconds = ageSeconds
    self.movedAt = movedAt
    self.createdAt = createdAt
  }

  /// Reads a row of ``BatchSQL/columns(in:)``.
  init(_ row: Row) throws(PostgresError) {
    let moved = try row.optionalString("moved").flatMap { Instant(postgres: $0) }
    let now = try row.optionalString("now").flatMap { Instant(postgres: $0) }
    self.init(
      id: try row.string("id"), filename: try row.optionalString("filename") ?? "",
      status: try row.optionalString("status") ?? "", version: try row.string("version"),
      rowsTotal: try row.optionalInt("rows_total"),
      rowsInserted: try row.optionalInt("rows_inserted"),
      rowsInvalid: try row.optionalInt("rows_invalid"),
      ageSeconds: moved.flatMap { moved in
        // A stamp that lies ahead, by another clock, is no negative age; what never comes, or always was, has none.
        moved.isInfinite ? nil : now.map { max(0, Int(($0 - moved).components.seconds)) }
      }, movedAt: moved,
      createdAt: try row.optionalString("created").flatMap { Instant(postgres: $0) })
  }
}
