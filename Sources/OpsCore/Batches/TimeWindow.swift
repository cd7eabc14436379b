internal import Glibc

/// A half-open span of time: its start belongs to it, its end does not.
public struct TimeWindow: Sendable, Equatable {
  /// The start; nil for none.
  public private(set) var from: Instant?
  /// The end; nil for none.
  public private(set) var until: Instant?

  /// Makes a span.
  public init(from: Instant? = nil, until: Instant? = nil) {
    self.from = from
    self.until = until
  }

  /// Whether it leaves anything out.
  public var isBounded: Bool { from != nil || until != nil }

  /// Whether no time lies in it.
  public var isEmpty: Bool {
    guard let from, let until else { return false }
    return from >= until
  }

  /// Leaves out what lies before.
  mutating func start(at time: Instant) { from = from.map { max($0, time) } ?? time }

  /// Leaves out what lies at that time or after it.
  mutating func end(at time: Instant) { until = until.map { min($0, time) } ?? time }

  /// The span in words, in UTC and in the local zone; nil when nothing is left out.
  public var description: String? {
    let parts = [from.map { "from \($0.inBothZones)" }, until.map { "before \($0.inBothZones)" }]
    let text = parts.compactMap(\.self).joined(separator: ", ")
    return text.isEmpty ? nil : text
  }
}

extension Instant {
  /// The time in UTC, then in the zone of this process.
  var inBothZones: String { "\(iso8601) (\(local))" }

  /// The time in the zone of this process, such as `2026-11-24 18:00:00 CET`.
  var local: String {
    var seconds = time_t(CivilDate.floored(microsecondsSinceEpoch, 1_000_000).whole)
    var parts = unsafe tm()
    guard unsafe localtime_r(&seconds, &parts) != nil else { return iso8601 }
    var buffer = [CChar](repeating: 0, count: 64)
    let count = unsafe strftime(&buffer, buffer.count, "%Y-%m-%d %H:%M:%S %Z", &parts)
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
