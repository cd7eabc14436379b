import Testing

@testable import OpsCore

@Suite("Points in time")
struct InstantTests {
  @Test(
    "Time stamps of servers and scripts are read",
    arguments: [
      ("1970-01-01 00:00:00+00", 0), ("1970-01-01T00:00:00Z", 0), ("1970-01-01 00:00", 0),
      ("2026-11-24 17:00:00.123456+00", 1_795_539_600_123_456),
      ("2026-11-24T17:00:00.1z", 1_795_539_600_100_000),
      ("2026-11-24 17:00:00.1234567+00", 1_795_539_600_123_456),
      ("2026-11-24 19:30:00+02:30", 1_795_539_600_000_000),
      ("2026-11-24 12:00:00-0500", 1_795_539_600_000_000),
      ("2026-11-24 17:00:10+00:00:10", 1_795_539_600_000_000),
      ("2026-11-23 24:00:00Z", 1_795_478_400_000_000), ("1969-12-31 23:59:59.999999Z", -1),
      ("2024-02-29 00:00:00Z", 1_709_164_800_000_000),
      ("1900-03-01 00:00:00Z", -2_203_891_200_000_000),
      ("0001-01-01 00:00:00Z", -62_135_596_800_000_000),
      ("9999-12-31 23:59:59Z", 253_402_300_799_000_000),
      ("0044-03-15 12:00:00+00 BC", -63_517_780_800_000_000),
    ] as [(String, Int64)])
  func parse(text: String, microseconds: Int64) {
    #expect(Instant(postgres: text)?.microsecondsSinceEpoch == microseconds)
  }

  @Test(
    "What is no time stamp is refused",
    arguments: [
      "", "Infinity", "+infinity", "2026-11-24", "2026-11-24 ", "2026-11-24 17",
      "2026-13-01 00:00:00",
      "2026-02-29 00:00:00", "2100-02-29 00:00:00", "2026-00-10 00:00:00", "2026-01-00 00:00:00",
      "2026-11-24 25:00:00", "2026-11-24 24:00:01", "2026-11-24 17:60:00", "2026-11-24 17:00:61",
      "2026-11-24 17:00:00.", "2026-11-24 17:00:00+2", "2026-11-24 17:00:00+02:",
      "2026-11-24 17:00:00+02:3", "2026-11-24 17:00:00+16", "2026-11-24 17:00:00+02:60",
      "2026-11-24 17:00:00+02 AD", "2026-11-24 17:00:00 UTC", "20261124 17:00:00",
      "٢٠٢٦-11-24 17:00:00",
      "12026-11-24 17:00:00", "0000-01-01 00:00:00", "2026-11-24\n17:00:00",
    ])
  func refuse(_ text: String) {
    #expect(Instant(postgres: text) == nil)
  }

  @Test("Every day of nine thousand years is written and read as the same day")
  func days() throws {
    for day in stride(from: Int64(-700_000), through: 2_900_000, by: 97) {
      let time = Instant(secondsSinceEpoch: day * 86_400 + 86_399)
      let civil = CivilDate.civil(day)
      #expect(CivilDate.days(civil.year, civil.month, civil.day) == day)
      if (1...9999).contains(civil.year) { #expect(Instant(postgres: time.iso8601) == time) }
    }
  }

  @Test("A fraction is written only where there is one, with six digits")
  func iso8601() {
    #expect(Instant(secondsSinceEpoch: 0).iso8601 == "1970-01-01T00:00:00Z")
    #expect(Instant(microsecondsSinceEpoch: 10).iso8601 == "1970-01-01T00:00:00.000010Z")
    #expect(Instant(microsecondsSinceEpoch: -1).iso8601 == "1969-12-31T23:59:59.999999Z")
    #expect(Instant(secondsSinceEpoch: 1_795_539_600).clock == "17:00Z")
  }

  @Test("Times are compared, and moved by durations")
  func arithmetic() {
    let time = Instant(secondsSinceEpoch: 100)
    #expect(time + .milliseconds(1500) - time == .milliseconds(1500))
    #expect(time - .seconds(101) == Instant(secondsSinceEpoch: -1))
    #expect(time - .microseconds(1) < time)
    #expect(Instant.now > Instant(secondsSinceEpoch: 1_700_000_000))
  }

  @Test(
    "The ends of PostgreSQL's time are times that nothing breaks at",
    arguments: [(Instant.infinity, "infinity"), (.minusInfinity, "-infinity")])
  func infinite(time: Instant, text: String) {
    #expect(Instant(postgres: text) == time)
    #expect(time.iso8601 == text && time.clock == text && time.toTheSecond == text)
    #expect(time + .seconds(1) == time && time - .seconds(1) == time)
    #expect(
      (Instant(secondsSinceEpoch: -1) < time) == (Instant(secondsSinceEpoch: -1) - time < .zero))
    #expect((time - Instant(secondsSinceEpoch: -1) > .zero) == (time == .infinity))
    #expect(Cell.short(.time(time), Column("t", "T", .time, short: .dayAndMinute)) == text)
  }
}
