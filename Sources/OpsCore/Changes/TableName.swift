internal import Postgres

/// The name of a table with its schema.
public struct TableName: Codable, Sendable, Hashable, CustomStringConvertible {
  /// The schema.
  public let schema: String
  /// The table.
  public let table: String

  /// Makes a name.
  public init(_ schema: String, _ table: String) {
    self.schema = schema
    self.table = table
  }

  /// Reads `schema.table`, as the journal writes it; nil without a schema.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    self.init(String(parts[0]), String(parts[1]))
  }

  /// The name for people and for the journal.
  public var description: String { "\(schema).\(table)" }

  /// The name within a statement.
  public var sql: String { Quoting.qualified(schema, table) }

  /// The schema and the table, as parameters.
  var parameters: [Value] { [.text(schema), .text(table)] }

  /// The batches of the pipeline.
  public static let batches = TableName("intake", "simplicity_batches")
  /// The rows of the files as they were read, where the schema keeps them.
  public static let rawRows = TableName("intake", "simplicity_raw_rows")
  /// The queue of jobs.
  public static let jobs = TableName("ops", "job_queue")
  /// The signs of life of the workers.
  public static let heartbeats = TableName("ops", "worker_heartbeats")
  /// The batches of the dashboard's own batch system.
  public static let ingestBatches = TableName("ops", "ingest_batches")
  /// The runs of the importer of plaintiffs.
  public static let importRuns = TableName("ingest", "import_runs")
}
