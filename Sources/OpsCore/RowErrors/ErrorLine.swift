internal import Postgres

/// Makes the lines of an export of what the server sends.
///
/// PostgreSQL quotes the texts. What is the same in every line (batch and table) does not travel, and the time travels
/// as PostgreSQL keeps it: printing both for millions of rows is half of the server's work. ``ErrorSQL/copy(_:batch:excelSafe:)``
/// asks for `file_line,time,stage,row_number,error_code,error_message`, so that the last three, of any length, pass
/// through in one piece.
struct ErrorLine: Sendable {
  private let start: [UInt8]
  private let middle: [UInt8]

  /// Prepares the lines of a batch and a table; both have names that need no quoting.
  init(batch: String, source: String) {
    start = Array("\(batch),".utf8)
    middle = Array(",\(source),".utf8)
  }

  /// Adds the line for a row that the server sent.
  func append(_ row: UnsafeRawBufferPointer, to buffer: inout [UInt8]) throws(PostgresError) {
    let lineEnd = unsafe try Self.end(ofPlain: row, from: 0)
    let timeEnd = unsafe try Self.end(ofPlain: row, from: lineEnd + 1)
    let stageEnd = unsafe try Self.end(ofCell: row, from: timeEnd + 1)
    guard row.count > stageEnd + 1, unsafe row.last == 0x0A else { throw Self.malformed }
    buffer.append(contentsOf: start)
    unsafe buffer.append(
      contentsOf: UnsafeRawBufferPointer(rebasing: row[(stageEnd + 1)..<(row.count - 1)]))
    buffer.append(0x2C)
    unsafe try Self.appendTime(
      UnsafeRawBufferPointer(rebasing: row[(lineEnd + 1)..<timeEnd]), to: &buffer)
    buffer.append(contentsOf: middle)
    unsafe buffer.append(
      contentsOf: UnsafeRawBufferPointer(rebasing: row[(timeEnd + 1)..<stageEnd]))
    buffer.append(0x2C)
    unsafe buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: row[0..<lineEnd]))
    buffer.append(0x0A)
  }

  /// Finds the comma after a cell that cannot be quoted.
  private static func end(
    ofPlain row: UnsafeRawBufferPointer, from start: Int
  ) throws(PostgresError) -> Int {
    var index = start
    while index < row.count {
      if unsafe row[index] == 0x2C { return index }
      index += 1
    }
    throw malformed
  }

  /// Finds the comma after a cell that may be quoted; a quote within is doubled.
  private static func end(
    ofCell row: UnsafeRawBufferPointer, from start: Int
  ) throws(PostgresError) -> Int {
    var isQuoted = false
    var index = start
    while index < row.count {
      let byte = unsafe row[index]
      if byte == 0x22 { isQuoted.toggle() }
      if byte == 0x2C, !isQuoted { return index }
      index += 1
    }
    throw malformed
  }

  private static var malformed: PostgresError {
    PostgresError(.decoding, "the server sent a row that is not of this export")
  }
}

extension ErrorLine {
  /// The days from 1970-01-01 to 2000-01-01, from which PostgreSQL counts.
  private static let daysTo2000: Int64 = 10_957

  /// Adds the time that 8 bytes in hexadecimal (`\x0002…`) stand for: microseconds since 2000; nothing for NULL.
  static func appendTime(
    _ cell: UnsafeRawBufferPointer, to buffer: inout [UInt8]
  ) throws(PostgresError) {
    guard unsafe !cell.isEmpty else { return }
    guard cell.count == 18, unsafe cell[0] == 0x5C, unsafe cell[1] == 0x78 else { throw malformed }
    var bits: UInt64 = 0
    for index in 2..<18 {
      let digit = unsafe cell[index]
      switch digit {
      case 0x30...0x39: bits = bits << 4 | UInt64(digit - 0x30)
      case 0x61...0x66: bits = bits << 4 | UInt64(digit - 0x57)
      default: throw malformed
      }
    }
    appendTime(Int64(bitPattern: bits), to: &buffer)
  }

  /// Adds a time as ISO 8601 in UTC.
  private static func appendTime(_ microseconds: Int64, to buffer: inout [UInt8]) {
    switch microseconds {
    case .max: buffer.append(contentsOf: "infinity".utf8)
    case .min: buffer.append(contentsOf: "-infinity".utf8)
    default:
      let day = CivilDate.floored(microseconds, 86_400_000_000)
      let second = CivilDate.floored(day.rest, 1_000_000)
      let date = CivilDate.civil(day.whole + daysTo2000)
      if date.year < 0 { buffer.append(0x2D) }
      append(abs(date.year), digits: date.year.magnitude > 9999 ? 6 : 4, to: &buffer)
      for (separator, value) in [
        (UInt8(0x2D), date.month), (0x2D, date.day), (0x54, second.whole / 3600),
        (0x3A, second.whole / 60 % 60), (0x3A, second.whole % 60),
      ] {
        buffer.append(separator)
        append(value, digits: 2, to: &buffer)
      }
      buffer.append(0x2E)
      append(second.rest, digits: 6, to: &buffer)
      buffer.append(0x5A)
    }
  }

  private static func append(_ number: Int64, digits: Int, to buffer: inout [UInt8]) {
    var divisor: Int64 = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      buffer.append(0x30 + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }
}
