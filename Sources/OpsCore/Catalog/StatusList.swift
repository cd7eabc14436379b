/// The statuses that batches of a database may have, and how that is known.
public struct StatusList: Sendable, Equatable {
  /// Where the statuses come from.
  public enum Origin: String, Sendable, Equatable {
    /// A CHECK of the table or of the column's domain.
    case check
    /// The labels of the column's type.
    case enumeration
    /// The rows themselves, because nothing limits the column.
    case rows
  }

  /// The statuses in the server's order.
  public let all: [String]
  /// Where they come from.
  public let origin: Origin
  /// Whether no row can have another status.
  public let isComplete: Bool
  /// The status that batches start in.
  public let entry: String

  /// Makes a list.
  ///
  /// - Parameters:
  ///   - all: The statuses in the server's order.
  ///   - origin: Where they come from.
  ///   - isComplete: Whether no row can have another status.
  ///   - columnDefault: The status that a new row gets when none is given.
  public init(_ all: [String], origin: Origin, isComplete: Bool, columnDefault: String? = nil) {
    self.all = all
    self.origin = origin
    self.isComplete = isComplete
    entry = Self.entry(all, origin, columnDefault)
  }

  /// Returns the statuses of a class.
  public func of(_ wanted: StatusClass) -> [String] {
    all.filter { StatusClass.of($0) == wanted }
  }

  private static func entry(
    _ all: [String], _ origin: Origin, _ columnDefault: String?
  ) -> String {
    // Where nothing is forbidden, what new rows get is the only witness.
    if origin == .rows, let columnDefault, entries.contains(columnDefault) { return columnDefault }
    let known = entries.first(where: all.contains)
    return known ?? columnDefault ?? all.first { StatusClass.of($0) == .waiting }
      ?? all.first ?? entries[0]
  }

  private static let entries = ["uploaded", "pending"]
}
