import Glibc
import OpsCore
import Postgres
import TestSupport
import Testing

@testable import OpsCommands

@Suite("watch, where there is no terminal")
struct WatchTests {
  @Test("Each change of a batch is a line; places are not renumbered; ^C ends it with 130")
  func changes() async throws {
    let shell = try await Harness.make(.dev)
    let (one, other) = (BatchesTests.id(1), BatchesTests.id(2))
    try await shell.database.execute(
      """
      INSERT INTO intake.simplicity_batches (id, filename, status, created_at)
      VALUES ('\(one)', 'may.csv', 'failed', '2026-01-02'), ('\(other)', 'june.csv', 'staging', '2026-01-01')
      """)
    _ = try await shell.run("batches --status staging")
    let watch = await shell.start("watch 200ms batches --status failed")
    try await waitUntil("the first look is printed") { watch.results.text.contains("may.csv") }
    #expect(!watch.results.text.contains("%1"))
    try await shell.database.execute(
      "UPDATE intake.simplicity_batches SET filename = 'm.csv' WHERE id = '\(one)'")
    try await waitUntil("the change is printed") { watch.results.text.contains("Z * \(one)") }
    try await shell.database.execute("UPDATE intake.simplicity_batches SET status = 'failed'")
    try await waitUntil("the new one is printed") { watch.results.text.contains("Z + \(other)") }
    try await shell.database.execute("DELETE FROM intake.simplicity_batches WHERE id = '\(one)'")
    try await waitUntil("the end is printed") { watch.results.text.contains("Z - \(one)") }
    watch.task.cancel()
    #expect(await watch.task.value == 130)
    #expect(watch.messages.text == "dfops: watch: interrupted; nothing was changed\n")
    #expect(try await shell.run("batch %1").stdout.contains(other))
  }

  @Test("Programs get an object a change, and none for an age")
  func objects() async throws {
    let shell = try await Harness.make(.dev)
    try await shell.database.execute(
      """
      INSERT INTO intake.simplicity_batches (id, filename, status, created_at)
      VALUES ('\(BatchesTests.id(1))', 'may.csv', 'staging', now() - interval '1 second')
      """)
    let watch = await shell.start("watch 1s batches -o ndjson")
    try await waitUntil("the first look is printed") { watch.results.text.contains("may.csv") }
    let seen = try #require(try await shell.database.run("SELECT clock_timestamp()")[0][0])
    try await waitUntil("it has looked again, when the age was another one") {
      try await !shell.database.run(
        """
        SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
        AND pid <> pg_backend_pid() AND query_start > timestamptz '\(seen)' + interval '2 seconds'
        """
      ).isEmpty
    }
    try await shell.database.execute("UPDATE intake.simplicity_batches SET filename = 'june.csv'")
    try await waitUntil("the change is printed") { watch.results.text.contains("june.csv") }
    watch.task.cancel()
    #expect(await watch.task.value == 130)
    #expect(watch.results.text.split(separator: "\n").count == 2)
  }

  @Test("A lost connection is told, and made anew")
  func lost() async throws {
    let shell = try await Harness.make(.dev)
    let watch = await shell.start("watch 200ms summary")
    try await waitUntil("the first look is printed") { watch.results.text.contains("0 batches") }
    try await shell.database.setReachable(false)
    try await waitUntil("the loss is told") { watch.results.text.contains("! lost connection") }
    try await shell.database.setReachable(true)
    try await waitUntil("it goes on") { watch.results.text.contains("! connected again") }
    watch.task.cancel()
    #expect(await watch.task.value == 130)
  }

  @Test("A session that is ended between two looks is told, too")
  func replaced() async throws {
    let shell = try await Harness.make(.dev)
    let watch = await shell.start("watch 500ms summary")
    try await waitUntil("the first look is printed") { watch.results.text.contains("0 batches") }
    try await waitUntil("it is told") {
      try await shell.database.execute(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle'
        """)
      return watch.results.text.contains("! the connection was lost and made anew")
    }
    watch.task.cancel()
    #expect(await watch.task.value == 130)
  }

  @Test(
    "Who leaves does not wait for a server that hangs, and the next command has another connection")
  func hangs() async throws {
    let shell = try await Harness.make(.dev)
    let watch = await shell.start("watch 200ms summary")
    try await waitUntil("the first look is printed") { watch.results.text.contains("0 batches") }
    let holder = try await shell.database.connect()
    try await holder.executeScript("BEGIN; LOCK TABLE intake.simplicity_batches")
    var waiting: Int32?
    try await waitUntil("a look waits") {
      let rows = try await shell.database.run(
        """
        SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
        """)
      waiting = rows.first?[0].flatMap { Int32($0) }
      return waiting != nil
    }
    // Stopped in the middle of it, its server process answers no request to cancel either.
    let pid = try #require(waiting)
    #expect(kill(pid, SIGSTOP) == 0)
    defer { kill(pid, SIGCONT) }
    let start = ContinuousClock.now
    watch.task.cancel()
    #expect(await watch.task.value == 130)
    #expect(ContinuousClock.now - start < .seconds(4))
    await holder.close()
    #expect(try await shell.run("summary").status == 0)
  }

  @Test(
    "What changes something, or this shell, is refused; what is no command is a usage error",
    arguments: [
      ("watch 2s reset 3f2a", 4), ("watch 2s cleanup apply 5c1e", 4), ("watch 2s use prod", 4),
      ("watch 2s arm --reason x", 4), ("watch 2s set format json", 4), ("watch 2s source x", 4),
      ("watch 2s quit", 4), ("watch 2s watch 2s batches", 4), ("watch 2s errors export 3f2a", 4),
      ("watch 2s batches --help", 64), ("watch 2s nonsense", 64),
      ("watch 2s batches --nonsense", 64),
      ("watch 2s", 64), ("watch", 64), ("watch soon batches", 64), ("watch 100ms batches", 64),
      ("watch 0 batches", 64), ("watch --help", 0), ("help watch", 0),
    ])
  func refused(line: String, status: Int32) async throws {
    let shell = try await Harness.make(.dev)
    let run = try await shell.run(line)
    #expect(run.status == status, "\(run.stderr)")
    #expect(status == 0 || run.stdout.isEmpty)
  }

  @Test("Programs get one object a change")
  func json() async throws {
    let shell = try await Harness.make(.dev)
    let watch = await shell.start("watch 200ms summary -o ndjson")
    try await waitUntil("the first look is printed") {
      watch.results.text.hasSuffix("\"result\":[]}\n")
    }
    try await shell.database.execute(
      "INSERT INTO intake.simplicity_batches (filename) VALUES ('x')")
    try await waitUntil("the change is printed") { watch.results.text.contains("\"batches\":1") }
    watch.task.cancel()
    #expect(await watch.task.value == 130)
    #expect(watch.results.text.split(separator: "\n").count == 2)
  }

  @Test(
    "Intervals are durations, milliseconds or plain seconds",
    arguments: [
      ("2", 2000), ("2s", 2000), ("500ms", 500), ("1m", 60_000), ("x", nil), ("", nil), ("ms", nil),
      ("-1", nil), ("9999999999ms", nil),
    ] as [(String, Int?)])
  func intervals(text: String, milliseconds: Int?) {
    #expect((try? Durations.interval(text)) == milliseconds.map { .milliseconds($0) })
  }
}
