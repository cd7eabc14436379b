import Testing

@testable import OpsCore

@Suite("What follow shows")
struct FollowViewTests {
  private static func found(
    _ status: String, _ done: Int?, of total: Int? = 1000, invalid: Int? = 0, isFinal: Bool = false,
    reason: String? = nil
  ) -> FollowedBatch.Found {
    FollowedBatch.Found(
      batch: Batch(
        id: "3f2a0000-0000-4000-8000-000000000001", filename: "may\u{1B}[2J.csv", status: status,
        version: "1", rowsTotal: total, rowsInserted: done, rowsInvalid: invalid, ageSeconds: 90),
      isFinal: isFinal, evidence: isFinal ? [] : [Evidence(.heartbeat, "worker w seen 1s ago")],
      reason: reason)
  }

  private static func view(_ format: OutputFormat = .table) -> FollowView {
    FollowView(
      environment: "dev", rendering: Rendering(format: format, hasUnicode: false))
  }

  private static func seconds(_ seconds: Int64) -> @Sendable () -> Instant {
    { Instant(secondsSinceEpoch: 43_200 + seconds) }
  }

  @Test("Stages have their durations, rows their rate and what is left; its end has a reason")
  func screen() throws {
    var view = Self.view()
    view.now = Self.seconds(0)
    #expect(try !view.take(.success(Self.found("uploaded", 0))))
    view.now = Self.seconds(10)
    _ = try view.take(.success(Self.found("staging", 0)))
    view.now = Self.seconds(20)
    _ = try view.take(.success(Self.found("staging", 240, invalid: 10)))
    #expect(
      view.screen(LiveSize(columns: 60, rows: 24))
        == [
          "3f2a0000-0000-4000-8000-000000000001  may\\x1B[2J.csv",
          "dev  12:00:20Z  q ends", "", "uploaded  1m", "staging   for 10s", "",
          "[##########                              ]",
          "250 of 1000 rows (25 %), 10 invalid, 13 rows/s, 60s to go",
          "worker w seen 1s ago",
        ].map { $0.replacing("60s to go", with: "1m to go") })
    view.now = Self.seconds(30)
    #expect(
      try view.take(
        .success(Self.found("failed", 250, isFinal: true, reason: "too many errors\u{9B}"))))
    let last = view.screen(LiveSize(columns: 60, rows: 24))
    #expect(last.contains("staging   20s") && last.contains("failed"))
    #expect(last.contains("too many errors\\x9B"))
    #expect(!last.contains { $0.contains("rows/s") || $0.contains("q ends") })
  }

  @Test("What is overdue, and a connection that was made anew, are told")
  func disturbed() throws {
    var view = Self.view()
    view.now = Self.seconds(0)
    let size = LiveSize(columns: 60, rows: 24)
    #expect(view.screen(size, silence: .seconds(7)) == ["no answer for 7s"])
    _ = try view.take(.success(Self.found("staging", 0)))
    #expect(view.screen(size, silence: .seconds(7))[2] == "no answer for 7s")
    var found = Self.found("staging", 1)
    found.isReconnected = true
    _ = try view.take(.success(found))
    #expect(view.screen(size)[2] == "the connection was lost and made anew at 12:00:00Z")
  }

  @Test("Nothing is wider than the screen", arguments: [1, 10, 40, 1000])
  func bounds(columns: Int) throws {
    var view = Self.view()
    _ = try view.take(.success(Self.found("staging", 3)))
    for line in view.screen(LiveSize(columns: columns, rows: 24)) {
      #expect(DisplayWidth.of(line) <= columns)
    }
  }

  @Test("A line a change, elsewhere; a lost connection is told once")
  func plain() throws {
    var view = Self.view()
    view.now = Self.seconds(0)
    _ = try view.take(.success(Self.found("staging", 0)))
    _ = try view.take(.success(Self.found("staging", 0)))
    _ = try view.take(.failure(OpsError(.cannotConnect, "refused")))
    _ = try view.take(.failure(OpsError(.cannotConnect, "refused")))
    #expect(view.isLost)
    view.now = Self.seconds(5)
    _ = try view.take(.success(Self.found("staging", 500)))
    #expect(
      view.news() == [
        "12:00:00Z  staging: 0 of 1000 rows (0 %), 0 invalid",
        "12:00:00Z  lost connection, trying again: refused", "12:00:05Z  connected again",
        "12:00:05Z  staging: 500 of 1000 rows (50 %), 0 invalid, 100 rows/s, 5s to go",
      ])
  }

  @Test("A batch that vanishes ends it, and so does a server that was never there")
  func failures() throws {
    var view = Self.view()
    let gone = OpsError(.failed, "no batch")
    #expect(throws: OpsError.self) { try view.take(.failure(OpsError(.cannotConnect, "refused"))) }
    _ = try view.take(.success(Self.found("staging", 0)))
    #expect(throws: gone) { try view.take(.failure(gone)) }
  }

  @Test(
    "Programs get an object a change, or the last one", arguments: [OutputFormat.ndjson, .json])
  func machines(format: OutputFormat) throws {
    var view = Self.view(format)
    view.now = Self.seconds(0)
    _ = try view.take(.success(Self.found("staging", nil, of: nil, invalid: nil)))
    let news = view.news()
    #expect(news.count == (format == .ndjson ? 1 : 0))
    #expect(
      Set(view.fields.pairs.map(\.name)) == [
        "time", "id", "status", "rows_total", "rows_inserted", "rows_invalid", "rows_per_second",
        "seconds_left", "reason", "evidence",
      ])
  }

  @Test(
    "The rate is that of the last looks, and a stage that begins anew begins anew",
    arguments: [
      ([], nil, nil), ([(0, 0)], nil, nil), ([(0, 5), (10, 5)], nil, nil),
      ([(0, 0), (10, 100)], 10, 90), ([(0, 900), (5, 0), (10, 50)], 10, 95),
      ([(0, 0), (10, 1000)], 100, nil),
    ] as [([(Int64, Int)], Double?, Int?)])
  func rate(samples: [(Int64, Int)], perSecond: Double?, left: Int?) {
    var rate = RowRate()
    for (time, rows) in samples { rate.add(rows, at: Instant(secondsSinceEpoch: time)) }
    #expect(rate.perSecond == perSecond)
    #expect(rate.secondsLeft(of: 1000) == left)
  }
}
