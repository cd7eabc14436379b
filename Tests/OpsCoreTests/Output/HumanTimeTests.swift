import Testing

@testable import OpsCore

@Suite("Durations as people write them")
struct HumanTimeTests {
  @Test(
    "A duration is read",
    arguments: [
      ("90s", 90), ("10m", 600), ("6h", 21_600), ("7d", 604_800), ("2w", 1_209_600), ("0s", 0),
      ("1h30m", 5400), ("1w1d", 691_200), ("007s", 7), ("5217w", 3_155_241_600),
    ] as [(String, Int64)])
  func parse(text: String, seconds: Int64) {
    #expect(HumanTime.parseDuration(text) == .seconds(seconds))
  }

  @Test(
    "What is no duration is refused",
    arguments: [
      "", "s", "10", "10 m", "-5m", "+5m", "1.5h", "10M", "10y", "1h30", "m10", " 1h", "1h ",
      "99999999999999999999s", "999999999999w", "5218w", "1s999999999999s", "٣s", "1s\u{301}", "∞d",
    ])
  func refuse(_ text: String) {
    #expect(HumanTime.parseDuration(text) == nil)
  }

  @Test(
    "An age has at most two units",
    arguments: [
      (Int.min, "0s"), (-1, "0s"), (0, "0s"), (59, "59s"), (60, "1m"), (3599, "59m"), (3600, "1h"),
      (3660, "1h1m"), (11_520, "3h12m"), (86_399, "23h59m"), (86_400, "1d"), (90_000, "1d1h"),
      (863_999, "9d23h"), (864_000, "10d"), (Int.max, "106751991167300d"),
    ])
  func age(seconds: Int, text: String) {
    #expect(HumanTime.age(seconds: seconds) == text)
  }
}
