import OpsCommands
import TestSupport
import Testing

@testable import OpsCore

@Suite("A session as a script means the same batches for ever")
struct ReplayTests {
  private static let id = "3f2a0000-0000-4000-8000-000000000001"

  private func script(_ text: String, ids: [String: String], planned: Int?) -> String {
    var trace = LineTrace()
    trace.ids = ids
    trace.planned = planned
    let entry = HistoryEntry(
      time: Instant(secondsSinceEpoch: 0), environment: "dev", status: .success, trace: trace,
      text: text)
    let script = SessionScript.text(of: "a", [entry], in: Commands.table)
    return script.split(separator: "\n").last.map(String.init) ?? ""
  }

  @Test(
    "Short references are written as ids, and a change with its count; texts stay",
    arguments: [
      ("reset %1", 1, "reset \(id) --expect 1"),
      ("reset 3f2a %1 # both", 1, "reset \(id) \(id) --expect 1"),
      ("reset %1 --expect 1", 1, "reset \(id) --expect 1"),
      ("fail %1 --message %1", 1, "fail \(id) --message %1 --expect 1"),
      ("reset --filename 'a*' -- %1", 2, "reset --filename 'a*' --expect 2 -- \(id)"),
      ("reset --stuck", 0, "reset --stuck --expect 0"), ("batch %1", nil, "batch \(id)"),
      ("cleanup plan %1", 1, "cleanup plan \(id)"), ("help %1", nil, "help %1"),
      ("batches  --status 'failed'", nil, "batches  --status 'failed'"),
    ] as [(String, Int?, String)])
  func lines(line: String, planned: Int?, expected: String) {
    #expect(script(line, ids: ["%1": Self.id, "3f2a": Self.id], planned: planned) == expected)
  }

  @Test("What a line named and changed is written down with it, and read again")
  func entry() throws {
    var trace = LineTrace()
    trace.ids = ["%1": Self.id]
    trace.planned = 1
    let entry = HistoryEntry(
      time: Instant(secondsSinceEpoch: 0), environment: "dev", status: .success, trace: trace,
      text: "reset %1")
    #expect(entry.line.contains("\"ids\":{\"%1\":\"\(Self.id)\"},\"planned\":1,\"text\":"))
    let line = entry.line.dropLast()
    #expect(HistoryEntry(line: line) == entry)
    #expect(HistoryEntry.text(of: line) == "reset %1")
  }

  @Test("A change by a place in a listing is traced to the batch that the listing showed")
  func trace() async throws {
    let shell = try await BatchesTests.shell(.dev)
    let listed = try await shell.run("batches --status failed -o json")
    let first = try #require(try BatchesTests.ids(listed).first)
    let session = await shell.session
    session.beginTrace()
    #expect(try await shell.run("reset %1 \(first.prefix(36)) --yes").status == 0)
    #expect(session.lineTrace.ids == ["%1": first])
    #expect(session.lineTrace.planned == 1)
    session.beginTrace()
    #expect(session.lineTrace == LineTrace())
  }
}
