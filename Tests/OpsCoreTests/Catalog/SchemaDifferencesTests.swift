import Testing

@testable import OpsCore

@Suite("How a database differs from the runbook's picture")
struct SchemaDifferencesTests {
  @Test("A database as the runbook has it differs in nothing")
  func none() {
    #expect(SchemaProfile.runbook().differences.isEmpty)
  }

  @Test("system 9 rows 1 and 2: other statuses, another entry state, no updated_at")
  func deployed() {
    let profile = SchemaProfile.runbook(
      without: ["updated_at"], adding: ["staged_at"], statuses: ["pending", "failed"])
    #expect(profile.entryStatus == "pending")
    #expect(
      profile.differences == [
        "intake.simplicity_batches has no column updated_at",
        "intake.simplicity_batches also has column staged_at",
        "statuses are pending, failed instead of uploaded, staging, validating, transforming,"
          + " inserting, upserting, processing, completed, failed",
        "the entry state is pending, not uploaded",
      ])
  }

  @Test("system 9 row 12 and 22: other tables of errors, other tables that a delete reaches")
  func tables() {
    let profile = SchemaProfile.runbook(
      tables: ["intake.simplicity_failed_rows"],
      keys: [
        ForeignKey(
          name: "k", table: TableName("public", "plaintiffs"), columns: ["source_batch_id"],
          referenced: .batches, onDelete: .setNull)
      ])
    #expect(
      profile.differences == [
        "row errors are also in intake.simplicity_failed_rows",
        "deleting a batch also reaches public.plaintiffs (SET NULL)",
      ])
  }

  @Test("trap 7: time stamps without a zone are said, and so is a missing index")
  func times() {
    let profile = SchemaProfile.runbook(createdType: "timestamp without time zone", indexes: [])
    #expect(
      profile.differences == [
        "created_at is timestamp without time zone: its values are taken as UTC",
        "no index on created_at: every listing reads the whole table",
      ])
  }

  @Test("Hostile names cannot reach the terminal raw")
  func hostile() {
    let profile = SchemaProfile.runbook(adding: ["x\u{1B}[2J"])
    #expect(profile.differences.count == 1)
    #expect(!profile.differences[0].contains("\u{1B}"))
  }

  @Test("Stamps of what lies ahead are no movement")
  func stamps() {
    let profile = SchemaProfile.runbook(
      adding: ["staged_at", "lease_expires_at", "next_run_at", "note"], addedType: "timestamp")
    #expect(profile.stampColumns == ["created_at", "updated_at", "staged_at"])
  }
}

extension SchemaProfile {
  /// A profile as the runbook has it, with what a test changes about it.
  static func runbook(
    without missing: Set<String> = [], adding added: [String] = [], addedType: String = "text",
    statuses: [String]? = nil, isComplete: Bool = true, statusIsNotNull: Bool = true,
    createdType: String = "timestamp with time zone", createdIsNotNull: Bool = true,
    tables: [String] = [], keys: [ForeignKey] = [],
    indexes: [BatchIndex] = [
      BatchIndex(columns: ["created_at", "id"], givesOrder: true)
    ]
  ) -> SchemaProfile {
    let columns = [
      ("id", "uuid"), ("filename", "text"), ("source", "text"), ("file_hash", "text"),
      ("storage_path", "text"), ("status", "text"), ("row_count_total", "integer"),
      ("row_count_inserted", "integer"), ("row_count_invalid", "integer"),
      ("error_threshold_percent", "integer"), ("rejection_reason", "text"),
      ("created_at", createdType), ("updated_at", "timestamp with time zone"),
    ]
    let names = ["intake.simplicity_batches", "intake.row_errors", "ops.job_queue"]
    return SchemaProfile(
      batchColumns: (columns.filter { !missing.contains($0.0) } + added.map { ($0, addedType) })
        .map { name, type in
          let isNotNull =
            name == "status" ? statusIsNotNull : name == "created_at" ? createdIsNotNull : true
          return BatchColumn(name: name, type: type, isNotNull: isNotNull)
        },
      batchIndexes: indexes,
      statusList: StatusList(
        statuses ?? [
          "uploaded", "staging", "validating", "transforming", "inserting", "upserting",
          "processing", "completed", "failed",
        ], origin: .check, isComplete: isComplete),
      tables: (names + ["ops.worker_heartbeats"] + tables).compactMap { name in
        TableName(name).map {
          TableFacts(name: $0, columns: ["id", "batch_id"], privileges: [.select, .update])
        }
      }, foreignKeys: keys)
  }
}
