import Glibc
import Testing

@testable import OpsCore

@Suite("The target of an export")
struct ExportTargetTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test("A dash is standard output, a device is written in place, all else is a file")
  func kinds() throws {
    #expect(try ExportTarget("-") == .standardOutput)
    #expect(try ExportTarget("/dev/null") == .device(path: "/dev/null"))
    #expect(try ExportTarget("new.csv") == .file(path: "new.csv", folder: "."))
    #expect(try ExportTarget("/new.csv") == .file(path: "/new.csv", folder: "/"))
    #expect(
      try ExportTarget(scratch.file("a")) == .file(path: scratch.file("a"), folder: scratch.path))
  }

  @Test("A directory, a missing folder and an empty name are refused before anything is asked")
  func refusals() {
    for target in [scratch.path, scratch.path + "/", scratch.file("no/such.csv"), ""] {
      let error = #expect(throws: OpsError.self) { try ExportTarget(target) }
      #expect(error?.message.hasPrefix("cannot write ") == true)
    }
  }

  @Test("A link is followed: the file behind it is replaced, the link stays")
  func links() throws {
    try scratch.write("old", to: "real.csv")
    #expect(unsafe symlink(scratch.file("real.csv"), scratch.file("link.csv")) == 0)
    guard case .file(let path, _) = try ExportTarget(scratch.file("link.csv")) else {
      Issue.record("a link to a file is not a file")
      return
    }
    #expect(path.hasSuffix("/real.csv"))
  }

  @Test(
    "Without a name the file is named after the batches",
    arguments: [
      (["aaaaaaaa-1"], "batch_errors_aaaaaaaa-1.csv"),
      (["aaaaaaaa-1", "b", "c"], "batch_errors_aaaaaaaa_and_2_more.csv"),
    ])
  func defaultNames(_ ids: [String], _ name: String) {
    #expect(ExportTarget.defaultName(for: ids) == name)
  }
}
