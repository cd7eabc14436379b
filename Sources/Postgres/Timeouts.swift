/// How a transaction may touch the database.
public enum TransactionMode: Sendable, Hashable {
  /// READ ONLY, each statement sees what is committed when it starts.
  case readOnly
  /// READ WRITE at READ COMMITTED, which guarded UPDATEs rely upon; COMMIT waits for the disk.
  case readWrite
  /// READ ONLY, all statements see the same moment.
  case repeatableReadReadOnly

  var isReadOnly: Bool { self != .readWrite }

  var begin: String {
    switch self {
    case .readOnly: "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY"
    case .readWrite: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
    case .repeatableReadReadOnly: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    }
  }
}

/// How long the server may take within a transaction; zero means no limit.
public struct Timeouts: Sendable, Hashable {
  /// The limit of one statement.
  public var statement: Duration
  /// The limit of the wait for one lock.
  public var lock: Duration
  /// The limit of the pause between two statements.
  public var idle: Duration

  /// Makes timeouts.
  public init(
    statement: Duration = .seconds(15), lock: Duration = .seconds(2),
    idle: Duration = .seconds(60)
  ) {
    self.statement = statement
    self.lock = lock
    self.idle = idle
  }

  /// 15 seconds a statement, 2 seconds a lock, 60 seconds idle.
  public static let `default` = Timeouts()

  /// Returns these limits where they are below the ceiling, else the ceiling.
  func capped(by ceiling: Timeouts?) -> Timeouts {
    guard let ceiling else { return self }
    func lower(_ limit: Duration, _ top: Duration) -> Duration {
      limit == .zero ? top : top == .zero ? limit : min(limit, top)
    }
    return Timeouts(
      statement: lower(statement, ceiling.statement), lock: lower(lock, ceiling.lock),
      idle: lower(idle, ceiling.idle))
  }
}

extension Duration {
  /// The duration in whole milliseconds, at least one unless it is zero.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0, self != .zero else { return 0 }
    let limit: Int64 = 2_000_000
    return max(1, Int(min(seconds, limit)) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
  }
}
