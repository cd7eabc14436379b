/// A table that holds errors of rows, and how its columns read in one common form.
///
/// The pipeline has several such tables, filled by different writers; an export of one alone may be empty although a
/// batch has errors. Which of them exist, and with which columns, is the database's own business: a column that is
/// missing reads as NULL.
public struct ErrorSource: Sendable, Hashable, Codable {
  /// The tables that are known, in the order in which their rows are told.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// What the runbook reads.
    case rowErrors = "intake.row_errors"
    /// What the deployed writers fill.
    case failedRows = "intake.simplicity_failed_rows"
    /// The log of rows of the dashboard's own batch system.
    case intakeLogs = "ops.intake_logs"
    /// The errors of the file importer of that system.
    case importErrors = "ops.import_errors"
  }

  /// Which table it is.
  public let kind: Kind
  /// The columns that this database has.
  public let columns: Set<String>

  /// Makes a source.
  public init(kind: Kind, columns: Set<String>) {
    self.kind = kind
    self.columns = columns
  }

  /// The schema of the table.
  public var schema: String { String(kind.rawValue.prefix { $0 != "." }) }
  /// The name of the table within its schema.
  public var table: String { String(kind.rawValue.drop { $0 != "." }.dropFirst()) }
  /// The name by which the table is shown, such as `intake.row_errors`.
  public var name: String { kind.rawValue }
  /// Whether its rows belong to `intake.simplicity_batches`, not to another batch system.
  public var belongsToIntake: Bool { kind == .rowErrors || kind == .failedRows }

  /// Returns the sources among the tables of a database, keyed by `schema.table`.
  ///
  /// A table without `batch_id` cannot say whose errors it holds and is left out.
  public static func detect(columnsByTable: [String: Set<String>]) -> [ErrorSource] {
    Kind.allCases.compactMap { kind in
      guard let columns = columnsByTable[kind.rawValue], columns.contains("batch_id") else {
        return nil
      }
      return ErrorSource(kind: kind, columns: columns)
    }
  }
}
