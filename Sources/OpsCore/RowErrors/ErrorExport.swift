internal import Postgres
internal import Synchronization

/// Writes the errors of batches into a CSV file, from all error tables that exist.
///
/// PostgreSQL does the quoting; its bytes go from libpq's memory to the file's buffer, so that the memory used does not
/// depend on how many there are.
public struct ErrorExport: Sendable {
  /// A batch whose errors are wanted.
  public struct Batch: Sendable, Equatable {
    /// Its id: a full UUID.
    public let id: String
    /// How many invalid rows it says it has; nil when it does not say.
    public let expected: Int?

    /// Makes a batch.
    public init(id: String, expected: Int?) {
      self.id = id
      self.expected = expected
    }
  }

  /// What was written.
  public struct Summary: Sendable, Equatable {
    /// Where it went.
    public let output: String
    /// How many errors.
    public let rows: Int
    /// How many the batches say they have; nil when one does not say.
    public let expected: Int?
    /// How many errors of each table, in the order of the file.
    public let sources: [(name: String, rows: Int)]
    /// The batches whose errors are not as many as they say.
    public let differing: [(id: String, rows: Int, expected: Int)]
    /// The SHA-256 of the file's bytes in hexadecimal.
    public let sha256: String

    /// Compares all that was written.
    public static func == (left: Summary, right: Summary) -> Bool {
      left.output == right.output && left.rows == right.rows && left.expected == right.expected
        && left.sha256 == right.sha256 && left.sources.elementsEqual(right.sources, by: ==)
        && left.differing.elementsEqual(right.differing, by: ==)
    }
  }

  /// The first line of the file: the runbook's columns, then where each error comes from.
  public static let header =
    "batch_id,row_number,error_code,error_message,created_at,source,stage,file_line\n"

  /// The batches, in the order of the file.
  public let batches: [Batch]
  /// Where their errors go.
  public let target: ExportTarget
  let excelSafe: Bool
  let gzip: Bool
  private let written = Counter()

  /// How many errors have been written so far.
  public var rowsWritten: Int { written.value.load(ordering: .relaxed) }

  /// Describes an export.
  ///
  /// - Parameters:
  ///   - batches: Whose errors, in the order of the file.
  ///   - target: Where they go.
  ///   - excelSafe: Puts an apostrophe before texts that a spreadsheet would run as formulas.
  ///   - gzip: Compresses the file.
  public init(
    batches: [Batch], target: ExportTarget, excelSafe: Bool = false, gzip: Bool = false
  ) {
    self.batches = batches
    self.target = target
    self.excelSafe = excelSafe
    self.gzip = gzip
  }

  /// Writes the file, or throws and leaves none.
  ///
  /// - Parameters:
  ///   - store: The error tables.
  ///   - skipping: Is told which tables of other batch systems this role may not read.
  ///   - onWait: Says that the target is a pipe whose reader is waited for.
  /// - Returns: What was written; nil when the reader of standard output has gone.
  /// - Throws: `OpsError` about the target or the tables, `PostgresError` about the server.
  public func run(
    from store: ErrorStore, skipping: (ErrorSource) -> Void, onWait: () -> Void = {}
  ) async throws -> Summary? {
    guard batches.allSatisfy({ Self.isUUID($0.id) }) else {
      throw PostgresError(.misuse, "an export takes full ids")
    }
    let file = try await ExportFile.open(target, gzip: gzip, onWait: onWait)
    do {
      let counts = try await copy(from: store, to: file, skipping: skipping)
      return summary(of: counts, sha256: try file.finish())
    } catch is ExportFile.ReaderGone {
      return nil
    }
  }

  /// One moment is exported: errors that come in meanwhile do not make the tables disagree.
  private func copy(
    from store: ErrorStore, to file: ExportFile, skipping: (ErrorSource) -> Void
  ) async throws -> [Count] {
    let timeouts = Timeouts(statement: .seconds(1800))
    return try await store.connection.transaction(.repeatableReadReadOnly, timeouts) {
      transaction in
      let sources = try await store.readable(in: transaction, skipping: skipping)
      _ = try await transaction.query(ErrorSQL.exporting)
      try file.append { $0.append(contentsOf: Self.header.utf8) }
      var counts: [Count] = []
      for batch in batches {
        for source in sources {
          let statement = ErrorSQL.copy(source, batch: batch.id, excelSafe: excelSafe)
          let line = ErrorLine(batch: batch.id, source: source.name)
          let rows = unsafe try await transaction.copyOut(statement) { row in
            written.value.add(1, ordering: .relaxed)
            try file.append { buffer throws(PostgresError) in
              unsafe try line.append(row, to: &buffer)
            }
          }
          counts.append(Count(batch: batch.id, source: source.name, rows: Int(rows)))
        }
      }
      return counts
    }
  }

  private func summary(of counts: [Count], sha256: String) -> Summary {
    var sources: [(name: String, rows: Int)] = []
    var byBatch: [String: Int] = [:]
    for count in counts {
      byBatch[count.batch, default: 0] += count.rows
      if let known = sources.firstIndex(where: { $0.name == count.source }) {
        sources[known].rows += count.rows
      } else {
        sources.append((count.source, count.rows))
      }
    }
    let differing = batches.compactMap { batch -> (id: String, rows: Int, expected: Int)? in
      let rows = byBatch[batch.id] ?? 0
      guard let expected = batch.expected, expected != rows else { return nil }
      return (batch.id, rows, expected)
    }
    let expected = batches.compactMap(\.expected)
    return Summary(
      output: target.path, rows: counts.reduce(0) { $0 + $1.rows },
      expected: expected.count == batches.count ? expected.reduce(0, +) : nil,
      sources: sources, differing: differing, sha256: sha256)
  }

  private final class Counter: Sendable {
    let value = Atomic(0)
  }

  private struct Count: Sendable {
    let batch: String
    let source: String
    let rows: Int
  }

  /// Says whether a text has the form of a UUID as PostgreSQL prints it.
  static func isUUID(_ text: String) -> Bool {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
      && groups.allSatisfy { $0.utf8.allSatisfy { Character(UnicodeScalar($0)).isHexDigit } }
  }
}
