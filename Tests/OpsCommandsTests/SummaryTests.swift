import TestSupport
import Testing

@Suite("summary")
struct SummaryTests {
  @Test(
    "One object per status that batches have, with its class and its sums",
    arguments: [SchemaKind.dev, .prod])
  func json(_ kind: SchemaKind) async throws {
    let shell = try await BatchesTests.shell(kind)
    let run = try await shell.run("summary -o json")
    #expect(run.status == 0, "\(run.stderr)")
    for (status, group) in [("staging", "in_flight"), ("completed", "final"), ("failed", "final")] {
      #expect(
        run.stdout.contains(
          "{\"status\":\"\(status)\",\"class\":\"\(group)\",\"batches\":20,\"rows_total\":2000,"
            + "\"rows_inserted\":1800,\"rows_invalid\":200,\"oldest_age_seconds\":"))
    }
    #expect(run.stdout.count { $0 == "{" } == 3)
  }

  @Test("For people the statuses that no batch has are named below")
  func people() async throws {
    let run = try await BatchesTests.shell(.dev).run("summary")
    #expect(
      run.stdout.contains(
        "60 batches; none is uploaded, validating, transforming, inserting, upserting, processing"))
    let empty = try await Harness.make(.dev).run("summary")
    #expect(empty.status == 0 && empty.stdout.hasPrefix("0 batches"))
  }

  @Test("A status that nobody has heard of is shown")
  func unknown() async throws {
    let shell = try await BatchesTests.shell(.dev)
    try await shell.database.execute(
      """
      ALTER TABLE intake.simplicity_batches DROP CONSTRAINT simplicity_batches_status_check;
      UPDATE intake.simplicity_batches SET status = 'quarantined' WHERE status = 'failed'
      """)
    #expect(
      try await shell.run("summary -o json").stdout.contains(
        "{\"status\":\"quarantined\",\"class\":\"in_flight\",\"batches\":20"))
  }
}
