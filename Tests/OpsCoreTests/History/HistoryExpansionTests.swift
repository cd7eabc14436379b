import Testing

@testable import OpsCore

@Suite struct HistoryExpansionTests {
  private func expanded(_ line: String, previous: String? = "reset %1") throws(OpsError) -> String?
  {
    try HistoryExpansion.expanded(line, previous: previous) { number throws(OpsError) in
      number == 12 ? "batches --today" : nil
    }
  }

  @Test(
    "!! and !N stand for a line, and what follows is added",
    arguments: [
      ("!!", "reset %1"), ("  !!", "reset %1"), ("!! --expect 1", "reset %1 --expect 1"),
      ("!12", "batches --today"), ("!12 -o json", "batches --today -o json"),
      ("!012", "batches --today"),
    ])
  func references(line: String, meaning: String) throws {
    #expect(try expanded(line) == meaning)
  }

  @Test(
    "Everywhere else ! is a character like any other",
    arguments: [
      "", "!", "! 12", "!x", "!!x", "!-1", "!1x", "!!!", "fail 3f2a --message 'stop!!'",
      "fail 3f2a --message !!", "batches --filename '!12'", "# !!", "!١",
    ])
  func characters(line: String) throws {
    #expect(try expanded(line) == nil)
  }

  @Test(
    "A line that is not there is a usage error", arguments: ["!13", "!0", "!99999999999999999999"])
  func missing(line: String) {
    let error = #expect(throws: OpsError.self) { try expanded(line) }
    #expect(error?.exit == .usage)
    #expect(error?.message.contains(line.dropFirst()) == true)
  }

  @Test("Without a line before there is nothing to repeat")
  func first() {
    #expect(throws: OpsError.self) { try expanded("!!", previous: nil) }
  }
}
