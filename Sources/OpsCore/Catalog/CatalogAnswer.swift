internal import Postgres

/// What the statements of ``CatalogSQL`` answered.
struct CatalogAnswer {
  private let tableRows: ResultSet
  private let columnRows: [NumberedColumn]
  private let indexRows: ResultSet
  private let checkRows: ResultSet?
  private let keyRows: ResultSet?

  /// Reads the answers to ``SchemaProfile/questions(_:)``, in their order.
  init(_ answers: [ResultSet]) throws(PostgresError) {
    tableRows = answers[0]
    var columns: [NumberedColumn] = []
    for row in answers[1] { columns.append(try NumberedColumn(row)) }
    columnRows = columns.sorted { $0.number < $1.number }
    indexRows = answers[2]
    checkRows = answers.count > 3 ? answers[3] : nil
    keyRows = answers.count > 4 ? answers[4] : nil
  }

  func tables() throws(PostgresError) -> [TableFacts] {
    var tables: [TableFacts] = []
    for row in tableRows {
      let oid = try row.string("oid")
      let kind = try row.string("kind")
      var privileges: TableFacts.Privileges = []
      if try row.bool("usage") {
        if try row.bool("may_select") { privileges.insert(.select) }
        if try row.bool("may_insert") { privileges.insert(.insert) }
        if try row.bool("may_update") { privileges.insert(.update) }
        if try row.bool("may_delete") { privileges.insert(.delete) }
      }
      tables.append(
        TableFacts(
          name: TableName(try row.string("schema"), try row.string("name")),
          isTable: kind == "r" || kind == "p",
          columns: columnRows.filter { $0.table == oid }.map(\.column.name),
          privileges: privileges,
          rowSecurity: TableFacts.RowSecurity(
            isEnabled: try row.bool("has_row_security"),
            isForced: try row.bool("forces_row_security"),
            isActive: try row.bool("hides_rows"))))
    }
    return tables
  }

  /// The columns of the table of batches.
  func columns() throws(PostgresError) -> [BatchColumn] { try numberedColumns().map(\.column) }

  func indexes() throws(PostgresError) -> [BatchIndex] {
    let columns = try numberedColumns()
    var indexes: [BatchIndex] = []
    for row in indexRows {
      let numbers = try row.string("numbers").split(separator: " ").prefix(try row.int("width"))
      let isWhole = try row.bool("is_whole")
      let isOrderable = try row.optionalBool("is_orderable") ?? false
      indexes.append(
        BatchIndex(
          columns: numbers.map { Self.name($0, columns) ?? "" }, givesOrder: isWhole && isOrderable)
      )
    }
    return indexes
  }

  /// The CHECKs of the column `status` alone, with whether all rows obey them; nil when they were not asked for.
  func statusChecks() throws(PostgresError) -> [(definition: String, isValidated: Bool)]? {
    guard let checkRows else { return nil }
    let columns = try numberedColumns()
    var checks: [(definition: String, isValidated: Bool)] = []
    for row in checkRows {
      // A CHECK of one column has one number, in braces.
      guard Self.name(try row.string("numbers").dropFirst().dropLast(), columns) == "status" else {
        continue
      }
      checks.append((try row.string("definition"), try row.bool("is_validated")))
    }
    return checks
  }

  /// The foreign keys that lead to batches, directly or through other tables, the nearest first; nil when they were not
  /// asked for.
  func foreignKeys() throws(PostgresError) -> [ForeignKey]? {
    guard let keyRows else { return nil }
    var all: [ForeignKey] = []
    for row in keyRows {
      guard let table = TableName(catalog: try row.string("table")),
        let referenced = TableName(catalog: try row.string("referenced")),
        let onDelete = ForeignKey.DeleteRule(rawValue: try row.string("rule"))
      else { continue }
      all.append(
        ForeignKey(
          name: try row.string("name"), table: table, columns: try row.strings("columns"),
          referenced: referenced, onDelete: onDelete))
    }
    return ForeignKey.leading(to: .batches, among: all)
  }

  /// Returns how far the server's clock is ahead of the time at which it was asked.
  func clockOffset(_ here: Instant) throws(PostgresError) -> Duration {
    guard let text = try tableRows.first?.string("clock"), let there = Instant(postgres: text)
    else { return .zero }
    let offset = there - here
    // What the way to the server takes is no difference of clocks.
    return abs(offset.components.seconds) < 1 ? .zero : offset
  }

  private func numberedColumns() throws(PostgresError) -> [NumberedColumn] {
    for row in tableRows
    where TableName(try row.string("schema"), try row.string("name")) == .batches {
      let oid = try row.string("oid")
      return columnRows.filter { $0.table == oid }
    }
    return []
  }

  private static func name(_ number: Substring, _ columns: [NumberedColumn]) -> String? {
    Int(number).flatMap { number in columns.first { $0.number == number } }?.column.name
  }
}

/// A column with the number by which indexes and constraints name it.
private struct NumberedColumn {
  let table: String
  let number: Int
  let column: BatchColumn

  init(_ row: Row) throws(PostgresError) {
    table = try row.string("table")
    number = try row.int("number")
    column = BatchColumn(
      name: try row.string("name"), type: try row.string("type"),
      isNotNull: try row.bool("is_not_null"), hasDefault: try row.bool("has_default"))
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
