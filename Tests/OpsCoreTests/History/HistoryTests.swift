import FoundationEssentials
import Glibc
import Testing

@testable import OpsCore

@Suite struct HistoryTests {
  private final class Place: Sendable {
    let path = "/tmp/dfops-history-\(UInt64.random(in: .min ... .max))"
    deinit { unsafe unlink(path) }

    var history: History { History(path: path) }
    var text: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
    var mode: UInt32 {
      var status = stat()
      return unsafe stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }
    func add(_ text: String) -> Bool {
      let entry = HistoryEntry(
        time: Instant(secondsSinceEpoch: 0), environment: "dev", status: .success, text: text)
      return (try? history.add(entry)) != nil
    }
    func lines(_ limit: Int = 10) -> [String]? {
      var mark = History.Mark()
      return try? history.added(since: &mark, limit: limit).map(\.text)
    }
    func append(_ text: some StringProtocol) throws { try write(self.text + text) }
    func write(_ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }
  }

  private func entry(
    _ text: String, status: OpsCore.ExitStatus = .success, at seconds: Int64 = 0,
    milliseconds: Int? = nil, session: String? = nil, ran: String? = nil
  ) -> HistoryEntry {
    HistoryEntry(
      time: Instant(secondsSinceEpoch: seconds), environment: "dev", status: status,
      milliseconds: milliseconds, session: session, ran: ran, text: text)
  }

  @Test(
    "Every line comes back as it was typed",
    arguments: [
      "status", "fail x --message 'a \"b\" \\ c'", "é日😀", "a\u{1B}[2Jb", "tab\there",
      "x\",\"text\":\"y",
      "x\u{85}\u{2028}", "back\\",
    ])
  func roundTrip(line: String) {
    let place = Place()
    #expect(place.add(line))
    #expect(place.lines() == [line])
    #expect(place.text.count { $0 == "\n" } == 1)
  }

  @Test("An entry has time, environment, exit status, duration, session and text, as JSON")
  func format() throws {
    let entry = entry("status", status: .refused, milliseconds: 12, session: "5c1e09aa")
    let line =
      #"{"time":"1970-01-01T00:00:00Z","env":"dev","exit":4,"ms":12,"session":"5c1e09aa","text":"status"}"#
    #expect(entry.line == line + "\n")
    #expect(HistoryEntry(line: line[...]) == entry)
    let older = #"{"time":"1970-01-01T00:00:00Z","env":"dev","exit":0,"text":"status"}"#
    #expect(try #require(HistoryEntry(line: older[...])).milliseconds == nil)
  }

  @Test("What ran for an alias stands beside the line, unless it seems to hold a secret")
  func ran() throws {
    let place = Place()
    let texts = ["today", "login", "x\",\"session\":\"no\",\"text\":\"y"]
    let ran = [
      "batches --today", "tool --token=hunter2", "y,\"exit\":64,\"text\":\"z\",\"session\":\"no\"",
    ]
    for (text, ran) in zip(texts, ran) {
      try place.history.add(entry(text, session: "a", ran: ran))
    }
    #expect(try place.history.last(10).map(\.entry.ran) == [ran[0], nil, ran[2]])
    var mark = History.Mark()
    let lines = try place.history.added(since: &mark, limit: 10)
    #expect(lines.map(\.text) == texts)
    #expect(lines.allSatisfy { $0.session == "a" && $0.environment == "dev" && !$0.isMistyped })
  }

  @Test("Lines that others add are read once, when they are whole, and not from another file")
  func added() throws {
    let place = Place()
    var mark = History.Mark()
    func added() throws -> [String] {
      try place.history.added(since: &mark, limit: 10).map(\.text)
    }
    #expect(try added() == [])
    #expect(place.add("one"))
    #expect(try added() == ["one"])
    #expect(try added() == [])
    let line = entry("two").line
    #expect(unsafe truncate(place.path, 0) == 0)
    #expect(try added() == [], "a file that was emptied has nothing new")
    try place.append(line.prefix(20))
    #expect(try added() == [])
    try place.append(line.dropFirst(20) + entry("three").line)
    #expect(try added() == ["two", "three"])
    unsafe unlink(place.path)
    #expect(place.add("four"))
    #expect(try added() == [], "another file is looked at from its end on")
    #expect(place.add("five"))
    #expect(try added() == ["five"])
  }

