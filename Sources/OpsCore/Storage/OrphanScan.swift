internal import Postgres

/// Compares the store with the batches, both ways, without holding either.
///
/// Both sides come in the order of the bytes of the names: the store by pages, the batches by a cursor of one read-only
/// transaction. What was written a moment ago may belong to a batch that this transaction does not see yet, and is not
/// counted among the orphans.
public struct OrphanScan: Sendable {
  /// Something that has no counterpart.
  public enum Finding: Sendable, Equatable {
    /// An object of which no batch knows.
    case orphan(StoredObject)
    /// A batch whose object is not there.
    case missing(id: String, name: String)
  }

  /// What was compared.
  public struct Summary: Sendable, Equatable {
    /// The number of objects.
    public var objects = 0
    /// The number of batches that name an object of this store.
    public var batches = 0
    /// The number of objects of which no batch knows.
    public var orphans = 0
    /// Their size.
    public var orphanBytes = 0
    /// The objects of which no batch knows, too young to tell.
    public var recent = 0
    /// The number of batches whose object is not there.
    public var missing = 0
  }

  let storage: Storage
  let link: Link
  let minimumAge: Duration
  var patience = Patience()

  /// Makes a scan.
  ///
  /// - Parameters:
  ///   - storage: The store.
  ///   - link: The database.
  ///   - minimumAge: Younger objects are not counted among the orphans.
  public init(_ storage: Storage, _ link: Link, minimumAge: Duration) {
    self.storage = storage
    self.link = link
    self.minimumAge = minimumAge
  }

  /// Compares, and tells each finding as it comes.
  ///
  /// - Parameters:
  ///   - meter: Counts the names that were read, on both sides.
  ///   - tell: Takes the next finding.
  /// - Returns: What was compared.
  /// - Throws: `OpsError`, `PostgresError`, or what `tell` throws.
  public func run(
    counting meter: Meter? = nil, _ tell: @Sendable (Finding) throws -> Void
  ) async throws -> Summary {
    try await link.connection.transaction(.repeatableReadReadOnly, BatchStore.timeouts) {
      transaction in
      var merge = OrphanMerge(
        objects: StoreNames(store: storage.store, patience: patience, meter: meter),
        rows: try await BatchNames(transaction, storage.settings, link.schema, meter: meter),
        filter: OrphanFilter(
          settings: storage.settings, schema: link.schema, written: .now - minimumAge,
          transaction: transaction))
      return try await merge.run(tell)
    }
  }
}

/// The names of the store, one after the other.
struct StoreNames {
  let store: any ObjectStore
  let patience: Patience
  private let meter: Meter?
  private var page: ArraySlice<StoredObject> = []
  private var cursor: String?
  private var isAtEnd = false
  private var last: String?

  init(store: any ObjectStore, patience: Patience, meter: Meter?) {
    self.store = store
    self.patience = patience
    self.meter = meter
  }

  mutating func next() async throws -> StoredObject? {
    while page.isEmpty, !isAtEnd {
      try Task.checkCancellation()
      // A slice keeps what has been taken from it; two pages at a time would be too many.
      page = []
      let query = ObjectQuery(cursor: cursor, limit: store.pageSize)
      do throws(StoreFailure) {
        let next = try await patience.ask { () throws(StoreFailure) in try await store.page(query) }
        page = next.objects[...]
        meter?.add(page.count)
        cursor = next.cursor
        isAtEnd = next.cursor == nil
      } catch {
        throw error.error("list objects", at: store.place)
      }
    }
    guard let object = page.popFirst() else { return nil }
    // Out of order, everything that follows would be wrong.
    if let last, !ObjectNames.precedes(last, object.name) {
      throw OpsError(
        .failed, "the store does not list its objects in the order of their names",
        hint: "nothing can be said about orphans in \(Sanitiser.visible(store.place))")
    }
    last = object.name
    return object
  }
}

/// The names that batches give, one after the other, read by a cursor.
struct BatchNames {
  struct Entry {
    let id: String
    let name: String
  }

  private let transaction: Transaction
  private let meter: Meter?
  private var page: ArraySlice<Entry> = []
  private var isAtEnd = false
  private static let size = 5000

  init(
    _ transaction: Transaction, _ settings: StorageSettings, _ schema: SchemaProfile, meter: Meter?
  ) async throws {
    self.transaction = transaction
    self.meter = meter
    let parts = settings.template.split(
      separator: "{id}", maxSplits: 1, omittingEmptySubsequences: false)
    _ = try await transaction.query(
      ObjectSQL.namesCursor(in: schema),
      [.text(String(parts[0])), .text(String(parts.last ?? "")), .text(settings.bucket)])
  }

  mutating func next() async throws -> Entry? {
    if page.isEmpty, !isAtEnd {
      page = []
      let rows = try await transaction.query("FETCH \(Self.size) FROM dfops_names")
      page = try rows.map { Entry(id: try $0.string("id"), name: try $0.string("name")) }[...]
      isAtEnd = page.count < Self.size
      meter?.add(page.count)
    }
    return page.popFirst()
  }
}
