/// The batches that are at hand for completion: few, and those that somebody may want to name now.
public struct BatchPool: Sendable, Equatable {
  /// How many of the newest are kept.
  public static let newest = 150
  /// How many of those in flight, and of the failed ones, are kept.
  public static let special = 50

  /// The batches, the newest first.
  public private(set) var batches: [Batch]
  /// Whether there are no others.
  public let isWhole: Bool
  /// The status to which batches are sent back.
  public let entry: String

  /// Puts batches together, each once.
  ///
  /// - Parameters:
  ///   - batches: The batches.
  ///   - isWhole: Whether there are no others.
  ///   - entry: The status to which batches are sent back.
  public init(_ batches: [Batch], isWhole: Bool, entry: String) {
    var seen: Set<String> = []
    self.batches = batches.filter { seen.insert($0.id).inserted }
      .sorted { Self.time($0) > Self.time($1) }
    self.isWhole = isWhole
    self.entry = entry
  }

  /// Fetches the pool; what the server cannot find in time is left out, except the newest.
  ///
  /// - Throws: When not even the newest can be had.
  public static func fetch(over link: Link) async throws -> BatchPool {
    let store = BatchStore(link: link)
    let newest = try await store.suggestions(.newest, limit: Self.newest + 1)
    guard newest.count > Self.newest else {
      return BatchPool(newest, isWhole: true, entry: link.schema.entryStatus)
    }
    var all = newest
    for search in [BatchSearch.inFlight, .failed] {
      all += (try? await store.suggestions(search, limit: Self.special)) ?? []
    }
    return BatchPool(all, isWhole: false, entry: link.schema.entryStatus)
  }

  /// Returns the batches that a command takes when they are named, those first that need it most.
  public func batches(for scope: BatchScope) -> [Batch] {
    let taken = batches.filter { scope.takes(status: $0.status, entry: entry, isNamed: true) }
    let ranked = taken.enumerated().map { place, batch in
      let rank = scope.rank(batch)
      return (rank.group, rank.idle, place)
    }
    return ranked.sorted { $0 < $1 }.map { taken[$0.2] }
  }

  /// Times that are not known stand before all others, as in the index.
  private static func time(_ batch: Batch) -> Int64 {
    batch.createdAt?.microsecondsSinceEpoch ?? .max
  }
}
