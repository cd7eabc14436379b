import FoundationEssentials
import Glibc
import TestSupport
import Testing

@Suite("A purge that is killed")
struct PurgeKillTests {
  private static let count = 3000

  @Test("27: wherever it is killed, nothing is lost from the outbox and nothing else is deleted")
  func killed() async throws {
    let seed = UInt64.random(in: .min ... .max)
    print("seed \(seed)")
    var chance = SplitMix(state: seed)
    let database = try await TestServer.shared().database(.dev)
    let tool = try Tool(dev: database)
    defer { tool.removeState() }
    let bucket = try Self.prepare(tool)
    try await database.execute(
      """
      INSERT INTO intake.simplicity_batches (id, filename, status)
      SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, n || '.csv', 'failed'
      FROM generate_series(1, \(Self.count)) AS n
      """)
    let removal = try await tool.run("storage rm --status failed --grace 0s --yes")
    #expect(removal.status == 0, "\(removal.stderr)")
    var kills = 0
    for _ in 0..<6 {
      let left = Int(chance.next() % UInt64(Self.count))
      let purge = try Self.start("storage purge --yes", tool)
      try await waitUntil("\(left) files are left, or the purge has ended") {
        Self.objects(in: bucket) <= left + 1 || Self.hasEnded(purge)
      }
      kill(purge.pid, SIGKILL)
      if purge.wait() == 128 + SIGKILL { kills += 1 }
    }
    print("\(kills) purges were killed")
    let last = try await tool.run("storage purge --yes -o json")
    #expect([0, 5].contains(last.status), "\(last.stderr)")
    #expect(Self.objects(in: bucket) == 1)
    #expect(FileManager.default.fileExists(atPath: bucket + "/other.csv"))
    let status = try await tool.run("status -o json")
    #expect(status.stdout.contains("\"objects_deferred\":0"), "\(last.stdout)")
    #expect(try await tool.run("audit verify").status == 0)
    let rows = try await database.run("SELECT count(*) FROM intake.simplicity_batches")
    #expect(rows[0][0] == "\(Self.count)")
  }

  /// Makes the store with an object for each batch, and one that belongs to nobody.
  private static func prepare(_ tool: Tool) throws -> String {
    let bucket = tool.stateDirectory + "/objects/intake/simplicity"
    let config = tool.stateDirectory + "/config/dfops"
    for folder in [bucket, config] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    try "[env.dev]\nstorage = \"file://\(tool.stateDirectory)/objects\"\n".write(
      toFile: config + "/config.toml", atomically: false, encoding: .utf8)
    let names = (1...count).map { number in
      "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - "\(number)".count)
        + "\(number)"
    }
    for name in names + ["other"] {
      try Data("x".utf8).write(to: URL(filePath: "\(bucket)/\(name).csv"))
    }
    return bucket
  }

  private static func start(_ line: String, _ tool: Tool) throws -> ChildProcess {
    let variables = tool.variables.map { "\($0.key)=\($0.value)" }
    return try ChildProcess(
      ["/usr/bin/env", "-i"] + variables + [Tool.path]
        + line.split(separator: " ").map(String.init),
      outputPath: tool.stateDirectory + "/purge.log")
  }

  private static func objects(in folder: String) -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: folder).count) ?? 0
  }

  /// Asks without taking the exit status away from who waits for it.
  private static func hasEnded(_ process: ChildProcess) -> Bool {
    var info = unsafe siginfo_t()
    let status = unsafe waitid(
      P_PID, id_t(process.pid), &info, Int32(WEXITED) | Int32(WNOHANG) | Int32(WNOWAIT))
    return unsafe status != 0 || info.si_signo == SIGCHLD
  }
}

/// A generator whose numbers follow from its seed.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
