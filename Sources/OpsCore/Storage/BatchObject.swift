/// What could be found out about the object of one batch.
public struct BatchObject: Sendable, Equatable {
  /// Whether it is there.
  public enum State: Sendable, Equatable {
    /// It is there.
    case found(StoredObject)
    /// The store says that it is not.
    case missing
    /// Nobody has looked, or looking failed; the reason is a clause.
    case unknown(String)

    /// The word for programs.
    public var word: String {
      switch self {
      case .found: "found"
      case .missing: "missing"
      case .unknown: "not looked up"
      }
    }
  }

  /// The name, and who says so; nil when the batch names none that can be looked up.
  public var location: ObjectLocation?
  /// Whether it is there.
  public var state: State
  /// The store; nil when the profile has none.
  public var place: String?

  /// Makes a finding.
  public init(location: ObjectLocation?, state: State, place: String?) {
    self.location = location
    self.state = state
    self.place = place
  }

  /// The object, when it was found.
  public var object: StoredObject? {
    if case .found(let object) = state { object } else { nil }
  }

  /// Looks for the object of a batch.
  ///
  /// - Parameters:
  ///   - id: The id of the batch.
  ///   - path: What its column says.
  ///   - storage: The store; nil when the profile has none.
  /// - Returns: What was found; failures are findings.
  public static func look(batch id: String, path: String?, in storage: Storage?) async -> Self {
    guard let storage else {
      return Self(location: nil, state: .unknown("the profile has no storage"), place: nil)
    }
    let place = storage.store.place
    let location: ObjectLocation
    do throws(ObjectLocation.Problem) {
      location = try ObjectLocation(batch: id, path: path, in: storage.settings)
    } catch {
      return Self(location: nil, state: .unknown(error.reason), place: place)
    }
    do throws(StoreFailure) {
      for name in location.names {
        guard let object = try await storage.store.look(name) else { continue }
        return Self(location: location, state: .found(object), place: place)
      }
      return Self(location: location, state: .missing, place: place)
    } catch {
      return Self(location: location, state: .unknown(error.reason), place: place)
    }
  }
}

/// The store of an environment with the settings that lead to it.
public struct Storage: Sendable {
  /// The store.
  public let store: any ObjectStore
  /// The settings.
  public let settings: StorageSettings

  /// Makes a storage.
  public init(store: any ObjectStore, settings: StorageSettings) {
    self.store = store
    self.settings = settings
  }
}

extension Context {
  /// The store of the environment of this line; nil when the profile has none.
  ///
  /// - Throws: `OpsError` with exit status 78 when what the profile says of it cannot be used.
  public var storage: Storage? {
    get throws {
      let environment = try environment
      guard let settings = environment.storage,
        let store = try dispatcher.makeStore(environment)
      else { return nil }
      return Storage(store: store, settings: settings)
    }
  }

  /// The store of the environment, which the command cannot do without.
  ///
  /// - Throws: `OpsError` with exit status 78.
  public func requiredStorage() throws -> Storage {
    if let storage = try storage { return storage }
    throw OpsError(
      .configuration, "the profile of \(try environment.name) has no storage",
      hint: "set storage in the config file, or SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY",
      code: "no_storage")
  }
}
