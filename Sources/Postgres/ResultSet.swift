internal import CLibPQ

/// The rows that one statement returned.
///
/// Values are read from libpq's memory when asked for; that memory lives as long as a row of it does.
public struct ResultSet: Sendable, RandomAccessCollection {
  let storage: ResultStorage

  /// The names of the columns, in order.
  public var columns: [String] { storage.columns }

  /// The command tag, such as `SELECT 3` or `UPDATE 1`.
  public var commandTag: String { storage.commandTag }

  /// The number of rows that the statement returned or changed.
  public var affectedRows: Int { storage.affectedRows }

  /// The first position.
  public var startIndex: Int { 0 }

  /// The position after the last row.
  public var endIndex: Int { storage.rowCount }

  /// Returns the row at a position.
  public subscript(position: Int) -> Row {
    precondition(position >= 0 && position < storage.rowCount, "Row out of bounds")
    return Row(storage: storage, index: position)
  }
}

/// Owns one PGresult; frozen from the start, so that any thread may read it.
@safe final class ResultStorage: @unchecked Sendable {
  let columns: [String]
  let commandTag: String
  let affectedRows: Int
  let rowCount: Int
  private let result: OpaquePointer
  private let positions: [String: Int]

  /// Takes ownership of the result.
  init(_ result: OpaquePointer) {
    unsafe self.result = result
    rowCount = unsafe Int(PQntuples(result))
    let width = unsafe PQnfields(result)
    var columns: [String] = []
    var positions: [String: Int] = [:]
    for column in 0..<width {
      let name = unsafe PQfname(result, column).map { unsafe String(cString: $0) } ?? ""
      columns.append(name)
      if positions[name] == nil { positions[name] = Int(column) }
    }
    self.columns = columns
    self.positions = positions
    commandTag = unsafe PQcmdStatus(result).map { unsafe String(cString: $0) } ?? ""
    let affected = unsafe PQcmdTuples(result).map { unsafe String(cString: $0) } ?? ""
    affectedRows = Int(affected) ?? rowCount
  }

  deinit {
    unsafe PQclear(result)
  }

  func position(of column: String) -> Int? { positions[column] }

  func value(row: Int, column: Int) -> String? {
    let row = Int32(row)
    let column = Int32(column)
    guard unsafe PQgetisnull(result, row, column) == 0 else { return nil }
    guard let bytes = unsafe PQgetvalue(result, row, column) else { return nil }
    let count = unsafe Int(PQgetlength(result, row, column))
    return unsafe String(
      decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
  }
}
