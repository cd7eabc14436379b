import ArgumentParser
import Testing

@testable import OpsCore

@Suite("Filters as they are typed")
struct FilterOptionsTests {
  private static let now = Instant(secondsSinceEpoch: 1_772_000_000)

  private func filter(
    _ words: String..., in schema: SchemaProfile = .runbook()
  ) throws -> BatchFilter {
    try FilterOptions.parse(words).filter(in: schema, now: Self.now)
  }

  @Test("Nothing given lets everything through and chooses nothing")
  func nothing() throws {
    let filter = try filter()
    #expect(filter == BatchFilter())
    #expect(!filter.isSelective && filter.notices.isEmpty)
  }

  @Test("Times are resolved once, to half-open spans")
  func times() throws {
    #expect(try filter("--since", "6h").created == TimeWindow(from: Self.now - .seconds(21_600)))
    #expect(
      try filter("--since", "2026-01-02T03:04Z", "--until", "2026-01-03T00:00+01:00").created
        == TimeWindow(
          from: Instant(postgres: "2026-01-02T03:04:00Z"),
          until: Instant(postgres: "2026-01-02T23:00:00Z")))
    #expect(try filter("--older-than", "2w").created.until == Self.now - .seconds(1_209_600))
    // The narrower bound holds, in whatever order they are given.
    #expect(
      try filter("--older-than", "1h", "--until", "2020-01-01T00:00Z").created.until
        == Instant(postgres: "2020-01-01T00:00:00Z"))
  }

  @Test("trap 7, system 9 row 39: today is one local day, up to the next one, whatever the season")
  func today() throws {
    let window = try filter("--today").created
    let from = try #require(window.from)
    let until = try #require(window.until)
    #expect(from <= Self.now && Self.now < until)
    #expect(from == TimePoint.startOfDay(now: Self.now))
    #expect((23...25).contains((until - from).components.seconds / 3600))
    #expect(TimePoint.startOfDay(now: until) == until)
  }

  @Test("trap 7: what a span was resolved to is said in UTC and in the local zone")
  func notices() throws {
    let notice = try #require(try filter("--since", "2026-01-02T03:04Z").notices.first)
    #expect(notice.hasPrefix("created from 2026-01-02T03:04:00Z ("))
    #expect(
      try filter("--stuck").notices.first?.hasPrefix("stuck: not moved since 2026-02-") == true)
  }

  @Test("--stuck means 10 minutes unless it says otherwise, and batches in flight")
  func stuck() throws {
    #expect(try filter("--stuck").idle == .init(since: Self.now - .seconds(600)))
    #expect(try filter("--stuck", "--stuck-for", "1h").idle?.since == Self.now - .seconds(3600))
    #expect(try filter("--stuck").idle?.classes == [.inFlight])
  }

  @Test("trap 9: a status that this database does not have is refused, with the ones that it has")
  func unknownStatus() throws {
    #expect(
      try filter("--status", "failed", "--status", "staging").statuses == ["failed", "staging"])
    for status in ["pending", "FAILED", "", "failed,staging", "x\u{1B}[2J"] {
      let error = #expect(throws: OpsError.self) { try filter("--status", status) }
      #expect(error?.exit == .usage)
      #expect(error?.hint?.contains("uploaded, staging") == true)
      #expect(error?.message.contains("\u{1B}") == false)
    }
  }

  @Test("--source needs a column for it, under whichever name")
  func source() throws {
    #expect(try filter("--source", "simplicity").source == "simplicity")
    let other = SchemaProfile.runbook(without: ["source"], adding: ["source_reference"])
    #expect(try filter("--source", "x", in: other).source == "x")
    let none = SchemaProfile.runbook(without: ["source"])
    #expect(
      #expect(throws: OpsError.self) { try filter("--source", "x", in: none) }?.exit == .usage)
  }

  @Test(
    "What cannot be meant is refused before anything is connected to",
    arguments: [
      ["--limit", "0"], ["--limit", "-1"], ["--limit", "9223372036854775807"], ["--limit", "x"],
      ["--stuck-for", "10m"], ["--stuck", "--stuck-for", "10"], ["--stuck", "--stuck-for", "-5m"],
      ["--since", "tomorrowish"], ["--since", "2026-02-30"], ["--until", ""],
      ["--older-than", "5"],
      ["--filename", ""], ["--filename-ilike", #"a\"#], ["--not-filename", ""], ["--except", "%3"],
      ["--except", "xyz"], ["--nonsense"], ["--older-than", "99999999999999999999d"],
    ])
  func usage(_ words: [String]) {
    let error = #expect(throws: (any Error).self) { try FilterOptions.parse(words) }
    if let error { #expect(FilterOptions.exitCode(for: error) == .validationFailure) }
  }

  @Test("A span in which nothing lies is refused")
  func emptySpan() {
    let error = #expect(throws: OpsError.self) { try filter("--since", "1h", "--until", "2h") }
    #expect(error?.exit == .usage)
    #expect(throws: OpsError.self) {
      try filter("--since", "2026-01-02T00:00Z", "--until", "2026-01-02T00:00Z")
    }
  }

  @Test(
    "What chooses batches, and what only leaves some out",
    arguments: [
      (["--status", "failed"], true), (["--stuck"], true), (["--today"], true),
      (["--since", "1d"], true), (["--older-than", "1d"], true), (["--source", "x"], true),
      (["--filename", "a*"], true), (["--not-filename", "a*"], true),
      (["--filename-ilike", "%a%"], true), (["--filename", "*"], false),
      (["--filename", "?*"], false), (["--filename-ilike", "%_"], false),
      (["--not-filename", "*"], false), (["--limit", "5"], false), (["--oldest-first"], false),
      (["--except", "3f2a"], false), (["--filename", "*", "--status", "failed"], true),
    ])
  func selective(_ words: [String], _ isSelective: Bool) throws {
    let filter = try FilterOptions.parse(words).filter(in: .runbook(), now: Self.now)
    #expect(filter.isSelective == isSelective)
  }

  @Test("--except takes ids up to the next option")
  func exceptions() throws {
    let filter = try filter("--except", "3f2a", "91c0", "--limit", "3", "--oldest-first")
    #expect(filter.except == [.digits("3f2a"), .digits("91c0")])
    #expect(filter.limit == 3 && filter.oldestFirst)
  }
}
