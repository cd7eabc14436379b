internal import Glibc

/// A time as operators write it: a duration before now, a date or a time stamp.
public enum TimePoint: Sendable, Equatable {
  /// So long before now.
  case ago(Duration)
  /// A date and time without a zone, meant in the local one.
  case local(year: Int64, month: Int64, day: Int64, seconds: Int64, microseconds: Int64)
  /// A time with its zone.
  case absolute(Instant)

  /// Reads `6h`, `2026-11-24`, `2026-11-24T17:00`, `2026-11-24 17:00:00Z` or `…+02:00`.
  ///
  /// - Throws: `OpsError` with exit status 64.
  public static func parse(_ text: String) throws(OpsError) -> TimePoint {
    if let span = HumanTime.parseDuration(text) { return .ago(span) }
    var scanner = TimeScanner(text)
    if let date = scanner.date() {
      var clock: (seconds: Int64, microseconds: Int64)? = (0, 0)
      if !scanner.isAtEnd { clock = scanner.takeAny(" T") ? scanner.clock() : nil }
      if let clock {
        if scanner.isAtEnd {
          return .local(
            year: date.year, month: date.month, day: date.day, seconds: clock.seconds,
            microseconds: clock.microseconds)
        }
        if let offset = scanner.offset(), scanner.isAtEnd {
          let days = CivilDate.days(date.year, date.month, date.day)
          let seconds = days * 86_400 + clock.seconds - offset
          return .absolute(
            Instant(microsecondsSinceEpoch: seconds * 1_000_000 + clock.microseconds))
        }
      }
    }
    throw OpsError(
      .usage, "\(Sanitiser.visible(text)) is no time",
      hint: "a duration (90s, 6h, 7d), a date (2026-11-24) or a time stamp (2026-11-24T17:00Z)")
  }

  /// Returns the time meant, in the zone of this process where none was given.
  public func instant(now: Instant) -> Instant {
    switch self {
    case .ago(let span): return now - span
    case .absolute(let time): return time
    case .local(let year, let month, let day, let seconds, let microseconds):
      var parts = unsafe tm()
      unsafe parts.tm_year = Int32(clamping: year - 1900)
      unsafe parts.tm_mon = Int32(clamping: month - 1)
      unsafe parts.tm_mday = Int32(clamping: day)
      unsafe parts.tm_hour = Int32(clamping: seconds / 3600)
      unsafe parts.tm_min = Int32(clamping: seconds / 60 % 60)
      unsafe parts.tm_sec = Int32(clamping: seconds % 60)
      // The system decides whether summer time is in force on that day.
      unsafe parts.tm_isdst = -1
      let time = unsafe mktime(&parts)
      return Instant(microsecondsSinceEpoch: Int64(time) * 1_000_000 + microseconds)
    }
  }

  /// Returns the beginning of the local day.
  public static func startOfDay(now: Instant) -> Instant {
    var time = time_t(CivilDate.floored(now.microsecondsSinceEpoch, 1_000_000).whole)
    var parts = unsafe tm()
    _ = unsafe localtime_r(&time, &parts)
    unsafe parts.tm_hour = 0
    unsafe parts.tm_min = 0
    unsafe parts.tm_sec = 0
    unsafe parts.tm_isdst = -1
    return Instant(secondsSinceEpoch: Int64(unsafe mktime(&parts)))
  }
}
