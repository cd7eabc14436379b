import Postgres
import Testing

@testable import OpsCore

@Suite("Filters as SQL")
struct BatchFilterSQLTests {
  private static let time = Instant(secondsSinceEpoch: 1_767_323_045)

  /// One part of a filter, with the clause and the parameters that it becomes.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var schema = SchemaProfile.runbook()
    let change: @Sendable (inout BatchFilter) throws -> Void
    let clause: String
    var parameters: [Value] = []

    var testDescription: String { name }
  }

  static let moved = #"greatest(b."created_at", b."updated_at")"#
  static let inFlight: Value = .textArray([
    "staging", "validating", "transforming", "inserting", "upserting", "processing",
  ])

  static let cases = [
    Case(
      name: "statuses", change: { $0.statuses = ["failed", "it's"] },
      clause: "b.status = ANY($1::text[])", parameters: [.textArray(["failed", "it's"])]),
    Case(
      name: "glob", change: { $0.filenames = [try FilePattern(glob: "a_*")] },
      clause: #"b.filename ILIKE $1 ESCAPE '\'"#, parameters: [#"a\_%"#]),
    Case(
      name: "trap 9: NOT ILIKE would drop names that are NULL",
      change: { $0.notFilenames = [try FilePattern(glob: "a")] },
      clause: #"(b.filename ILIKE $1 ESCAPE '\') IS NOT TRUE"#, parameters: ["a"]),
    Case(
      name: "trap 7: half-open spans of absolute times",
      change: { $0.created = TimeWindow(from: time, until: time + .seconds(1)) },
      clause: "b.created_at >= $1::timestamptz AND b.created_at < $2::timestamptz",
      parameters: ["2026-01-02T03:04:05Z", "2026-01-02T03:04:06Z"]),
    Case(
      name: "source", change: { $0.source = "x'; --" }, clause: #"b."source" = $1"#,
      parameters: ["x'; --"]),
    Case(
      name: "the deployed column of the source",
      schema: .runbook(without: ["source"], adding: ["source_reference"]),
      change: { $0.source = "x" }, clause: #"b."source_reference" = $1"#, parameters: ["x"]),
    Case(
      name: "stuck", change: { $0.idle = .init(since: time) },
      clause: "b.status = ANY($1::text[]) AND \(moved) <= $2::timestamptz",
      parameters: [inFlight, "2026-01-02T03:04:05Z"]),
    Case(
      name: "system 9 row 9: what waits is looked for, too, when it is asked for",
      change: { $0.idle = .init(classes: [.waiting], since: time) },
      clause: "b.status = ANY($1::text[]) AND \(moved) <= $2::timestamptz",
      parameters: [.textArray(["uploaded"]), "2026-01-02T03:04:05Z"]),
    Case(
      name: "trap 9: unknown statuses and NULL are in flight where nothing rules them out",
      schema: .runbook(isComplete: false, statusIsNotNull: false, createdIsNotNull: false),
      change: { $0.idle = .init(since: time) },
      clause: "(b.status::text <> ALL($1::text[]) OR b.status IS NULL)"
        + " AND (\(moved) <= $2::timestamptz OR \(moved) IS NULL)",
      parameters: [
        .textArray(["completed", "failed", "pending", "uploaded", "validated"]),
        "2026-01-02T03:04:05Z",
      ]),
  ]

  @Test("Every text of the operator is a parameter", arguments: cases)
  func clauses(_ test: Case) throws {
    var filter = BatchFilter()
    try test.change(&filter)
    let conditions = filter.conditions(in: test.schema)
    #expect(conditions.sql == " WHERE " + test.clause)
    #expect(conditions.parameters == test.parameters)
  }

  @Test("All parts hold at once, and parameters are numbered through")
  func all() throws {
    var filter = BatchFilter()
    filter.statuses = ["failed"]
    filter.filenames = [try FilePattern(glob: "a"), try FilePattern(glob: "b")]
    filter.source = "x"
    let conditions = filter.conditions(in: .runbook(), excepting: ["an id"])
    #expect(conditions.clauses.count == 5)
    #expect(conditions.sql.hasSuffix("b.id <> ALL($5::uuid[])"))
    #expect(conditions.parameters.count == 5)
  }

  @Test("No filter has no WHERE")
  func none() {
    #expect(BatchFilter().conditions(in: .runbook()).sql.isEmpty)
  }

  @Test("system 9 row 2: only stamps that exist are looked at")
  func stamps() {
    #expect(BatchSQL.moved(.runbook()) == Self.moved)
    #expect(BatchSQL.moved(.runbook(without: ["updated_at"])) == #"b."created_at""#)
    let deployed = SchemaProfile.runbook(
      without: ["updated_at"], adding: ["staged_at"], addedType: "timestamp with time zone")
    #expect(BatchSQL.moved(deployed) == #"greatest(b."created_at", b."staged_at")"#)
  }
}
