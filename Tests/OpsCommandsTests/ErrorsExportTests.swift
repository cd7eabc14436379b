import FoundationEssentials
import TestSupport
import Testing

@Suite("errors export")
struct ErrorsExportTests {
  let folder: String

  init() throws {
    folder = "/tmp/dfops-export-\(UInt64.random(in: .min ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
  }

  private func cleanUp() { try? FileManager.default.removeItem(atPath: folder) }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder) }
  }

  @Test(
    "The result names the file, its rows and tables, and its digest", arguments: ErrorsTests.schemas
  )
  func result(_ kind: SchemaKind) async throws {
    defer { cleanUp() }
    let shell = try await ErrorsTests.shell(kind)
    let path = folder + "/e.csv"
    let run = try await shell.run("errors export \(ErrorsTests.batch) --output \(path) -o json")
    #expect(run.status == 0, "\(run.stderr)")
    let json = try run.json
    #expect(json["output"] == path)
    #expect(json["rows"] == "2")
    #expect(json["expected"] == "2")
    #expect(json["sha256"]?.count == 64)
    #expect(run.stdout.contains("\"sources\":{\"intake.row_errors\":2"))
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(
      text.hasPrefix(
        "batch_id,row_number,error_code,error_message,created_at,source,stage,file_line\n"))
    #expect(
      text.contains(
        "\(ErrorsTests.batch),1,VALIDATION_ERROR,\"\u{1B}]52;c;x\u{07}, \"\"quoted\"\"\","))
    #expect(try names == ["e.csv"])
  }

  @Test("A count that differs from the batch's own is a warning, not a failure")
  func mismatch() async throws {
    defer { cleanUp() }
    let shell = try await ErrorsTests.shell(.dev)
    try await shell.database.execute("UPDATE intake.simplicity_batches SET row_count_invalid = 9")
    let run = try await shell.run(
      "errors export \(ErrorsTests.batch) --output \(folder)/e.csv -o json")
    #expect(run.status == 0)
    #expect(run.stderr.contains("counts 9 invalid rows, but 2 errors are recorded"))
    #expect(try run.json["expected"] == "9")
  }

  @Test("The beginning of an id will do, and an id given twice is written once")
  func ids() async throws {
    defer { cleanUp() }
    let shell = try await ErrorsTests.shell(.dev)
    let line = "errors export 00000000 \(ErrorsTests.batch) --output \(folder)/e.csv -o json"
    #expect(try await shell.run(line).json["rows"] == "2")
  }

  @Test("A target that cannot be written is one clear line, and nothing is left")
  func targets() async throws {
    defer { cleanUp() }
    let shell = try await ErrorsTests.shell(.dev)
    for (target, problem) in [
      (folder, "it is a directory"), (folder + "/no/such.csv", "there is no folder"),
      ("/dev/full", "no space left on device"),
    ] {
      let run = try await shell.run("errors export \(ErrorsTests.batch) --output \(target)")
      #expect(run.status == 1)
      #expect(run.stdout.isEmpty)
      #expect(run.stderr.hasPrefix("dfops: errors export: cannot write \(target): \(problem)"))
    }
    #expect(try names.isEmpty)
  }

  @Test(
    "An id that is malformed or unknown leaves no file",
    arguments: [("nonsense", 64), ("00000000-0000-4000-8000-00000000dead", 1)] as [(String, Int32)])
  func unknown(_ id: String, _ status: Int32) async throws {
    defer { cleanUp() }
    let shell = try await ErrorsTests.shell(.dev)
    #expect(try await shell.run("errors export \(id) --output \(folder)/e.csv").status == status)
    #expect(try names.isEmpty)
  }
}
