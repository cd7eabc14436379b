/// The arithmetic of the Gregorian calendar, without a library that needs 42 MiB.
enum CivilDate {
  /// Returns the days from 1970-01-01 to a date.
  static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = floored(shifted, 400)
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = era.rest * 365 + era.rest / 4 - era.rest / 100 + dayOfYear
    return era.whole * 146_097 + dayOfEra - 719_468
  }

  /// Returns the date that lies this many days after 1970-01-01.
  static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let era = floored(days + 719_468, 146_097)
    let yearOfEra = (era.rest - era.rest / 1460 + era.rest / 36_524 - era.rest / 146_096) / 365
    let dayOfYear = era.rest - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era.whole * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// Says whether there is such a date.
  static func exists(_ year: Int64, _ month: Int64, _ day: Int64) -> Bool {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return false }
    let back = civil(days(year, month, day))
    return back.year == year && back.month == month && back.day == day
  }

  /// Divides so that the rest is never negative.
  static func floored(_ value: Int64, _ unit: Int64) -> (whole: Int64, rest: Int64) {
    let (whole, rest) = value.quotientAndRemainder(dividingBy: unit)
    return rest < 0 ? (whole - 1, rest + unit) : (whole, rest)
  }
}

/// Reads dates and times of day from a text, piece by piece.
struct TimeScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  var isAtEnd: Bool { position == bytes.count }

  /// Takes one of these characters.
  mutating func takeAny(_ characters: String) -> Bool {
    guard position < bytes.count, characters.utf8.contains(bytes[position]) else { return false }
    position += 1
    return true
  }

  /// Takes exactly this text.
  mutating func take(_ text: String) -> Bool {
    guard bytes[position...].starts(with: text.utf8) else { return false }
    position += text.utf8.count
    return true
  }

  /// Takes `2026-11-24`.
  mutating func date() -> (year: Int64, month: Int64, day: Int64)? {
    guard let year = number(4), takeAny("-"), let month = number(2), takeAny("-"),
      let day = number(2), CivilDate.exists(year, month, day)
    else { return nil }
    return (year, month, day)
  }

  /// Takes `17:00`, `17:00:59` or `17:00:59.123456`.
  mutating func clock() -> (seconds: Int64, microseconds: Int64)? {
    guard let hour = number(2), hour <= 24, takeAny(":"), let minute = number(2), minute < 60 else {
      return nil
    }
    var seconds = hour * 3600 + minute * 60
    var fraction: Int64 = 0
    if takeAny(":") {
      guard let second = number(2), second < 61 else { return nil }
      seconds += second
      if takeAny(".") {
        var unit: Int64 = 100_000
        guard let first = number(1) else { return nil }
        fraction = first * unit
        while let digit = number(1) {
          unit /= 10
          fraction += digit * unit
        }
      }
    }
    // 24:00 is the end of the day, and nothing comes after it.
    return hour == 24 && (seconds > 86_400 || fraction > 0) ? nil : (seconds, fraction)
  }

  /// Takes `Z`, `+00`, `+0200`, `-05:30` and returns seconds east of UTC; nil when there is none.
  mutating func offset() -> Int64? {
    if takeAny("Zz") { return 0 }
    let start = position
    guard takeAny("+-") else { return nil }
    let sign: Int64 = bytes[start] == UInt8(ascii: "-") ? -1 : 1
    // PostgreSQL knows offsets up to 15:59:59.
    guard let hours = number(2), hours < 16 else {
      position = start
      return nil
    }
    var seconds = hours * 3600
    for unit: Int64 in [60, 1] {
      let hasColon = takeAny(":")
      guard let part = number(2) else {
        // A colon with nothing behind it is left for whoever looks at the end.
        if hasColon { position -= 1 }
        break
      }
      guard part < 60 else {
        position = start
        return nil
      }
      seconds += part * unit
    }
    return sign * seconds
  }

  private mutating func number(_ digits: Int) -> Int64? {
    guard position + digits <= bytes.count else { return nil }
    var value: Int64 = 0
    for byte in bytes[position..<(position + digits)] {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - 0x30)
    }
    position += digits
    return value
  }
}
