import Testing

@testable import OpsCore

@Suite("Times as operators write them")
struct TimePointTests {
  @Test(
    "A time is a duration before now, a local one, or one with its zone",
    arguments: [
      ("6h", .ago(.seconds(21_600))),
      ("2026-11-24", .local(year: 2026, month: 11, day: 24, seconds: 0, microseconds: 0)),
      (
        "2026-11-24T17:00", .local(year: 2026, month: 11, day: 24, seconds: 61_200, microseconds: 0)
      ),
      (
        "2026-11-24 17:00:59.5",
        .local(year: 2026, month: 11, day: 24, seconds: 61_259, microseconds: 500_000)
      ),
      ("2026-11-24T17:00Z", .absolute(Instant(secondsSinceEpoch: 1_795_539_600))),
      ("2026-11-24 19:00:00+02:00", .absolute(Instant(secondsSinceEpoch: 1_795_539_600))),
    ] as [(String, TimePoint)])
  func parse(text: String, expected: TimePoint) throws {
    #expect(try TimePoint.parse(text) == expected)
  }

  @Test(
    "What is no time is a usage error that shows what is one",
    arguments: [
      "", "yesterday", "2026-02-30", "2026-11-24T", "2026-11-24Z", "2026-11-24T17:00+",
      "24.11.2026",
      "2026-11-24T17:00ZZ", "-6h", "6", "\u{1B}[2J",
    ])
  func refuse(_ text: String) throws {
    let failure = #expect(throws: OpsError.self) { try TimePoint.parse(text) }
    #expect(failure?.exit == .usage)
    #expect(failure?.hint?.contains("2026-11-24T17:00Z") == true)
    #expect(failure?.message.contains("\u{1B}") == false)
  }

  /// What a time means where.
  private static let local: [(zone: String, text: String, utc: [String])] = [
    ("Europe/Berlin", "2026-07-01", ["2026-06-30T22:00:00Z"]),
    ("Europe/Berlin", "2026-12-01", ["2026-11-30T23:00:00Z"]),
    // The clock was put forward at 02:00, and back at 03:00.
    ("Europe/Berlin", "2026-03-29T03:00", ["2026-03-29T01:00:00Z"]),
    ("Europe/Berlin", "2026-03-29T02:30", ["2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"]),
    ("Europe/Berlin", "2026-10-25T04:00", ["2026-10-25T03:00:00Z"]),
    ("America/Los_Angeles", "2026-03-08T12:00", ["2026-03-08T19:00:00Z"]),
    ("Asia/Kathmandu", "2026-11-24T17:00", ["2026-11-24T11:15:00Z"]),
    ("UTC", "2026-11-24T24:00", ["2026-11-25T00:00:00Z"]),
  ]

  /// When the day of a time began where.
  private static let days: [(zone: String, now: String, start: String)] = [
    ("UTC", "2026-11-24 17:00:00Z", "2026-11-24T00:00:00Z"),
    ("Europe/Berlin", "2026-11-24 23:30:00Z", "2026-11-24T23:00:00Z"),
    ("Europe/Berlin", "2026-11-24 22:30:00Z", "2026-11-23T23:00:00Z"),
    // On the day on which the clock is put back, the day has 25 hours.
    ("Europe/Berlin", "2026-10-25 22:59:59Z", "2026-10-24T22:00:00Z"),
    // Here the clock went from 24:00 to 01:00.
    ("America/Sao_Paulo", "2018-11-04 15:00:00Z", "2018-11-04T03:00:00Z"),
  ]

  @Test("trap 7: local times and days are those of the zone of this process")
  func ownZone() throws {
    let zone = OtherProcess.variable("TZ")
    for (_, text, utc) in Self.local.filter({ $0.zone == zone }) {
      let time = try TimePoint.parse(text).instant(now: .now)
      #expect(utc.contains(time.iso8601), "\(text)")
    }
    for (_, now, start) in Self.days.filter({ $0.zone == zone }) {
      let time = try #require(Instant(postgres: now))
      #expect(TimePoint.startOfDay(now: time).iso8601 == start, "\(now)")
    }
  }

  @Test(
    "trap 7: in every zone, on the days on which the clock is changed, too",
    arguments: [
      "UTC", "Europe/Berlin", "America/Los_Angeles", "America/Sao_Paulo", "Asia/Kathmandu",
    ])
  func zones(_ zone: String) throws {
    try OtherProcess("TimePointTests/ownZone", ["TZ=\(zone)"]).finish()
  }

  @Test("A duration is taken from now, and a zone is obeyed whatever the local one is")
  func others() throws {
    let now = Instant(secondsSinceEpoch: 1_795_539_600)
    #expect(try TimePoint.parse("1h").instant(now: now) == now - .seconds(3600))
    #expect(try TimePoint.parse("2026-11-24T17:00Z").instant(now: now) == now)
  }
}
