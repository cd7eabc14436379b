internal import Postgres

/// The rows of ``CatalogSQL/profile`` by their kind.
struct CatalogAnswer {
  let parts: [String: [Row]]

  private func rows(_ part: String) -> [Row] { parts[part] ?? [] }

  func tables() throws(PostgresError) -> [TableFacts] {
    var tables: [TableFacts] = []
    for row in rows("table") {
      let letters = Array(try row.string("d"))
      let flags = letters.dropFirst().map { $0 == "t" }
      guard letters.count == 7 else { continue }
      var privileges: TableFacts.Privileges = []
      let all: [TableFacts.Privileges] = [.select, .insert, .update, .delete]
      for (privilege, isGranted) in zip(all, flags.dropFirst()) where isGranted && flags[0] {
        privileges.insert(privilege)
      }
      tables.append(
        TableFacts(
          name: TableName(try row.string("a"), try row.string("b")),
          isTable: letters[0] == "r" || letters[0] == "p",
          columns: try row.strings("c").compactMap { NumberedColumn($0)?.column.name },
          privileges: privileges,
          rowSecurity: TableFacts.RowSecurity(
            isEnabled: try row.bool("e"), isForced: try row.bool("f"), isActive: flags[5])))
    }
    return tables
  }

  /// The columns of the table of batches.
  func columns() throws(PostgresError) -> [BatchColumn] { try numberedColumns().map(\.column) }

  func indexes() throws(PostgresError) -> [BatchIndex] {
    let names = try namesByNumber()
    var indexes: [BatchIndex] = []
    for row in rows("index") {
      let numbers = try row.string("a").split(separator: " ").prefix(try row.int("b"))
      let isWhole = try row.bool("e")
      let isOrderable = try row.bool("f")
      indexes.append(
        BatchIndex(
          columns: numbers.map { names[String($0)] ?? "" }, givesOrder: isWhole && isOrderable))
    }
    return indexes
  }

  /// The CHECKs of the column `status` alone, with whether all rows obey them.
  func statusChecks() throws(PostgresError) -> [(definition: String, isValidated: Bool)] {
    let names = try namesByNumber()
    var checks: [(definition: String, isValidated: Bool)] = []
    for row in rows("check") {
      // A CHECK of one column has one number, in braces.
      let number = try row.string("c").dropFirst().dropLast()
      guard names[String(number)] == "status" else { continue }
      checks.append((try row.string("b"), try row.bool("e")))
    }
    return checks
  }

  /// The foreign keys that lead to batches, directly or through other tables, the nearest first.
  func foreignKeys() throws(PostgresError) -> [ForeignKey] {
    var all: [ForeignKey] = []
    for row in rows("key") {
      let rule = try row.string("d")
      guard let table = TableName(catalog: try row.string("a")),
        let referenced = TableName(catalog: try row.string("b")),
        let onDelete = ForeignKey.DeleteRule(rawValue: String(rule.prefix(1)))
      else { continue }
      all.append(
        ForeignKey(
          name: String(rule.dropFirst()), table: table, columns: try row.strings("c"),
          referenced: referenced, onDelete: onDelete))
    }
    return ForeignKey.leading(to: .batches, among: all)
  }

  /// Returns how far the server's clock is ahead of the time at which it was asked.
  func clockOffset(_ here: Instant) throws(PostgresError) -> Duration {
    guard let text = try rows("clock").first?.string("a"), let there = Instant(postgres: text)
    else { return .zero }
    let offset = there - here
    // What the way to the server takes is no difference of clocks.
    return abs(offset.components.seconds) < 1 ? .zero : offset
  }

  private func numberedColumns() throws(PostgresError) -> [NumberedColumn] {
    for row in rows("table")
    where TableName(try row.string("a"), try row.string("b")) == .batches {
      return try row.strings("c").compactMap(NumberedColumn.init)
    }
    return []
  }

  private func namesByNumber() throws(PostgresError) -> [String: String] {
    Dictionary(try numberedColumns().map { ($0.number, $0.column.name) }) { first, _ in first }
  }
}

/// A column with the number by which indexes and constraints name it.
private struct NumberedColumn {
  let number: String
  let column: BatchColumn

  /// Reads the lines of ``CatalogSQL/profile``.
  init?(_ lines: String) {
    let parts = lines.split(separator: "\n", maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count == 5 else { return nil }
    number = String(parts[0])
    column = BatchColumn(
      name: String(parts[4]), type: String(parts[3]), isNotNull: parts[1] == "t",
      hasDefault: parts[2] == "t")
  }
}

extension TableName {
  /// Reads a name as the server quotes it where it must.
  init?(catalog text: String) {
    guard let tokens = CheckToken.scan(text), tokens.count == 3,
      case .word(let schema, _) = tokens[0], tokens[1] == .symbol("."),
      case .word(let table, _) = tokens[2]
    else { return nil }
    self.init(schema, table)
  }
}
