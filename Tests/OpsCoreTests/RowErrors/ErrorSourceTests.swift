import Testing

@testable import OpsCore

@Suite("The tables of row errors")
struct ErrorSourceTests {
  @Test("Only the tables that exist and know their batch are sources, in a fixed order")
  func detects() {
    let sources = ErrorSource.detect(columnsByTable: [
      "ops.import_errors": ["batch_id", "row_number"],
      "intake.row_errors": ["batch_id", "row_index"],
      "intake.simplicity_failed_rows": ["row_index"],
      "public.row_errors": ["batch_id"],
    ])
    #expect(sources.map(\.name) == ["intake.row_errors", "ops.import_errors"])
    #expect(sources.map(\.belongsToIntake) == [true, false])
    #expect(sources.first?.schema == "intake")
    #expect(sources.first?.table == "row_errors")
    #expect(ErrorSource.detect(columnsByTable: [:]).isEmpty)
  }

  @Test(
    "Row 13 of the runbook: a row's ordinal starts at 1 and its line in the file is one more",
    arguments: [
      (Set(["row_index"]), "row_index::bigint + 1", "row_index::bigint + 2"),
      (Set(["row_number"]), "row_number::bigint + 0", "row_number::bigint + 1"),
      (Set<String>(), "NULL::bigint", "NULL::bigint"),
    ])
  func ordinals(_ columns: Set<String>, _ number: String, _ line: String) {
    let source = ErrorSource(kind: .rowErrors, columns: columns)
    #expect(source.expression(.rowNumber) == number)
    #expect(source.expression(.fileLine) == line)
  }

  @Test(
    "Each field is read from the column that has it, or is NULL",
    arguments: [
      (
        ErrorSource.Kind.importErrors, "error_type", ErrorSource.Field.errorCode,
        #""error_type"::text"#
      ),
      (.intakeLogs, "error_details", .errorMessage, #""error_details"::text"#),
      (.failedRows, "error_stage", .stage, #""error_stage"::text"#),
      (.rowErrors, "raw_data", .stage, "NULL::text"),
      (.rowErrors, "raw_data", .resolvedAt, "NULL::timestamptz"),
      (.rowErrors, "created_at", .createdAt, #""created_at"::timestamptz"#),
      (.rowErrors, "raw_data", .source, "'intake.row_errors'"),
    ])
  func fields(
    _ kind: ErrorSource.Kind, _ column: String, _ field: ErrorSource.Field, _ expected: String
  ) {
    #expect(ErrorSource(kind: kind, columns: [column]).expression(field) == expected)
  }

  @Test("Of a log of all rows only the errors are read")
  func condition() {
    let log = ErrorSource(kind: .intakeLogs, columns: ["batch_id", "status"])
    #expect(log.select([.batchID]).hasSuffix(#"FROM "ops"."intake_logs" WHERE status = 'error'"#))
    #expect(ErrorSource(kind: .rowErrors, columns: ["batch_id", "status"]).condition == nil)
  }
}
