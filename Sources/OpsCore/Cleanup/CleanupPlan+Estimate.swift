extension CleanupPlan.Estimate {
  /// Measured on two shared processors: orders of magnitude, not promises.
  private enum Rate {
    /// Deleting and archiving a row.
    static let row = 0.000_005
    /// Deleting a batch by itself.
    static let batch = 0.000_200
    /// A transaction with its COMMIT and the fsync of its archive.
    static let chunk = 0.010
    /// What a chunk aims at.
    static let chunkSeconds = 0.250
    /// The batches of a chunk at most.
    static let chunkBatches = 50.0
    /// Rows that come back in a second.
    static let undo = 65_000.0
    /// The log of a row that goes, just after a checkpoint.
    static let walBytes = 270.0
    /// What is left of a row after fast compression; rows that repeat one another take less.
    static let compression = 0.5
  }

  /// Tells the price of what was found.
  init(_ findings: CleanupFindings, batches: [FrozenBatch]) {
    var rows = 0
    var wal = 0.0
    var archive = 0.0
    for deletion in findings.graph.deletions {
      let count = findings.rows(of: deletion.table) ?? 0
      let table = findings.tables[deletion.table]
      let width = table?.rowBytes(counted: count) ?? 0
      rows += count
      archive += Double(count) * width
      wal += Double(count) * (Rate.walBytes + (table?.logsWholeRows == true ? width : 0))
    }
    for name in Set(findings.graph.references.map(\.table)) {
      let count = findings.references(of: name) ?? 0
      let width = findings.tables[name]?.rowBytes(counted: count) ?? 0
      rows += count
      // Only the key and the reference are kept, but the server logs the row anew.
      archive += Double(count) * 80
      wal += Double(count) * (Rate.walBytes + width)
    }
    let unindexed = findings.unindexed
    let work = Double(rows) * Rate.row + Double(batches.count) * Rate.batch
    let chunks = max(
      1, (work / Rate.chunkSeconds).rounded(.up),
      (Double(batches.count) / Rate.chunkBatches).rounded(.up))
    let seconds = work + chunks * Rate.chunk + unindexed.reduce(0) { $0 + $1.seconds }
    // A chunk does not become smaller than one batch.
    let heaviest =
      batches.map { batch in
        unindexed.reduce(0) {
          $0 + Double(batch.rows(of: $1.key.referenced, findings.graph)) * $1.scan
        }
      }.max() ?? 0
    let longest = max(min(seconds, Rate.chunkSeconds), heaviest)
    self.init(
      seconds: Self.tenths(seconds), longestLockMilliseconds: Self.whole(longest * 1000),
      walBytes: Self.whole(wal), archiveBytes: Self.whole(archive * Rate.compression),
      undoSeconds: Self.tenths(Double(rows) / Rate.undo))
  }

  private static func tenths(_ value: Double) -> Double { (value * 10).rounded(.up) / 10 }

  private static func whole(_ value: Double) -> Int {
    value < 9e18 ? Int(value.rounded(.up)) : Int.max
  }
}

extension FrozenBatch {
  /// The rows of a table that go with the batch, itself included.
  fileprivate func rows(of table: TableName, _ graph: CleanupGraph) -> Int {
    guard table != .batches else { return 1 }
    return graph.dependents.firstIndex { $0.table == table }.map { rows[$0] } ?? 0
  }
}
