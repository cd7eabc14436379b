import FoundationEssentials
import Glibc
import Testing

@testable import OpsCore
@testable import OpsShell

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
    func write(_ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }
  }

  private func entry(_ text: String, status: OpsCore.ExitStatus = .success) -> HistoryEntry {
    HistoryEntry(
      time: Instant(secondsSinceEpoch: 0), environment: "dev", status: status, text: text)
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
    #expect(place.history.add(entry(line)))
    #expect(place.history.lines(limit: 10) == [line])
    #expect(place.text.count { $0 == "\n" } == 1)
  }

  @Test("An entry has its time, environment, exit status and text, as JSON")
  func format() {
    #expect(
      entry("status", status: .refused).line
        == #"{"time":"1970-01-01T00:00:00Z","env":"dev","exit":4,"text":"status"}"# + "\n")
  }

  @Test("The file is for its owner only, from the first line on and whatever it was before")
  func mode() throws {
    let place = Place()
    #expect(place.history.add(entry("status")))
    #expect(place.mode == 0o600)
    unsafe chmod(place.path, 0o644)
    #expect(place.history.add(entry("stuck")))
    #expect(place.mode == 0o600)
  }

  @Test("Secrets and lines after a blank leave no trace")
  func secrets() {
    let place = Place()
    #expect(place.history.add(entry("x password=hunter2")))
    #expect(place.history.add(entry(" status")))
    #expect(place.text.isEmpty)
  }

  @Test("Torn, foreign and binary lines are passed over, and a torn end stays by itself")
  func torn() throws {
    let place = Place()
    try place.write("rubbish\n{}\n\(entry("one").line){\"time\":\"x\",\"text\":\"to")
    #expect(place.history.add(entry("two")))
    #expect(place.history.lines(limit: 10) == ["one", "two"])
  }

  @Test("Only the last lines are recalled, and only the end of a large file is read")
  func window() throws {
    let place = Place()
    let line = entry(String(repeating: "x", count: 1000)).line
    try place.write(String(repeating: line, count: 3000) + entry("last").line)
    #expect(place.history.lines(limit: 5000).count < 1100)
    #expect(place.history.lines(limit: 2).last == "last")
    #expect(place.history.lines(limit: 2).count == 2)
  }

  @Test("What is no file of ours is left alone: links, folders, unwritable ones")
  func foreign() throws {
    let place = Place()
    let target = Place()
    try target.write("")
    unsafe symlink(target.path, place.path)
    #expect(!place.history.add(entry("status")))
    #expect(target.text.isEmpty)
    #expect(!History(path: "/tmp").add(entry("status")))
    #expect(History(path: "/tmp").lines(limit: 1).isEmpty)
    #expect(!History(path: "/no/such/folder/x").add(entry("status")))
    #expect(History(path: "/no/such/folder/x").lines(limit: 1).isEmpty)
  }

  @Test("Sessions side by side lose no line")
  func sideBySide() async {
    let place = Place()
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for number in 0..<50 { _ = place.history.add(entry("status \(writer) \(number)")) }
        }
      }
    }
    let lines = place.history.lines(limit: 1000)
    #expect(lines.count == 200)
    #expect(Set(lines).count == 200)
  }
}
