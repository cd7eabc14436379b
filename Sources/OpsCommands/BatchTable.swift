internal import OpsCore

/// The columns in which batches are listed.
enum BatchTable {
  private static let shortID = 8

  /// The columns, in their order; programs get the keys of the contract.
  static let columns = columns(age: .useful, filename: .essential)

  /// The columns for a question in which age and file name matter so much.
  static func columns(age: Column.Importance, filename: Column.Importance) -> [Column] {
    [
      Column("place", "%", .id, importance: .essential, tableOnly: true),
      Column("id", "ID", .id, importance: .essential, short: .prefix(shortID)),
      Column("status", "STATUS", .status, importance: .essential),
      Column("filename", "FILENAME", importance: filename, maxWidth: 40),
      Column("rows_total", "ROWS", .number),
      Column("rows_inserted", "INSERTED", .number, importance: .extra, shortTitle: "INS"),
      Column("rows_invalid", "INVALID", .number, shortTitle: "INV"),
      Column("age_seconds", "AGE", .age, importance: age),
      Column("created_at", "CREATED", .time, importance: .extra, short: .dayAndMinute),
      Column("moved_at", "MOVED", .time, machineOnly: true),
    ]
  }

  /// The values of one batch, in the order of the columns.
  static func row(_ batch: Batch, place: Int) -> [DataValue] {
    [.text("%\(place)")] + fields(batch).map(\.1)
  }

  /// The values of one batch under the keys of the contract.
  static func fields(_ batch: Batch) -> [(String, DataValue)] {
    [
      ("id", .text(batch.id)), ("status", status(batch)), ("filename", .text(batch.filename)),
      ("rows_total", DataValue(orNull: batch.rowsTotal)),
      ("rows_inserted", DataValue(orNull: batch.rowsInserted)),
      ("rows_invalid", DataValue(orNull: batch.rowsInvalid)),
      ("age_seconds", DataValue(orNull: batch.ageSeconds)),
      ("created_at", DataValue(orNull: batch.createdAt)),
      ("moved_at", DataValue(orNull: batch.movedAt)),
    ]
  }

  private static func status(_ batch: Batch) -> DataValue {
    batch.status.isEmpty ? .null : .text(batch.status)
  }
}
