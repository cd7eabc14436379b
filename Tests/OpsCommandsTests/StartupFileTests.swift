import FoundationEssentials
import Glibc
import OpsCommands
import Testing

@testable import OpsCore

@Suite("The file of settings and aliases")
struct StartupFileTests {
  private final class World: Sendable {
    let folder = "/tmp/dfops-rc-\(UInt64.random(in: .min ... .max))"
    let messages = MemorySink()
    let session: Session
    var path: String { folder + "/dfops/rc" }

    init() throws {
      try FileManager.default.createDirectory(
        atPath: folder + "/dfops", withIntermediateDirectories: true)
      let profiles = Profiles([Environment(name: "dev", isProtected: false)])
      session = Session(
        profiles: profiles, state: StateFolder(path: folder), environmentName: "dev",
        isNamed: true, loadProfiles: { _ in profiles })
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: path)) }

    func read() async -> String {
      let dispatcher = Dispatcher(
        table: Commands.table, session: session,
        output: Output(results: MemorySink(), messages: messages),
        confirmer: NoTerminalConfirmer())
      await StartupFile(processEnvironment: ["XDG_CONFIG_HOME": folder])?.run(by: dispatcher)
      return messages.text
    }
  }

  @Test("Settings and aliases are in force afterwards, and nothing is said")
  func works() async throws {
    let world = try World()
    try world.write(
      Array("# mine\n\nset timing on\r\nalias today='batches --today'\nset format csv # x".utf8))
    #expect(await world.read() == "")
    #expect(world.session.isOn(.timing))
    #expect(world.session.value(of: .format) == "csv")
    #expect(world.session.aliases["today"] == "batches --today")
  }

  @Test("A wrong line is shown with its number and its reason, and the others count")
  func wrongLines() async throws {
    let world = try World()
    try world.write(
      Array(
        """
        reset 3f2a
        set colour always
        alias reset='status'
        set 'open
        \u{1B}[2J
        alias x
        set timing on
        set format
        """.utf8))
    let text = await world.read()
    for (number, reason) in [
      (1, "reset does not belong here"), (2, "there is no setting colour"),
      (3, "reset is a command"), (4, "a quote is not closed"), (5, "\\x1B[2J does not belong"),
      (6, "it sets nothing"), (8, "it sets nothing"),
    ] {
      #expect(text.contains("\(world.path):\(number): dfops: "))
      #expect(text.contains(reason), "\(text)")
    }
    #expect(!text.contains("\u{1B}"))
    #expect(world.session.isOn(.timing))
  }

  @Test("What cannot be read is told in one line: a folder, a huge file, bytes that are no text")
  func unreadable() async throws {
    let world = try World()
    try world.write([0xFF, 0xFE])
    #expect(await world.read() == "\(world.path) is not read: it is not UTF-8\n")
    let huge = try World()
    try huge.write([UInt8](repeating: 0x23, count: 2 << 20))
    #expect(await huge.read() == "\(huge.path) is not read: it is larger than 1 MiB\n")
    let folder = try World()
    try FileManager.default.createDirectory(
      atPath: folder.path, withIntermediateDirectories: false)
    #expect(await folder.read() == "\(folder.path) is not read: is a directory\n")
    let pipe = try World()
    unsafe mkfifo(pipe.path, 0o600)
    #expect(await pipe.read() == "")
  }

  @Test("Without a file there is nothing to say")
  func missing() async throws {
    #expect(await (try World()).read() == "")
  }
}
