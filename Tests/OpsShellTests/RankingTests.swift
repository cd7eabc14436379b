import LineEditor
import Testing

@testable import OpsShell

@Suite struct RankingTests {
  private static let known = [
    "cleanup", "reset", "reload", "errors", "error-rate", "storage_orphans", "Status",
  ]

  @Test(
    "What begins so comes first, then what contains it, then what has its characters in order",
    arguments: [
      ("", known), ("re", ["reset", "reload"]), ("RE", ["reset", "reload"]),
      ("S", ["Status"]), ("s", ["storage_orphans"]), ("st", ["storage_orphans"]),
      ("load", ["reload"]), ("rate", ["error-rate"]), ("clnp", ["cleanup"]),
      ("sor", ["storage_orphans"]), ("errt", ["error-rate"]), ("ld", []), ("xyz", []),
      ("eload", ["reload"]), ("eld", []),
    ] as [(String, [String])])
  func words(typed: String, best: [String]) {
    let offers = Self.known.map { Offer(Candidate($0)) }
    #expect(Ranking.best(of: offers, for: typed).map(\.text) == best)
  }

  @Test("An id is found by the name of its file, and never by digits that stand in it by chance")
  func ids() {
    let offers = [
      Offer(Candidate("3f2a91c0"), names: ["smoke_may.csv"]),
      Offer(Candidate("91c03f2a"), names: ["daily_2026-05.csv"]),
    ]
    func best(_ typed: String) -> [String] { Ranking.best(of: offers, for: typed).map(\.text) }
    #expect(best("91c") == ["91c03f2a"])
    #expect(best("2a9").isEmpty)
    #expect(best("may") == ["3f2a91c0"])
    #expect(best("d2605") == ["91c03f2a"])
  }

  @Test(
    "Words that begin with the characters, and runs of them, count more",
    arguments: [
      ("srp", "storage_reports.csv", "saturn_grape.csv"),
      ("may", "mayor.csv", "m_archive_y.csv"),
      ("daily", "daily.csv", "day_after_it_lyon.csv"),
      ("abc", "abc", "abc_and_something_that_is_far_longer_than_that"),
      ("fileName", "fileName", "file_n_a_m_e"),
    ])
  func better(typed: String, first: String, second: String) throws {
    let scores = (Ranking.score(of: typed, in: first), Ranking.score(of: typed, in: second))
    #expect(try #require(scores.0) > (scores.1 ?? .min))
  }

  @Test("What is hostile or huge is no trouble", arguments: ["", "\u{1B}[2J", "ﬁ", "İ", "é"])
  func hostile(text: String) {
    _ = Ranking.score(of: text, in: text)
    _ = Ranking.score(of: "abc", in: text)
    let huge = String(repeating: "a", count: 100_000)
    #expect(Ranking.score(of: "aaa", in: huge) != nil)
    #expect(Ranking.score(of: huge, in: "aaa") == nil)
  }
}
