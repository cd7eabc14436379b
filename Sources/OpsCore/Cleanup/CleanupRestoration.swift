internal import Postgres

/// The restoring part of a cleanup: brings back transactions that deleted, the last one first.
struct CleanupRestoration {
  let stored: StoredPlan
  let context: Context
  /// The columns as the archive has them.
  let tables: CleanupTables
  var ledger: CleanupLedger
  let observe: CleanupObserver
  /// How many references are not, since their rows are gone or refer to something else now.
  private(set) var lostReferences: [String: Int] = [:]
  /// Whether somebody may stop it between two transactions.
  var isInterruptible = false

  private var file: LedgerFile { LedgerFile(stored.folder) }
  private var archive: CleanupArchive { CleanupArchive(folder: stored.folder) }
  private var graph: CleanupGraph { stored.plan.graph }

  init(
    stored: StoredPlan, context: Context, tables: CleanupTables, ledger: CleanupLedger,
    observe: @escaping CleanupObserver
  ) {
    self.stored = stored
    self.context = context
    self.tables = tables
    self.ledger = ledger
    self.observe = observe
  }

  /// Brings back all transactions that a condition names and that are not back yet.
  ///
  /// - Throws: `OpsError`, `PostgresError`; what is back by then stays back, and the rest can be brought back later.
  mutating func restore(
    where isWanted: (CleanupLedger.Entry) -> Bool = { _ in true },
    progress: (CleanupLedger) -> Void = { _ in }
  ) async throws {
    try await settle()
    for entry in ledger.committed.reversed() where !entry.isUndone && isWanted(entry) {
      if isInterruptible, context.session.interrupts.isRequested {
        throw CleanupStop(reason: "interrupted")
      }
      try await restore(entry)
      progress(ledger)
    }
  }

  /// Finds out what became of a transaction of which nobody heard.
  mutating func settle() async throws {
    let open = ledger.committed.filter { $0.undo != nil && !$0.isUndone }
    for entry in open {
      guard let undo = entry.undo else { continue }
      let link = try await context.link()
      let isBack = try await CleanupSettlement(context: context, link: link)
        .isRestored(entry.step, xid: undo.xid, timeline: undo.timeline)
      var event = LedgerEvent(isBack ? .undoCommitted : .undoAborted)
      event.number = entry.step.number
      try record(event)
    }
  }

  // MARK: One transaction

  private mutating func restore(_ entry: CleanupLedger.Entry) async throws {
    let link = try await context.link()
    let step = entry.step
    var lost: [String: Int] = [:]
    do {
      try await link.connection.transaction(.readWrite, Self.timeouts) { transaction in
        try await ChangeExecution.checkSettings(transaction)
        try await observe(.begun, transaction)
        if let image = step.image {
          try await release(step, image, in: transaction)
        }
        for (place, file) in step.files.reversed().enumerated() {
          if file.reference == nil {
            try await load(file, in: transaction)
          } else {
            let (name, count) = try await refer(file, place, in: transaction)
            if count > 0 { lost[name, default: 0] += count }
          }
        }
        try await observe(.applied, transaction)
        try await seal(step, in: transaction)
      }
    } catch let error {
      if let error = error as? PostgresError, error.endsConnection {
        context.session.transactionLost()
      }
      ledger = try file.read()
      try await settle()
      guard ledger.entries.contains(where: { $0.step.number == step.number && $0.isUndone }) else {
        throw error
      }
    }
    try await observe(.committed, nil)
    if ledger.entries.contains(where: { $0.step.number == step.number && !$0.isUndone }) {
      var event = LedgerEvent(.undoCommitted)
      event.number = step.number
      try record(event)
    }
    lostReferences.merge(lost, uniquingKeysWith: +)
    try await observe(.recorded, nil)
  }

  private func load(_ file: ArchiveFile, in transaction: Transaction) async throws {
    let reader = try ArchiveReader(archive, file)
    let copy = CleanupSQL.load(file.table.sql, columns: tables.archived(file.table))
    let rows = try await transaction.copyIn(copy) { try reader.next() }
    guard rows == file.rows else {
      throw OpsError(
        .refused, "\(file.table): \(rows) rows came back, archived were \(file.rows)",
        hint: "a trigger or a rule keeps rows from being inserted")
    }
  }

  /// Puts references back where they are empty still, and returns how many were not put back.
  private func refer(
    _ file: ArchiveFile, _ place: Int, in transaction: Transaction
  ) async throws -> (name: String, lost: Int) {
    guard
      let reference = graph.references.first(where: {
        $0.key.constraint == file.reference && $0.table == file.table
      })
    else { throw CleanupArchive.damaged(file, "its foreign key is not in the plan") }
    let columns = try tables.archived(reference)
    let stage = "dfops_stage_\(place)"
    _ = try await transaction.query(
      CleanupSQL.stage(stage, like: file.table, columns: columns))
    let reader = try ArchiveReader(archive, file)
    _ = try await transaction.copyIn(CleanupSQL.load("pg_temp.\(stage)", columns: columns)) {
      try reader.next()
    }
    let back = try await transaction.query(
      CleanupSQL.refer(
        reference, key: try tables.key(of: reference), stage: "pg_temp.\(stage)")
    ).affectedRows
    return (reference.name, file.rows - back)
  }

  /// Gives a batch back the row that it had before it was taken out of the workers' reach.
  private func release(
    _ step: LedgerStep, _ image: [String: String?], in transaction: Transaction
  ) async throws {
    guard let shape = try await TableShape.load(.batches, in: transaction),
      let id = step.batches.first
    else { return }
    let current = try await RowImages(
      [id], key: "id", shape: shape, lock: .noWait, in: transaction)
    guard let present = current.images.first?.columns else {
      throw OpsError(.refused, "\(id) is gone", hint: "look at it, then decide")
    }
    let isOurs = shape.columns.allSatisfy { column in
      column.name == "status" || present[column.name] == image[column.name]
    }
    guard isOurs, (present["status"] ?? nil) == step.status else {
      context.output.notice("\(id) was written by somebody since: its row stays as it is")
      return
    }
    let columns = shape.columns.filter { !$0.isComputed && image[$0.name] != nil }.map(\.name)
    let statement = ChangeSQL.restore(
      [AuditImage(table: TableName.batches.description, key: "id", columns: image)],
      columns: columns, key: "id", in: shape)
    _ = try await transaction.query(statement.sql, statement.parameters)
  }

  private func seal(_ step: LedgerStep, in transaction: Transaction) async throws {
    guard let row = try await transaction.query(CleanupSQL.sealing).first else {
      throw PostgresError(.decoding, "the server returned no transaction id")
    }
    var event = LedgerEvent(.undoPrepared)
    event.number = step.number
    event.xid = try row.string("xid")
    event.timeline = try row.int("timeline")
    try file.append(event)
    try await observe(.prepared, transaction)
  }

  private mutating func record(_ event: LedgerEvent) throws(OpsError) {
    try file.append(event)
    ledger.take(event)
  }

  /// Indexes and foreign keys make a COPY slow.
  private static let timeouts = Timeouts(statement: .seconds(600), lock: .milliseconds(500))
}
