import FoundationEssentials
import TestSupport
import Testing

@Suite("Cleanup: killed at random")
struct CleanupKillTests {
  /// How many times the program is killed; more in a long run.
  private static let kills =
    ProcessInfo.processInfo.environment["DFOPS_KILLS"].flatMap { Int($0) } ?? 60

  /// Chance that can be had again: the seed is printed.
  private struct Chance {
    var state: UInt64

    mutating func next(upTo bound: Double) -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 31) * bound
    }
  }

  /// What a cleanup may touch, as one digest a table.
  private static func digest(_ database: TestDatabase) async throws -> [String] {
    var digests: [String] = []
    for table in [
      "intake.simplicity_batches", "intake.row_errors", "intake.simplicity_raw_rows",
      "intake.simplicity_failed_rows", "enforcement.judgments",
    ] {
      let rows = try await database.run(
        "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') FROM \(table) AS t"
      )
      digests.append(rows[0][0] ?? "")
    }
    return digests
  }

  private struct Plan: Decodable { var plan: String }
  private struct Verdict: Decodable { var valid: Bool }

  @Test("However often it is killed, nothing is lost and nothing is done twice")
  func killed() async throws {
    let seed = UInt64.random(in: .min ... .max)
    print("seed of the kills: \(seed)")
    var chance = Chance(state: seed)
    let database = try await TestServer.shared().database(.prod)
    try await database.execute(
      """
      CREATE INDEX ON intake.simplicity_failed_rows (raw_row_id);
      CREATE INDEX ON public.plaintiffs (source_batch_id);
      INSERT INTO intake.simplicity_batches (id, filename, status)
      SELECT gen_random_uuid(), 'kill_' || i || '.csv', 'failed' FROM generate_series(1, 400) AS i;
      INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message, raw_data)
      SELECT b.id, i, 'C' || i, repeat('m', 40), jsonb_build_object('i', i)
      FROM intake.simplicity_batches AS b, generate_series(1, 100) AS i;
      INSERT INTO intake.simplicity_raw_rows (batch_id, row_index, raw_data)
      SELECT b.id, i, '{}' FROM intake.simplicity_batches AS b, generate_series(1, 3) AS i;
      INSERT INTO intake.simplicity_failed_rows
        (batch_id, row_index, raw_row_id, error_stage, error_code, error_message)
      SELECT batch_id, row_index, id, 'validate', 'X', 'y' FROM intake.simplicity_raw_rows;
      INSERT INTO enforcement.judgments (batch_id) SELECT id FROM intake.simplicity_batches;
      ANALYZE
      """)
    var tool = try Tool(["SUPABASE_DB_URL_DEV": database.dsn()])
    let state = DiskFolder.path()
    tool.variables["DFOPS_STATE_DIR"] = state
    defer {
      tool.removeState()
      try? FileManager.default.removeItem(atPath: state)
    }
    let before = try await Self.digest(database)
    var kills = 0
    var rounds = 0
    while kills < Self.kills {
      rounds += 1
      let planned = try await tool.run("-e dev cleanup plan --status failed -o json")
      try #require(planned.status == 0, "\(planned.stderr)")
      let plan = try JSONDecoder().decode(Plan.self, from: Data(planned.stdout.utf8)).plan
      var verb = "apply"
      while true {
        let run = try await tool.run(
          ["-e", "dev", "cleanup", verb, plan, "--yes", "-o", "json"],
          killedAfter: 0.05 + chance.next(upTo: 1.2))
        if run.status == 137 {
          kills += 1
          verb = "resume"
        } else if run.status == 4, run.stderr.contains("never started") {
          verb = "apply"
        } else {
          #expect(run.status == 0, "\(verb): \(run.stderr)")
          break
        }
      }
      #expect(try await database.run("SELECT count(*) FROM intake.row_errors")[0][0] == "0")
      #expect(try await database.run("SELECT count(*) FROM intake.simplicity_batches")[0][0] == "0")
      while true {
        let run = try await tool.run(
          ["-e", "dev", "cleanup", "undo", plan, "--yes", "-o", "json"],
          killedAfter: 0.05 + chance.next(upTo: 2.5))
        if run.status == 137 {
          kills += 1
        } else if run.status == 4, run.stderr.contains("was undone already") {
          break
        } else {
          #expect(run.status == 0, "undo: \(run.stderr)")
          break
        }
      }
      #expect(try await Self.digest(database) == before, "after round \(rounds)")
    }
    let verified = try await tool.run("audit verify -o json")
    #expect(verified.status == 0)
    print("\(kills) kills in \(rounds) rounds")
  }

  @Test(
    "A disk that is full in the middle of a file ends a cleanup with nothing lost; with room it goes on"
  )
  func diskFull() async throws {
    let database = try await TestServer.shared().database(.dev)
    try await database.execute(
      """
      INSERT INTO intake.simplicity_batches (filename, status)
      SELECT 'full_' || i, 'failed' FROM generate_series(1, 100) AS i;
      INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message)
      SELECT id, i, 'C', md5(random()::text) || md5(random()::text)
      FROM intake.simplicity_batches, generate_series(1, 200) AS i
      """)
    func digest() async throws -> [[String?]] {
      try await database.run(
        "SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM intake.row_errors AS t")
    }
    let before = try await digest()
    var tool = try Tool(["SUPABASE_DB_URL_DEV": database.dsn()])
    let state = DiskFolder.path()
    tool.variables["DFOPS_STATE_DIR"] = state
    defer {
      tool.removeState()
      try? FileManager.default.removeItem(atPath: state)
    }
    let planned = try await tool.run("-e dev cleanup plan --status failed -o json")
    let plan = try JSONDecoder().decode(Plan.self, from: Data(planned.stdout.utf8)).plan
    let full = try await tool.run(
      ["-e", "dev", "cleanup", "apply", plan, "--yes"], fileLimit: 1 << 16)
    #expect(full.status == 4 || full.status == 5, "\(full.stderr)")
    #expect(full.stderr.contains("the archive cannot be written"))
    if full.status == 4 { #expect(try await digest() == before) }
    let verb = full.status == 4 ? "apply" : "resume"
    let rest = try await tool.run(["-e", "dev", "cleanup", verb, plan, "--yes"])
    #expect(rest.status == 0, "\(rest.stderr)")
    #expect(try await database.run("SELECT count(*) FROM intake.row_errors")[0][0] == "0")
    let undone = try await tool.run(["-e", "dev", "cleanup", "undo", plan, "--yes"])
    #expect(undone.status == 0, "\(undone.stderr)")
    #expect(try await digest() == before)
  }
}
