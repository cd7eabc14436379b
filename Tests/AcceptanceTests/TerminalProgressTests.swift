import FoundationEssentials
import Glibc
import Postgres
import TestSupport
import Testing

/// A world whose files lie behind a store that answers as slowly as a test wants.
private struct SlowStore {
  let world: TerminalWorld
  let server: FakeGCS
  let link: SlowLink

  /// Puts in a file for each of eight failed batches, beside others.
  init(others: [String: Int] = [:]) async throws {
    var objects = others
    for number in 1...8 { objects["simplicity/\(Self.id(number)).csv"] = 1 }
    server = try await FakeGCS(objects: objects)
    link = try SlowLink(to: server.port)
    world = try await TerminalWorld()
    try await world.database.execute(
      """
      INSERT INTO intake.simplicity_batches (id, filename, status)
      SELECT ('51000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'slow' || n, 'failed'
      FROM generate_series(1, 8) AS n
      """)
    let config = world.tool.stateDirectory + "/config/dfops"
    try FileManager.default.createDirectory(atPath: config, withIntermediateDirectories: true)
    try "[env.dev]\nstorage = \"gs://intake\"\n".write(
      toFile: config + "/config.toml", atomically: false, encoding: .utf8)
  }

  static func id(_ number: Int) -> String { "51000000-0000-4000-8000-00000000000\(number)" }

  var variables: [String: String] { ["STORAGE_EMULATOR_HOST": link.url] }

  func shell() async throws -> Tmux { try await world.shell(variables: variables) }
}

@Suite(
  "The shell on a terminal: how far slow work has come", .serialized, .enabled(if: FakeGCS.isWanted)
)
struct TerminalProgressTests {
  @Test("rm tells how many names were looked at, purge how many objects are done; nothing is left")
  func removes() async throws {
    let store = try await SlowStore()
    defer { store.world.tool.removeState() }
    let terminal = try await store.shell()
    store.link.hold(requests: "GET /storage/v1/b/intake/o/", after: 4)
    try await terminal.enter("storage rm --filename 'slow*' --grace 0s")
    try await terminal.waitFor("storage rm: 50 %, ")
    try await terminal.waitFor(" 4 of 8 names")
    store.link.release()
    try await terminal.waitFor("store: gs://intake")
    #expect(try await !terminal.screen().contains("%,"))
    try await terminal.enter("8")
    try await terminal.waitFor("8 objects of dev deferred")
    store.link.hold(requests: "DELETE ", after: 2)
    try await terminal.enter("storage purge")
    try await terminal.waitFor("8 objects due")
    try await terminal.enter("8")
    try await terminal.waitFor("storage purge: 25 %, ")
    try await terminal.waitFor(" 2 of 8 objects")
    store.link.release()
    try await terminal.waitFor("8 objects of 8 deleted in dev")
    try await terminal.waitForLine("dfops dev>")
    #expect(try await !terminal.screen().contains("%,"))
    try await terminal.answers()
  }

  @Test("get tells its bytes, where there is a terminal and nobody wants it quiet")
  func gets() async throws {
    let store = try await SlowStore(others: ["big.csv": 4 << 20])
    defer { store.world.tool.removeState() }
    try await store.world.database.execute(
      """
      UPDATE intake.simplicity_batches SET storage_path = 'big.csv'
      WHERE id = '\(TerminalWorld.failed)'
      """)
    let folder = store.world.tool.stateDirectory
    let line = ["storage", "get", "3f2a", "--output"]
    store.link.hold(afterBytes: 1 << 20)
    let terminal = try await Tmux(
      store.world.tool, line + [folder + "/a"], variables: store.variables)
    // Who comes later gets nothing at all until the rest is let go.
    try await terminal.waitFor("storage get: ")
    try await terminal.waitFor(" of 4.0 MiB, ")
    let quiet = try await Tmux(
      store.world.tool, line + [folder + "/b", "--quiet"], variables: store.variables)
    var tool = store.world.tool
    tool.variables.merge(store.variables) { $1 }
    async let piped = tool.run(line + [folder + "/c"])
    let other = try await Tmux(
      store.world.tool, line + [folder + "/d"], variables: store.variables)
    // By then the two before it have waited as long.
    try await other.waitFor("^C stops")
    #expect(try await quiet.screen().allSatisfy(\.isWhitespace))
    store.link.release()
    for screen in [terminal, other, quiet] { try await screen.waitFor("ENDED 0") }
    #expect(try await !terminal.screen().contains("%,"))
    let run = try await piped
    #expect(run.status == 0, "\(run.stderr)")
    #expect(run.stderr.isEmpty)
  }

  @Test("orphans counts the names, of which nobody knows how many there are")
  func compares() async throws {
    let others = (1...1000).map { ("x/\($0)", 1) }
    let store = try await SlowStore(others: Dictionary(uniqueKeysWithValues: others))
    defer { store.world.tool.removeState() }
    let terminal = try await store.shell()
    store.link.hold(requests: "GET /storage/v1/b/intake/o?", after: 1)
    try await terminal.enter("storage orphans")
    // The first page, and the ten batches.
    try await terminal.waitFor("storage orphans: 1010 names, ")
    #expect(try await !terminal.screen().contains("%,"))
    store.link.release()
    try await terminal.waitFor("1008 objects, 10 batches compared")
    try await terminal.waitForLine("dfops dev>")
    #expect(try await !terminal.screen().contains("names, "))
  }

  @Test("A change tells at which step it is, and undo does so, too")
  func changes() async throws {
    try await TerminalWorld.withShell { world, terminal in
      try await world.database.execute(
        """
        CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
          -- Who waits for a lock is refused before long.
          WHILE NOT pg_try_advisory_xact_lock(42) LOOP PERFORM pg_sleep(0.05); END LOOP;
          RETURN NEW;
        END $$;
        CREATE TRIGGER wait BEFORE UPDATE ON intake.simplicity_batches
        FOR EACH ROW EXECUTE FUNCTION wait()
        """)
      for (line, command) in [("reset 3f2a", "reset"), ("undo $(last)", "undo")] {
        let holder = try await world.database.connect()
        try await holder.executeScript("SELECT pg_advisory_lock(42)")
        let last = try await command == "undo" ? Self.audit(world) : ""
        try await terminal.enter(line.replacing("$(last)", with: last))
        try await terminal.waitFor("\(command) of 1 batch: writing, step 2 of 5, ")
        await holder.close()
        try await terminal.waitFor("changed in dev")
        try await terminal.waitForLine("dfops dev>")
        #expect(try await !terminal.screen().contains("step 2"))
        try await terminal.press("C-l")
        try await terminal.waitForLine("dfops dev>")
      }
    }
  }

  private static func audit(_ world: TerminalWorld) async throws -> String {
    let list = try await world.tool.run("audit list -o csv")
    let row = try #require(list.stdout.split(separator: "\n").dropFirst().first)
    return String(row.prefix { $0 != "," })
  }
}
