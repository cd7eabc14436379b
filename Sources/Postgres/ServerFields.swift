internal import CLibPQ

/// The fields of an error or a notice that this module reads; DETAIL and CONTEXT are not among them.
enum ServerFields {
  static let severity = UInt8(ascii: "V")
  static let sqlState = UInt8(ascii: "C")
  static let message = UInt8(ascii: "M")
  static let hint = UInt8(ascii: "H")
  static let schema = UInt8(ascii: "s")
  static let table = UInt8(ascii: "t")
  static let column = UInt8(ascii: "c")
  static let constraint = UInt8(ascii: "n")

  static func text(_ result: OpaquePointer, _ field: UInt8) -> String? {
    unsafe PQresultErrorField(result, Int32(field)).map { unsafe String(cString: $0) }
  }

  /// Makes the error that a failed result tells.
  static func error(of result: OpaquePointer, on channel: Channel) -> PostgresError {
    let sqlState = unsafe text(result, Self.sqlState).map(SQLState.init(rawValue:))
    let severity = unsafe text(result, Self.severity)
    guard let message = unsafe text(result, Self.message) else { return channel.lost() }
    let isLost = channel.isBroken || severity == "FATAL" || severity == "PANIC"
    return PostgresError(
      isLost ? .connectionLost : .server,
      channel.redact(isLost ? "the connection was lost: \(message)" : message),
      sqlState: sqlState,
      hint: unsafe text(result, Self.hint).map(channel.redact),
      severity: severity,
      schema: unsafe text(result, Self.schema), table: unsafe text(result, Self.table),
      column: unsafe text(result, Self.column),
      constraint: unsafe text(result, Self.constraint))
  }
}
