import Glibc
import TestSupport
import Testing

@testable import OpsCore

@Suite("The target of an export")
struct ExportTargetTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test("A dash is standard output, a device is written in place, all else is a file")
  func kinds() throws {
    for name in ["-", "/dev/stdout", "/dev/fd/1"] {
      #expect(try ExportTarget(name) == .standardOutput)
    }
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

  @Test(
    "A link is replaced and what it names stays, which is said",
    arguments: ["real.csv", "gone.csv"])
  func links(name: String) throws {
    try scratch.write("old", to: "real.csv")
    let link = scratch.file("link.csv")
    #expect(unsafe symlink(scratch.file(name), link) == 0)
    let target = try ExportTarget(link)
    #expect(target == .file(path: link, folder: scratch.path))
    #expect(target.notice?.contains("is a link to \(scratch.file(name))") == true)
    #expect(try ExportTarget(scratch.file("real.csv")).notice == nil)
    let file = try ExportFile(target)
    try file.append { $0 += Array("new".utf8) }
    _ = try file.finish()
    #expect(try scratch.text("link.csv") == "new")
    #expect(try scratch.text("real.csv") == "old")
    #expect(try ExportTarget(link).notice == nil)
  }

  @Test("A link to a device is written in place, and neither replaced nor given other modes")
  func deviceLink() throws {
    let link = scratch.file("null.csv")
    #expect(unsafe symlink("/dev/null", link) == 0)
    let target = try ExportTarget(link)
    #expect(target == .device(path: link))
    let file = try ExportFile(target)
    try file.append { $0 += [0x61] }
    _ = try file.finish()
    var status = stat()
    #expect(unsafe lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    #expect(unsafe stat("/dev/null", &status) == 0 && status.st_mode & 0o777 == 0o666)
  }

  @Test("A pipe that nobody reads is waited for with a word, and the wait can be ended")
  func pipe() async throws {
    let path = scratch.file("pipe")
    #expect(unsafe mkfifo(path, 0o644) == 0)
    let target = try ExportTarget(path)
    let (said, tell) = AsyncStream<Void>.makeStream()
    let waiting = Task { try await ExportFile.open(target) { tell.yield() } }
    for await _ in said { break }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }

    let writing = Task {
      let file = try await ExportFile.open(target) { tell.yield() }
      try file.append { $0 += [UInt8](repeating: 0x61, count: 300_000) }
      return try file.finish()
    }
    for await _ in said { break }
    let reader = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    defer { close(reader) }
    var count = 0
    try await waitUntil("all is read") {
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      count += max(0, unsafe read(reader, &bytes, bytes.count))
      return count == 300_000
    }
    _ = try await writing.value
    var status = stat()
    #expect(unsafe stat(path, &status) == 0 && status.st_mode & 0o777 == 0o644)
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
