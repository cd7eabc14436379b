/// Where the files of batches lie.
///
/// A store lists, looks, reads and deletes, and decides nothing: what may go, what must be looked at again and when is
/// up to those who ask. Names are whole names within one bucket, never patterns.
public protocol ObjectStore: Sendable {
  /// The store and its bucket as people know it, without keys.
  var place: String { get }
  /// The most names that one request to delete takes.
  var namesPerRequest: Int { get }
  /// The largest page of a listing, for those who read all of it.
  var pageSize: Int { get }
  /// Whether a listing can begin at any name.
  var startsAnywhere: Bool { get }

  /// Whether a look costs next to nothing, so that pages are never the better way to look at names.
  var looksAreCheap: Bool { get }

  /// Lists objects in the order of the bytes of their names.
  func page(_ query: ObjectQuery) async throws(StoreFailure) -> ObjectPage

  /// Looks at one object; nil when the store says that there is none.
  func look(_ name: String) async throws(StoreFailure) -> StoredObject?

  /// Reads the bytes of the version that was seen, piece by piece.
  ///
  /// - Parameters:
  ///   - object: The object as it was seen.
  ///   - receive: Takes the next piece; what it throws ends the reading.
  /// - Throws: `StoreFailure`, or what the receiver throws.
  func read(_ object: StoredObject, _ receive: ([UInt8]) throws -> Void) async throws

  /// Deletes objects, at most ``namesPerRequest`` of them, and tells for each what the store said.
  ///
  /// Where the store can, it deletes only the version that is named.
  ///
  /// - Throws: `StoreFailure` when there is no answer, or none that can be relied on: what was deleted is not known then.
  func delete(_ objects: [ObjectVersion]) async throws(StoreFailure) -> [ObjectAnswer]
}

extension ObjectStore {
  /// A look is a request of its own, unless a store says otherwise.
  public var looksAreCheap: Bool { false }
}

/// An object as the store has it.
public struct StoredObject: Sendable, Equatable {
  /// The name in the bucket.
  public var name: String
  /// The size in bytes.
  public var bytes: Int
  /// When it was last written; nil when the store does not say.
  public var modifiedAt: Instant?
  /// What the store calls this version; nil when it has none.
  public var version: String?
  /// The MD5 of the bytes in hexadecimal; nil when the store does not say.
  public var md5: String?

  /// Makes an object.
  public init(
    name: String, bytes: Int, modifiedAt: Instant? = nil, version: String? = nil,
    md5: String? = nil
  ) {
    self.name = name
    self.bytes = bytes
    self.modifiedAt = modifiedAt
    self.version = version
    self.md5 = md5
  }
}

/// A part of a listing that is asked for.
public struct ObjectQuery: Sendable, Equatable {
  /// The beginning of the names.
  public var prefix: String
  /// The first name, where a listing can begin anywhere; such a name itself belongs to it.
  public var start: String?
  /// Where the page before has ended.
  public var cursor: String?
  /// The size of the page.
  public var limit: Int

  /// Makes a query.
  public init(prefix: String = "", start: String? = nil, cursor: String? = nil, limit: Int = 1000) {
    self.prefix = prefix
    self.start = start
    self.cursor = cursor
    self.limit = limit
  }
}

/// A part of a listing.
public struct ObjectPage: Sendable, Equatable {
  /// The objects.
  public var objects: [StoredObject]
  /// Where the next page begins; nil at the end.
  public var cursor: String?

  /// Makes a page.
  public init(objects: [StoredObject], cursor: String?) {
    self.objects = objects
    self.cursor = cursor
  }
}

/// An object that is to be deleted, with the version that was planned.
public struct ObjectVersion: Sendable, Equatable {
  /// The name in the bucket.
  public var name: String
  /// The version; nil where the store has none.
  public var version: String?

  /// Makes a version.
  public init(name: String, version: String?) {
    self.name = name
    self.version = version
  }
}

/// What a store says about one name that it was to delete.
public enum ObjectAnswer: Sendable, Equatable {
  /// It was deleted.
  case deleted
  /// There is nothing of this name, or nothing that this key may see.
  case absent
  /// The key may not delete it, or something holds it.
  case denied(String)
  /// There is another version.
  case replaced
  /// The store failed on it.
  case failed(StoreFailure)
}

/// Why a store did not answer a question.
public struct StoreFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure it is, which decides what comes next.
  public enum Kind: Sendable, Equatable {
    /// The key may not do that; asking again is of no use.
    case denied
    /// It has too much to do; asking later and less is of use.
    case busy
    /// No answer, or half of one.
    case lost
    /// It cannot be done at all, as without a bucket of that name.
    case refused
  }

  /// What kind of failure it is.
  public var kind: Kind
  /// What happened, without keys.
  public var reason: String

  /// Makes a failure.
  public init(_ kind: Kind, _ reason: String) {
    self.kind = kind
    self.reason = reason
  }

  /// Whether asking again may help.
  public var isTransient: Bool { kind == .busy || kind == .lost }

  /// What happened.
  public var description: String { reason }

  /// What an operator is told.
  public func error(_ what: String, at place: String) -> OpsError {
    let hint =
      switch kind {
      case .denied: "check the key of the profile's storage, and what it may do"
      case .busy: "try again later"
      case .lost: "check that the store can be reached from here, then try again"
      case .refused: "check the profile's storage: its url and its bucket"
      }
    return OpsError(
      .failed, "cannot \(what) at \(Sanitiser.visible(place)): \(Sanitiser.visible(reason))",
      hint: hint, code: "storage")
  }
}
