internal import Postgres

/// Finds out which statuses a database knows, from whatever limits them.
struct StatusSource {
  /// The CHECKs of the column alone, with whether all rows obey them.
  let checks: [(definition: String, isValidated: Bool)]
  /// The type of the column.
  let type: String
  /// Whether the rows may be asked.
  let isReadable: Bool

  /// Returns the statuses, and the type of the column when it is an enumeration.
  func list(_ connection: Connection) async throws -> (StatusList, enumeration: String?) {
    var checks = checks
    if !Self.isPlain(type) {
      let row = try await connection.read(CatalogSQL.statusType, [], rowSecurityOff: false).first
      if try row?.bool("is_enumeration") == true {
        let labels = try row?.strings("labels") ?? []
        return (StatusList(labels, origin: .enumeration, isComplete: true), type)
      }
      for check in try row?.strings("checks") ?? [] { checks.append((check, true)) }
    }
    if let list = Self.list(from: checks) { return (list, nil) }
    return (try await present(connection), nil)
  }

  /// Returns what CHECKs allow together; nil when none of them gives a list.
  static func list(from checks: [(definition: String, isValidated: Bool)]) -> StatusList? {
    var allowed: [String]?
    var isComplete = false
    for check in checks {
      guard let values = StatusCheck.values(of: "status", in: check.definition) else { continue }
      allowed = allowed?.filter(values.contains) ?? values
      // A CHECK that was never validated says nothing about the rows from before.
      if check.isValidated { isComplete = true }
    }
    return allowed.map { StatusList($0, origin: .check, isComplete: isComplete) }
  }

  private static func isPlain(_ type: String) -> Bool {
    type == "text" || type == "name" || type.hasPrefix("character")
  }

  private func present(_ connection: Connection) async throws -> StatusList {
    let written = try await connection.read(CatalogSQL.statusDefault, [], rowSecurityOff: false)
      .first?.optionalString("expression")
    let columnDefault = written.flatMap(StatusCheck.literal)
    var present: [String] = []
    if isReadable {
      let timeouts = Timeouts(statement: .seconds(30))
      let found = try await connection.read(CatalogSQL.presentStatuses, [], timeouts)
      present = found.compactMap { $0["status"] }
    }
    if let columnDefault, !present.contains(columnDefault) { present.append(columnDefault) }
    return StatusList(present, origin: .rows, isComplete: false, columnDefault: columnDefault)
  }
}
