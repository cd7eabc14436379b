import Glibc
import OpsCore
import TestSupport
import Testing

@testable import OpsCommands

@Suite("follow, where there is no terminal")
struct FollowTests {
  private static let id = BatchesTests.id(7)

  /// A batch that a worker has begun.
  private static func shell(_ kind: SchemaKind) async throws -> Harness {
    let shell = try await Harness.make(kind)
    try await shell.database.execute(
      """
      INSERT INTO intake.simplicity_batches (id, filename, status, row_count_total, row_count_inserted, row_count_invalid)
      VALUES ('\(id)', 'may.csv', 'staging', 100, 0, 0)
      """)
    return shell
  }

  @Test(
    "It tells each step of the worker, and ends with 0 when the batch is completed",
    arguments: [SchemaKind.dev, .prod])
  func completes(_ kind: SchemaKind) async throws {
    let shell = try await Self.shell(kind)
    let follow = await shell.start("follow \(Self.id.prefix(35)) --interval 200ms")
    try await waitUntil("the beginning is told") { follow.results.text.contains("0 of 100 rows") }
    try await shell.database.execute("UPDATE intake.simplicity_batches SET row_count_inserted = 60")
    try await waitUntil("the rows are told") {
      follow.results.text.contains("60 of 100 rows (60 %), 0 invalid, ")
    }
    try await shell.database.execute(
      "UPDATE intake.simplicity_batches SET row_count_inserted = 97, row_count_invalid = 3, status = 'completed'"
    )
    #expect(await follow.task.value == 0)
    #expect(follow.results.text.hasSuffix("completed: 100 of 100 rows (100 %), 3 invalid\n"))
    #expect(follow.messages.text.isEmpty)
  }

  @Test(
    "A batch that fails is 1 with its reason, one that vanishes 1, the end of the time 5, ^C 130")
  func ends() async throws {
    let shell = try await Self.shell(.dev)
    let late = try await shell.run("follow \(Self.id) --interval 200ms --timeout 1s")
    #expect(late.status == 5 && late.stderr.contains("still staging after 1s"))
    let left = await shell.start("follow \(Self.id) --interval 200ms")
    try await waitUntil("the beginning is told") { left.results.text.contains("staging") }
    left.task.cancel()
    #expect(await left.task.value == 130)
    try await shell.database.execute(
      "UPDATE intake.simplicity_batches SET status = 'failed', rejection_reason = E'bad\\x1B[2J'")
    let failed = try await shell.run("follow \(Self.id)")
    #expect(failed.status == 1 && failed.stderr.contains("has ended as failed: bad\\x1B[2J"))
    try await shell.database.execute("UPDATE intake.simplicity_batches SET status = 'staging'")
    let gone = await shell.start("follow \(Self.id) --interval 200ms")
    try await waitUntil("the beginning is told") { gone.results.text.contains("staging") }
    try await shell.database.execute("DELETE FROM intake.simplicity_batches")
    #expect(await gone.task.value == 1)
  }

  @Test(
    "Programs get the last state as one object, or one a change", arguments: ["json", "ndjson"])
  func machines(format: String) async throws {
    let shell = try await Self.shell(.dev)
    try await shell.database.execute("UPDATE intake.simplicity_batches SET status = 'completed'")
    let run = try await shell.run("follow \(Self.id) -o \(format)")
    #expect(run.status == 0)
    #expect(try run.json["status"] == "completed")
    #expect(try run.json["rows_total"] == "100")
  }

  @Test("A connection that is lost is told and made anew; the batch is followed to its end")
  func lost() async throws {
    let shell = try await Self.shell(.dev)
    let follow = await shell.start("follow \(Self.id) --interval 200ms")
    try await waitUntil("the beginning is told") { follow.results.text.contains("staging") }
    try await shell.database.setReachable(false)
    try await waitUntil("the loss is told") { follow.results.text.contains("lost connection") }
    try await shell.database.setReachable(true)
    try await waitUntil("it goes on") { follow.results.text.contains("connected again") }
    try await shell.database.execute("UPDATE intake.simplicity_batches SET status = 'completed'")
    #expect(await follow.task.value == 0)
  }

  @Test("trap: what nobody can read is no end of the batch")
  func unread() async throws {
    let shell = try await Self.shell(.dev)
    for (failure, status) in [(SinkError.readerGone, 130), (.failed(ENOSPC), 1)] {
      let dispatcher = Dispatcher(
        table: Commands.table, session: await shell.session,
        output: Output(results: BrokenSink(failure: failure), messages: MemorySink()),
        confirmer: NoTerminalConfirmer())
      let ended = await dispatcher.run(line: "follow \(Self.id) --interval 200ms --timeout 20s")
      #expect(Int(ended.rawValue) == status)
    }
  }
}

/// A place that takes nothing.
private struct BrokenSink: TextSink {
  let failure: SinkError

  func write(_ text: String) throws(SinkError) { throw failure }
}
