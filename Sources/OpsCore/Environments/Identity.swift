/// What a database is known by, whatever way leads to it.
public struct Identity: Codable, Sendable, Equatable, CustomStringConvertible {
  /// The Supabase project, where the host or the user shows one.
  public var projectRef: String?
  /// The number that the server was born with; nil when it cannot be read.
  public var systemIdentifier: String?
  /// The database's number within the server.
  public var databaseOID: UInt32?

  /// Makes an identity.
  public init(
    projectRef: String? = nil, systemIdentifier: String? = nil, databaseOID: UInt32? = nil
  ) {
    self.projectRef = projectRef
    self.systemIdentifier = systemIdentifier
    self.databaseOID = databaseOID
  }

  /// Whether it is known well enough to tell one database from another.
  public var isProven: Bool { systemIdentifier != nil && databaseOID != nil }

  /// All parts in one line.
  public var description: String {
    let oid = databaseOID.map(String.init)
    return "project ref \(projectRef.map(Sanitiser.visible) ?? "none"), "
      + "system identifier \(systemIdentifier.map(Sanitiser.visible) ?? "unreadable"), "
      + "database oid \(oid ?? "unreadable")"
  }

  /// Whether something that is known on both sides differs; a project ref that only one side shows differs, too.
  func contradicts(_ other: Identity) -> Bool {
    if projectRef != other.projectRef { return true }
    if let mine = systemIdentifier, let its = other.systemIdentifier, mine != its { return true }
    if let mine = databaseOID, let its = other.databaseOID, mine != its { return true }
    return false
  }

  /// Whether both are the same database as far as can be told: one project, or all parts equal.
  func isSameDatabase(as other: Identity) -> Bool {
    if let mine = projectRef, mine == other.projectRef { return true }
    return isProven && self == other
  }

  private enum CodingKeys: String, CodingKey {
    case projectRef = "project_ref"
    case systemIdentifier = "system_identifier"
    case databaseOID = "database_oid"
  }
}
