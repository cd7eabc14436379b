internal import Postgres

/// The way of a batch on which more rows hang than one transaction may take.
///
/// It is counted and, where a worker could take it up, set to a final status; then its rows go part by part, each part a
/// range of pages of one table, and the batch itself with whatever is left at the end.
struct CleanupLargeBatch: Sendable {
  let chunk: CleanupChunk
  let batch: FrozenBatch

  /// A part of a table: its place among the dependants, the pages, and the rows that were counted on them.
  struct Part: Sendable, Equatable {
    var place: Int
    var pages: Range<Int>
    var rows: Int

    /// The condition that a row lies on the pages.
    var condition: String {
      "t.ctid >= '(\(pages.lowerBound),0)'::tid AND t.ctid < '(\(pages.upperBound),0)'::tid"
    }
  }

  /// The rows of the smallest part.
  static let smallest = 500

  /// Joins the first parts that lie one behind the other in one table, up to so many rows.
  ///
  /// - Returns: The joined part, and of how many it is made: at least one.
  static func joined(_ parts: ArraySlice<Part>, upTo rows: Int) -> (part: Part, count: Int)? {
    guard var joined = parts.first else { return nil }
    var count = 1
    for part in parts.dropFirst() {
      guard part.place == joined.place, joined.rows + part.rows <= rows else { break }
      joined.pages = joined.pages.lowerBound..<part.pages.upperBound
      joined.rows += part.rows
      count += 1
    }
    return (joined, count)
  }

  /// The final status that keeps workers away; nil when the batch has one already.
  var quarantineStatus: String? {
    let schema = chunk.schema
    guard schema.statusClass(batch.status) != .final else { return nil }
    return schema.finalStatuses.first { $0 == "failed" } ?? schema.finalStatuses.first
  }

  /// Counts the batch under its lock, empties the references to it, and takes it out of the workers' reach; the caller
  /// commits.
  ///
  /// The references go first: rows that go later would empty them without anybody having kept them.
  func quarantine(
    step number: Int, in transaction: Transaction
  ) async throws -> CleanupChunk.Done {
    let (kept, drift) = try await chunk.lock([batch], in: transaction)
    guard kept.count == 1 else { throw CleanupChunk.NothingLeft(drift: drift) }
    guard let shape = try await TableShape.load(.batches, in: transaction) else {
      throw CleanupChunk.NothingLeft(drift: [])
    }
    var done = CleanupChunk.Done(
      step: LedgerStep(
        number: number, kind: .quarantine, batches: [batch.id], xid: "", timeline: 0))
    done.version = batch.version
    try await chunk.emptyReferences(to: kept, into: &done, in: transaction)
    if let status = quarantineStatus {
      let images = try await RowImages(
        [batch.id], key: "id", shape: shape, lock: .none, in: transaction)
      let row = try await transaction.query(
        CleanupSQL.quarantine, [.text(status), .text(batch.id)]
      ).first
      done.step.image = images.images.first?.columns
      done.step.status = status
      done.version = try row?.string("version")
    }
    return try await chunk.seal(done, in: transaction)
  }

  /// Divides the rows of the large tables into small parts, by the pages on which they lie.
  func parts(in transaction: Transaction) async throws -> [Part] {
    var parts: [Part] = []
    for (place, deletion) in chunk.graph.dependents.enumerated()
    where batch.rows[place] > Self.smallest {
      var start: Int?
      var rows = 0
      let pages = try await transaction.query(
        CleanupSQL.pages(of: deletion), [.textArray([batch.id])])
      for (index, page) in pages.enumerated() {
        let block = try page.int("block")
        start = start ?? block
        rows += try page.int("n")
        guard rows >= Self.smallest || index == pages.count - 1 else { continue }
        parts.append(Part(place: place, pages: (start ?? 0)..<(block + 1), rows: rows))
        start = nil
        rows = 0
      }
    }
    return parts
  }

  /// Deletes one part; the caller commits.
  ///
  /// Rows that moved to another page since are left for the end.
  func delete(
    _ part: Part, as seen: CleanupDrift.Present, step number: Int, in transaction: Transaction
  ) async throws -> CleanupChunk.Done {
    try await lockAgain(seen, in: transaction)
    var done = CleanupChunk.Done(
      step: LedgerStep(
        number: number, kind: .part, batches: [batch.id], xid: "", timeline: 0))
    let deletion = chunk.graph.dependents[part.place]
    try await chunk.deleteSome(deletion, within: part.condition, into: &done, in: transaction)
    try await chunk.observe(.applied, transaction)
    return try await chunk.seal(done, in: transaction)
  }

  /// Deletes the batch with the rest of its rows; the caller commits.
  ///
  /// - Parameters:
  ///   - seen: How the batch was left by the transaction before.
  ///   - gone: The rows that went already, by table.
  ///   - number: The number of the step.
  ///   - transaction: Where to delete.
  /// - Returns: What was done.
  /// - Throws: ``CleanupChunk/NothingLeft``, ``CleanupChunk/Kept``, `OpsError`, `PostgresError`.
  func deleteLast(
    as seen: CleanupDrift.Present, gone: [String: Int], step number: Int,
    in transaction: Transaction
  ) async throws -> CleanupChunk.Done {
    var rest = batch
    rest.status = seen.status
    rest.version = seen.version
    rest.references = rest.references.map { _ in 0 }
    for (place, deletion) in chunk.graph.dependents.enumerated() {
      rest.rows[place] -= gone[deletion.table.description] ?? 0
    }
    let (kept, drift) = try await chunk.lock([rest], in: transaction)
    guard kept.count == 1 else { throw CleanupChunk.NothingLeft(drift: drift) }
    var done = CleanupChunk.Done(
      step: LedgerStep(
        number: number, kind: .last, batches: [batch.id], xid: "", timeline: 0))
    try await chunk.take(kept, into: &done, in: transaction)
    return try await chunk.seal(done, in: transaction)
  }

  /// Locks the batch as the transaction before left it.
  private func lockAgain(
    _ seen: CleanupDrift.Present, in transaction: Transaction
  ) async throws {
    try await ChangeExecution.checkSettings(transaction)
    try await chunk.observe(.begun, transaction)
    _ = try await transaction.query(CleanupSQL.planner)
    _ = try await transaction.query(CleanupSQL.makeIDs)
    let locked = try await transaction.query(
      CleanupSQL.lock,
      [.textArray([batch.id]), .textArray([seen.status]), .textArray([seen.version])])
    guard locked.count == 1 else {
      let now = try await transaction.query(CleanupSQL.present, [.textArray([batch.id])]).first
      let isSame = try now?.string("version") == seen.version
      throw CleanupChunk.NothingLeft(drift: [
        .init(
          id: batch.id, reason: now == nil ? .gone : isSame ? .busy : .changed,
          detail: "while it was being emptied")
      ])
    }
    try await chunk.observe(.locked, transaction)
  }
}
