internal import Glibc

/// A point in time, exact to the microsecond, which is what PostgreSQL keeps.
public struct Instant: Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Microseconds since 1970-01-01T00:00:00Z.
  public var microsecondsSinceEpoch: Int64

  /// Makes a time from microseconds since 1970.
  public init(microsecondsSinceEpoch: Int64) {
    self.microsecondsSinceEpoch = microsecondsSinceEpoch
  }

  /// Makes a time from whole seconds since 1970.
  public init(secondsSinceEpoch: Int64) {
    microsecondsSinceEpoch = secondsSinceEpoch * 1_000_000
  }

  /// PostgreSQL's `infinity`, later than every other time.
  public static let infinity = Instant(microsecondsSinceEpoch: .max)
  /// PostgreSQL's `-infinity`, earlier than every other time.
  public static let minusInfinity = Instant(microsecondsSinceEpoch: .min)

  /// Whether the time is no point of any calendar.
  public var isInfinite: Bool { self == .infinity || self == .minusInfinity }

  /// The time of the system's clock.
  public static var now: Instant {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Instant(
      microsecondsSinceEpoch: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }

  /// Reads `2026-11-24 17:00:00.123+00`, `…T…Z` and other offsets, as servers and scripts write them; nil otherwise.
  ///
  /// A text without an offset is read as UTC; `infinity` is a time, too.
  public init?(postgres text: String) {
    switch text {
    case "infinity": self = .infinity
    case "-infinity": self = .minusInfinity
    default: self.init(calendar: text)
    }
  }

  private init?(calendar text: String) {
    var scanner = TimeScanner(text)
    guard let date = scanner.date(), scanner.takeAny(" T"), let clock = scanner.clock() else {
      return nil
    }
    let offset = scanner.offset() ?? 0
    // There is no year 0: the year before 1 is 1 BC.
    let year = scanner.take(" BC") ? 1 - date.year : date.year
    guard scanner.isAtEnd else { return nil }
    let seconds = CivilDate.days(year, date.month, date.day) * 86_400 + clock.seconds - offset
    microsecondsSinceEpoch = seconds * 1_000_000 + clock.microseconds
  }

  /// The time as ISO 8601 in UTC, such as `2026-11-24T17:00:00Z`; a fraction only when there is one.
  ///
  /// What is no point of the calendar is `infinity` or `-infinity`, as in the database.
  public var iso8601: String {
    if isInfinite { return self == .infinity ? "infinity" : "-infinity" }
    let seconds = CivilDate.floored(microsecondsSinceEpoch, 1_000_000)
    let days = CivilDate.floored(seconds.whole, 86_400)
    let (year, month, day) = CivilDate.civil(days.whole)
    let clock = days.rest
    var parts: [(mark: Unicode.Scalar?, number: Int64, digits: Int)] = [
      (nil, year, 4), ("-", month, 2), ("-", day, 2), ("T", clock / 3600, 2),
      (":", clock / 60 % 60, 2), (":", clock % 60, 2),
    ]
    if seconds.rest != 0 { parts.append((".", seconds.rest, 6)) }
    // Listings write thousands of times, and pieces of strings are slow to put together.
    var bytes: [UInt8] = []
    bytes.reserveCapacity(28)
    for part in parts {
      if let mark = part.mark { bytes.append(UInt8(ascii: mark)) }
      Self.append(part.number, part.digits, to: &bytes)
    }
    bytes.append(UInt8(ascii: "Z"))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Hours and minutes in UTC, such as `03:14Z`.
  public var clock: String { isInfinite ? iso8601 : iso8601.dropFirst(11).prefix(5) + "Z" }

  /// Hours, minutes and seconds in UTC, such as `03:14:15Z`.
  public var clockToTheSecond: String {
    isInfinite ? iso8601 : iso8601.dropFirst(11).prefix(8) + "Z"
  }

  /// Date and time of day in UTC for people, such as `2026-11-24 17:00:00Z`.
  var toTheSecond: String {
    if isInfinite { return iso8601 }
    var bytes = Array(iso8601.utf8)
    if let dot = bytes.firstIndex(of: UInt8(ascii: ".")) {
      bytes.replaceSubrange(dot..., with: CollectionOfOne(UInt8(ascii: "Z")))
    }
    if let mark = bytes.firstIndex(of: UInt8(ascii: "T")) { bytes[mark] = UInt8(ascii: " ") }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The time as ISO 8601.
  public var description: String { iso8601 }

  /// Orders by time.
  public static func < (left: Instant, right: Instant) -> Bool {
    left.microsecondsSinceEpoch < right.microsecondsSinceEpoch
  }

  /// Returns the time that lies a duration later.
  public static func + (time: Instant, span: Duration) -> Instant {
    guard !time.isInfinite else { return time }
    let (seconds, attoseconds) = span.components
    let micros = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    return Instant(microsecondsSinceEpoch: time.microsecondsSinceEpoch + micros)
  }

  /// Returns the time that lies a duration earlier.
  public static func - (time: Instant, span: Duration) -> Instant { time + (.zero - span) }

  /// Returns the duration from one time to another.
  public static func - (left: Instant, right: Instant) -> Duration {
    let (difference, overflow) = left.microsecondsSinceEpoch.subtractingReportingOverflow(
      right.microsecondsSinceEpoch)
    return .microseconds(overflow ? left < right ? .min : .max : difference)
  }

  /// Appends a number with at least this many digits.
  private static func append(_ number: Int64, _ digits: Int, to bytes: inout [UInt8]) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    var rest = number.magnitude
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0 || bytes.count - start < digits
    bytes[start...].reverse()
  }
}
