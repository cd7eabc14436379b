/// One transaction of a cleanup, as it is recorded before its COMMIT.
struct LedgerStep: Codable, Sendable, Equatable {
  /// What a transaction does.
  enum Kind: String, Codable, Sendable {
    /// Deletes batches with everything that hangs on them.
    case chunk
    /// Takes one large batch out of the workers' reach.
    case quarantine
    /// Deletes some of the rows that hang on a large batch.
    case part
    /// Deletes a large batch with the rest of its rows.
    case last
  }

  /// The number, counted from 1.
  var number: Int
  /// What it does.
  var kind: Kind
  /// The batches.
  var batches: [String]
  /// The id of the transaction.
  var xid: String
  /// The timeline of the server, on which alone the id means something.
  var timeline: Int
  /// The rows deleted, by table.
  var rows: [String: Int] = [:]
  /// The references emptied, by name.
  var references: [String: Int] = [:]
  /// The files with what was deleted and emptied, in the order of the deletes.
  var files: [ArchiveFile] = []
  /// The row of a batch as it was before it was taken out of reach.
  var image: [String: String?]?
  /// The status that keeps workers away from it.
  var status: String?
}

/// A file of an archive: rows of one table in COPY's text format, compressed.
struct ArchiveFile: Codable, Sendable, Equatable {
  /// The name in the folder of the plan.
  var name: String
  /// The table.
  var table: TableName
  /// The foreign key, by its constraint, when it holds references and not rows.
  var reference: String?
  /// The number of rows.
  var rows: Int
  /// The size in bytes, as it lies on disk.
  var bytes: Int
  /// The SHA-256 of the bytes on disk.
  var sha256: String
}
