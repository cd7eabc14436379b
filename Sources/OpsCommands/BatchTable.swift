internal import OpsCore

/// The columns in which batches are listed, fitted to the screen.
struct BatchTable {
  /// Narrower screens get the beginning of ids and times without seconds, so that columns still fit.
  private static let wide = 140
  private static let shortID = 8

  private let isNarrow: Bool

  /// Fits the columns to where results go.
  init(_ output: Output) {
    isNarrow = output.format == .table && (output.rendering.width ?? .max) < Self.wide
  }

  /// The columns, in their order; programs get the keys of the contract.
  var columns: [Column] {
    [
      Column("place", "%", tableOnly: true),
      Column("id", "ID", .id, machineOnly: isNarrow),
      Column("short_id", "ID", .id, tableOnly: true, machineOnly: !isNarrow),
      Column("status", "STATUS", .status),
      Column("filename", "FILENAME", maxWidth: 40),
      Column("rows_total", "ROWS", .number),
      Column("rows_inserted", isNarrow ? "INS" : "INSERTED", .number),
      Column("rows_invalid", isNarrow ? "INV" : "INVALID", .number),
      Column("age_seconds", "AGE", .age),
      Column("created_at", "CREATED", .time, machineOnly: isNarrow),
      Column("short_created_at", "CREATED", .id, tableOnly: true, machineOnly: !isNarrow),
      Column("moved_at", "MOVED", .time, machineOnly: true),
    ]
  }

  /// The values of one batch, in the order of the columns.
  func row(_ batch: Batch, place: Int) -> [DataValue] {
    [
      .text("%\(place)"), .text(batch.id), .text(String(batch.id.prefix(Self.shortID))),
      Self.status(batch), .text(batch.filename), DataValue(orNull: batch.rowsTotal),
      DataValue(orNull: batch.rowsInserted), DataValue(orNull: batch.rowsInvalid),
      DataValue(orNull: batch.ageSeconds), DataValue(orNull: batch.createdAt),
      isNarrow ? .text(Self.short(batch.createdAt)) : .null, DataValue(orNull: batch.movedAt),
    ]
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

  /// Day and minute, such as `11-24 17:00Z`.
  private static func short(_ time: Instant?) -> String {
    guard let time else { return "" }
    return time.iso8601.dropFirst(5).prefix(5) + " " + time.clock
  }
}
