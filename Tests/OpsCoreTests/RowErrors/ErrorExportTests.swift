import Gzip
import Postgres
import TestSupport
import Testing

@testable import OpsCore

@Suite("The export of row errors")
struct ErrorExportTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func export(
    _ fixture: ErrorFixture, to name: String = "errors.csv", expected: Int? = nil,
    excelSafe: Bool = false, gzip: Bool = false
  ) async throws -> ErrorExport.Summary {
    let export = ErrorExport(
      batches: [.init(id: ErrorFixture.batch, expected: expected)],
      target: try ExportTarget(scratch.file(name)), excelSafe: excelSafe, gzip: gzip)
    let summary = try await export.run(from: fixture.store(), skipping: { _ in })
    return try #require(summary)
  }

  /// RFC 4180 as PostgreSQL writes it: quoted when it must be, and when it is empty but not NULL.
  private func cell(_ text: String) -> String {
    let special = text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    guard special || text.isEmpty else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  @Test("Hostile messages are written byte for byte", arguments: [SchemaKind.dev, .prod])
  func hostile(_ kind: SchemaKind) async throws {
    let fixture = try await ErrorFixture.make(kind)
    try await fixture.insert(ErrorFixture.hostile)
    let summary = try await export(fixture, expected: ErrorFixture.hostile.count)
    let stage = kind == .prod ? "validate" : ""
    let lines = ErrorFixture.hostile.enumerated().map { index, message in
      "\(ErrorFixture.batch),\(index + 1),VALIDATION_ERROR,\(cell(message)),"
        + "2026-01-02T03:04:05.678901Z,intake.row_errors,\(stage),\(index + 2)\n"
    }
    let text = try scratch.text("errors.csv")
    let isSame = text == ErrorExport.header + lines.joined()
    #expect(isSame)
    #expect(summary.rows == ErrorFixture.hostile.count)
    #expect(summary.differing.isEmpty)
  }

  @Test("A compressed export holds the bytes of a plain one")
  func gzip() async throws {
    let fixture = try await ErrorFixture.make(.dev)
    try await fixture.insert(ErrorFixture.hostile)
    _ = try await export(fixture)
    let summary = try await export(fixture, to: "errors.csv.gz", gzip: true)
    let decoder = GzipDecoder()
    var text: [UInt8] = []
    try unsafe scratch.bytes("errors.csv.gz").withUnsafeBytes {
      try unsafe decoder.append($0, to: &text)
    }
    try decoder.finish()
    #expect(try text == scratch.bytes("errors.csv"))
    #expect(summary.rows == ErrorFixture.hostile.count)
  }

  @Test("The header is the runbook's columns, then where each error comes from")
  func header() async throws {
    let fixture = try await ErrorFixture.make(.dev)
    let summary = try await export(fixture)
    #expect(
      try scratch.text("errors.csv")
        == "batch_id,row_number,error_code,error_message,created_at,source,stage,file_line\n")
    #expect(summary.rows == 0)
    // What sha256sum says of that line.
    #expect(
      summary.sha256 == "96137a84b9fefa62354af6ef50cf0e5be452ee90cb2b7605b836062342a13f61")
  }

  @Test("Row 12 of the runbook: errors come from all tables that exist, not from row_errors alone")
  func allTables() async throws {
    let fixture = try await ErrorFixture.make(.prod)
    try await fixture.insert(["one", "two"], into: "intake.simplicity_failed_rows")
    try await fixture.insert(["three"])
    let summary = try await export(fixture, expected: 400)
    #expect(summary.rows == 3)
    let counts = Dictionary(uniqueKeysWithValues: summary.sources.map { ($0.name, $0.rows) })
    #expect(counts["intake.row_errors"] == 1)
    #expect(counts["intake.simplicity_failed_rows"] == 2)
    #expect(summary.differing.map(\.rows) == [3])
    #expect(summary.differing.map(\.expected) == [400])
    #expect(summary.expected == 400)
  }

  @Test("Row 38 of the runbook: only the owner can read the file")
  func mode() async throws {
    let fixture = try await ErrorFixture.make(.dev)
    _ = try await export(fixture)
    #expect(scratch.mode("errors.csv") == 0o600)
  }

  @Test("An existing file is replaced, and is 0600 afterwards")
  func replaces() async throws {
    try scratch.write(String(repeating: "old", count: 10_000), to: "errors.csv")
    let fixture = try await ErrorFixture.make(.dev)
    _ = try await export(fixture)
    #expect(try scratch.text("errors.csv") == ErrorExport.header)
    #expect(scratch.mode("errors.csv") == 0o600)
    #expect(try scratch.names == ["errors.csv"])
  }

  @Test("With --excel-safe a formula gets an apostrophe, everything else stays")
  func excelSafe() async throws {
    let fixture = try await ErrorFixture.make(.dev)
    try await fixture.insert(["=1+1", "+1", "-1", "@x", "\tx", "plain"], code: "=CODE")
    _ = try await export(fixture, excelSafe: true)
    let lines = try scratch.text("errors.csv").split(separator: "\n").dropFirst()
    let cells = lines.map { $0.split(separator: ",")[2...3].joined(separator: ",") }
    #expect(
      cells == [
        "'=CODE,'=1+1", "'=CODE,'+1", "'=CODE,'-1", "'=CODE,'@x", "'=CODE,'\tx", "'=CODE,plain",
      ])
  }

  @Test("Several batches stand one after the other, in the order that was asked for")
  func severalBatches() async throws {
    let fixture = try await ErrorFixture.make(.dev)
    try await fixture.insert(["a", "b"])
    try await fixture.insert(["c"], batch: ErrorFixture.other)
    let export = ErrorExport(
      batches: [
        .init(id: ErrorFixture.other, expected: 1), .init(id: ErrorFixture.batch, expected: nil),
      ], target: try ExportTarget(scratch.file("errors.csv")))
    let summary = try #require(try await export.run(from: fixture.store(), skipping: { _ in }))
    let ids = try scratch.text("errors.csv").split(separator: "\n").dropFirst().map {
      $0.prefix(36)
    }
    #expect(ids == [ErrorFixture.other[...], ErrorFixture.batch[...], ErrorFixture.batch[...]])
    #expect(summary.expected == nil)
  }

  @Test("When the server ends the session nothing is left, and the old file stays")
  func killed() async throws {
    try scratch.write("old", to: "errors.csv")
    let fixture = try await ErrorFixture.make(.dev)
    try await fixture.insert(["a"])
    let store = try await fixture.store()
    let pid = try #require(fixture.connection.backendPID)
    let target = try ExportTarget(scratch.file("errors.csv"))
    let export = ErrorExport(
      batches: [.init(id: ErrorFixture.batch, expected: nil)], target: target)
    try await fixture.database.execute("SELECT pg_terminate_backend(\(pid))")
    await #expect(throws: PostgresError.self) {
      try await export.run(from: store, skipping: { _ in })
    }
    #expect(try scratch.names == ["errors.csv"])
    #expect(try scratch.text("errors.csv") == "old")
  }

  @Test("When it is interrupted nothing is left")
  func interrupted() async throws {
    let fixture = try await ErrorFixture.make(.dev)
    try await fixture.insert(["a"])
    let store = try await fixture.store()
    let blocker = try await fixture.database.connect()
    let target = try ExportTarget(scratch.file("errors.csv"))
    let export = ErrorExport(
      batches: [.init(id: ErrorFixture.batch, expected: nil)], target: target)
    try await blocker.transaction(.readWrite) { transaction in
      _ = try await transaction.query("LOCK TABLE intake.row_errors IN ACCESS EXCLUSIVE MODE")
      let task = Task { try await export.run(from: store, skipping: { _ in }) }
      try await Backend.waitForLock(
        try #require(fixture.connection.backendPID), on: fixture.database)
      task.cancel()
      await #expect(throws: PostgresError.self) { try await task.value }
    }
    #expect(try scratch.names.isEmpty)
  }

  @Test("A full device is said in one line")
  func full() async throws {
    let fixture = try await ErrorFixture.make(.dev)
    try await fixture.insert(ErrorFixture.hostile)
    let export = ErrorExport(
      batches: [.init(id: ErrorFixture.batch, expected: nil)], target: try ExportTarget("/dev/full")
    )
    let error = await #expect(throws: OpsError.self) {
      try await export.run(from: fixture.store(), skipping: { _ in })
    }
    #expect(error?.message.contains("no space left on device") == true)
    #expect(fixture.connection.isAlive)
  }

  @Test("The memory of an export is the buffer, whatever the number of rows")
  func streams() async throws {
    let fixture = try await ErrorFixture.make(.dev)
    try await fixture.database.execute(
      """
      INSERT INTO intake.row_errors (batch_id, row_index, error_code, error_message)
      SELECT '\(ErrorFixture.batch)', g, 'C', repeat('m', 100) FROM generate_series(0, 49999) g
      """)
    let summary = try await export(fixture)
    #expect(summary.rows == 50_000)
    let bytes = try scratch.bytes("errors.csv")
    #expect(bytes.count { $0 == 0x0A } == 50_001)
  }

  @Test(
    "Ids that are not full UUIDs never reach a statement",
    arguments: [
      "", "3f2a", "00000000-0000-4000-8000-00000000000'", "00000000000040008000000000000001",
    ])
  func ids(_ id: String) async throws {
    let fixture = try await ErrorFixture.make(.dev)
    let export = ErrorExport(
      batches: [.init(id: id, expected: nil)], target: try ExportTarget(scratch.file("errors.csv")))
    await #expect(throws: PostgresError.self) {
      try await export.run(from: fixture.store(), skipping: { _ in })
    }
    #expect(try scratch.names.isEmpty)
  }

  @Test("A role that row security blinds gets an error, not an empty file")
  func rowSecurity() async throws {
    let fixture = try await ErrorFixture.make(.prod)
    try await fixture.insert(["a"])
    let store = try await fixture.store(user: "dragonfly_app")
    let target = try ExportTarget(scratch.file("errors.csv"))
    let export = ErrorExport(
      batches: [.init(id: ErrorFixture.batch, expected: nil)], target: target)
    await #expect(throws: (any Error).self) {
      try await export.run(from: store, skipping: { _ in })
    }
    #expect(try scratch.names.isEmpty)
  }
}