  @Test("Of much that is added at once, only the end is read")
  func flood() throws {
    let place = Place()
    #expect(place.add("first"))
    var mark = History.Mark()
    #expect(try place.history.added(since: &mark, limit: 10).map(\.text) == ["first"])
    let line = entry(String(repeating: "x", count: 1000)).line
    try place.append(String(repeating: line, count: 300)[...] + entry("last").line)
    let lines = try place.history.added(since: &mark, limit: 1000)
    #expect((10..<100).contains(lines.count))
    #expect(lines.last?.text == "last")
  }

  @Test("What was not understood is told from what failed, whatever its text says")
  func mistyped() {
    for (status, text, isMistyped) in [
      (ExitStatus.usage, "set pager maybe", true), (.refused, "reset %1", false),
      (.success, #"fail %1 --message ',"exit":64,'"#, false),
    ] {
      let line = entry(text, status: status).line.dropLast()
      #expect(HistoryEntry.isMistyped(line) == isMistyped)
    }
  }

  @Test("The file is for its owner only, from the first line on and whatever it was before")
  func mode() throws {
    let place = Place()
    #expect(place.add("status"))
    #expect(place.mode == 0o600)
    unsafe chmod(place.path, 0o644)
    #expect(place.add("stuck"))
    #expect(place.mode == 0o600)
  }

  @Test("Secrets and lines after a blank leave no trace")
  func secrets() {
    let place = Place()
    #expect(place.add("x password=hunter2"))
    #expect(place.add(" status"))
    #expect(place.text.isEmpty)
  }

  @Test("Torn, foreign and binary lines are passed over, and a torn end stays by itself")
  func torn() throws {
    let place = Place()
    try place.write("rubbish\r\n{}\n\(entry("one").line){\"time\":\"x\",\"text\":\"to")
    #expect(place.add("two"))
    #expect(place.lines() == ["one", "two"])
  }

  @Test("Only the last lines are recalled, and only the end of a large file is read")
  func window() throws {
    let place = Place()
    let line = entry(String(repeating: "x", count: 1000)).line
    try place.write(String(repeating: line, count: 3000) + entry("last").line)
    #expect((place.lines(5000)?.count ?? 0) < 1100)
    #expect(place.lines(2)?.last == "last")
    #expect(place.lines(2)?.count == 2)
  }

  @Test("What is no file of one's own is neither read nor written, and the reason is told")
  func foreign() throws {
    let place = Place()
    let target = Place()
    try target.write(entry("theirs").line)
    unsafe symlink(target.path, place.path)
    for (path, reason) in [
      (place.path, "link to another file"), ("/tmp", "it is no file"),
      ("/dev/full", "it is no file"),
    ] {
      let history = History(path: path)
      let written = #expect(throws: OpsError.self) { try history.add(entry("status")) }
      #expect(written?.message.contains(path == "/tmp" ? "is a directory" : reason) == true)
      var mark = History.Mark()
      let read = #expect(throws: OpsError.self) { try history.added(since: &mark, limit: 1) }
      #expect(read?.message.contains(reason) == true, "\(read?.message ?? "")")
    }
    #expect(target.text == entry("theirs").line)
    #expect(throws: OpsError.self) { try History(path: "/no/such/folder/x").add(entry("status")) }
    var mark = History.Mark()
    #expect(try History(path: "/no/such/folder/x").added(since: &mark, limit: 1).isEmpty)
  }

  @Test("Numbers count the lines of the file, whatever they are, and never change")
  func numbers() throws {
    let place = Place()
    try place.write("rubbish\n\n\(entry("one").line)")
    try place.history.add(entry("two"))
    #expect(try place.history.last(10).map(\.number) == [3, 4])
    #expect(try place.history.line(number: 3) == "one")
    #expect(try place.history.line(number: 4) == "two")
    for number in [-1, 0, 1, 2, 5] { #expect(try place.history.line(number: number) == nil) }
  }

  @Test("Lines of parallel sessions are merged by the time at which they were started")
  func merged() throws {
    let place = Place()
    try place.history.add(entry("short", at: 20, session: "b"))
    try place.history.add(entry("long", at: 10, milliseconds: 15_000, session: "a"))
    try place.history.add(entry("later", at: 30, session: "a"))
    #expect(try place.history.last(10).map(\.entry.text) == ["long", "short", "later"])
    #expect(try place.history.last(10) { $0.session == "b" }.map(\.entry.text) == ["short"])
    #expect(try place.history.last(1).map(\.entry.text) == ["later"])
  }

  @Test("Sessions side by side lose no line")
  func sideBySide() async {
    let place = Place()
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for number in 0..<50 { _ = place.add("status \(writer) \(number)") }
        }
      }
    }
    let lines = place.lines(1000) ?? []
    #expect(lines.count == 200)
    #expect(Set(lines).count == 200)
  }
}
