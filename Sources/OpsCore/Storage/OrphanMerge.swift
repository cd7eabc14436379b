internal import Postgres

/// Walks along both sides at once.
struct OrphanMerge {
  var objects: StoreNames
  var rows: BatchNames
  var filter: OrphanFilter
  private var summary = OrphanScan.Summary()

  init(objects: StoreNames, rows: BatchNames, filter: OrphanFilter) {
    self.objects = objects
    self.rows = rows
    self.filter = filter
  }

  mutating func run(
    _ tell: @Sendable (OrphanScan.Finding) throws -> Void
  ) async throws -> OrphanScan.Summary {
    let escaped = try await filter.loadEscaped()
    summary.batches = escaped.batches
    var object = try await nextObject()
    var row = try await nextRow()
    var matched: String?
    while object != nil || row != nil {
      if let object, let row, object.name == row.name {
        // Several batches may name one object, which stays until the last of them has passed.
        matched = object.name
      } else if let found = object, row.map({ ObjectNames.precedes(found.name, $0.name) }) ?? true {
        if found.name != matched, !escaped.names.contains(found.name) {
          try await take(found, tell)
        }
        object = try await nextObject()
        continue
      } else if let row {
        summary.missing += 1
        try tell(.missing(id: row.id, name: row.name))
      }
      row = try await nextRow()
    }
    try await flush(tell)
    return summary
  }

  private mutating func nextObject() async throws -> StoredObject? {
    let object = try await objects.next()
    if object != nil { summary.objects += 1 }
    return object
  }

  private mutating func nextRow() async throws -> BatchNames.Entry? {
    let row = try await rows.next()
    if row != nil { summary.batches += 1 }
    return row
  }

  private mutating func take(
    _ object: StoredObject, _ tell: @Sendable (OrphanScan.Finding) throws -> Void
  ) async throws {
    guard filter.isOld(object) else {
      summary.recent += 1
      return
    }
    filter.pending.append(object)
    if filter.pending.count >= OrphanFilter.most { try await flush(tell) }
  }

  private mutating func flush(
    _ tell: @Sendable (OrphanScan.Finding) throws -> Void
  ) async throws {
    for object in try await filter.orphans() {
      summary.orphans += 1
      summary.orphanBytes += object.bytes
      try tell(.orphan(object))
    }
  }
}

/// Keeps from the orphans what only seems to be one.
struct OrphanFilter {
  let settings: StorageSettings
  let schema: SchemaProfile
  /// What was written later is too young to tell.
  let written: Instant
  let transaction: Transaction
  /// The objects that are to be asked for together.
  var pending: [StoredObject] = []
  static let most = 1000
  private static let mostEscaped = 100_000

  init(
    settings: StorageSettings, schema: SchemaProfile, written: Instant, transaction: Transaction
  ) {
    self.settings = settings
    self.schema = schema
    self.written = written
    self.transaction = transaction
  }

  func isOld(_ object: StoredObject) -> Bool {
    object.modifiedAt.map { $0 <= written } ?? true
  }

  /// Reads the names that can be written in too many ways for SQL, all of which may be meant.
  func loadEscaped() async throws -> (names: Set<String>, batches: Int) {
    let rows = try await transaction.query(
      "\(ObjectSQL.escaped(in: schema)) LIMIT \(Self.mostEscaped + 1)")
    guard rows.count <= Self.mostEscaped else {
      throw OpsError(
        .failed, "more than \(Self.mostEscaped) batches write their storage_path with escapes",
        hint: "which object belongs to whom cannot be told without holding all of them")
    }
    var names: Set<String> = []
    for row in rows {
      let location = try? ObjectLocation(
        batch: try row.string("id"), path: try row.optionalString("path"), in: settings)
      names.formUnion(location?.names ?? [])
    }
    return (names, rows.count)
  }

  /// Returns the pending objects of which no batch knows, and forgets them.
  ///
  /// Workers read by the template, whatever the batch itself says.
  mutating func orphans() async throws -> [StoredObject] {
    let objects = pending
    pending = []
    let ids = objects.compactMap { settings.batch(ofName: $0.name) }
    guard !ids.isEmpty else { return objects }
    let known = try await transaction.query(ObjectSQL.existing, [.textArray(ids)])
    let names = Set(try known.map { settings.name(ofBatch: try $0.string("id")) })
    return objects.filter { !names.contains($0.name) }
  }
}
