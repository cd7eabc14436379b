import FoundationEssentials
import Glibc
import Testing

@testable import OpsCore

@Suite("The state folder")
struct StateFolderTests {
  @Test(
    "It is where the variables say",
    arguments: [
      (["DFOPS_STATE_DIR": "/a", "XDG_STATE_HOME": "/b", "HOME": "/h"], "/a"),
      (["XDG_STATE_HOME": "/b", "HOME": "/h"], "/b/dfops"),
      (["XDG_STATE_HOME": "relative", "HOME": "/h"], "/h/.local/state/dfops"),
      (["DFOPS_STATE_DIR": "", "HOME": "/h"], "/h/.local/state/dfops"),
      (["DFOPS_STATE_DIR": "relative"], "relative"),
    ])
  func locates(_ variables: [String: String], _ path: String) throws {
    #expect(try StateFolder.locate(processEnvironment: variables).path == path)
  }

  @Test("It is made at first use, with all above it, for its owner only")
  func makes() throws {
    let scratch = try Scratch()
    let folder = StateFolder(path: scratch.file("a/b/c"))
    #expect(scratch.mode("a") == nil)
    #expect(try folder.file("x") == scratch.file("a/b/c/x"))
    #expect(scratch.mode("a/b/c") == 0o700)
    #expect(try folder.file("y") == scratch.file("a/b/c/y"))
  }

  @Test("One that others may look into is closed")
  func closes() throws {
    let scratch = try Scratch()
    for mode: mode_t in [0o755, 0o777] {
      unsafe chmod(scratch.path, mode)
      _ = try StateFolder(path: scratch.path).file("x")
      #expect(scratch.mode("") == 0o700)
    }
  }

  @Test("One that is everybody's, or none, is refused and left as it is")
  func refuses() throws {
    let scratch = try Scratch()
    try scratch.write("", to: "file")
    unsafe chmod(scratch.path, 0o1777)
    for path in [
      scratch.path, scratch.file("file"), scratch.file("file/below"), "/proc/dfops/state",
    ] {
      let error = #expect(throws: OpsError.self) { try StateFolder(path: path).file("x") }
      #expect(error?.exit == .configuration)
      #expect(error?.message.contains(path) == true)
      #expect(error?.hint?.contains("DFOPS_STATE_DIR") == true)
    }
    #expect(scratch.mode("") == 0o1777)
  }

  @Test("Documents are replaced as a whole, for their owner only, by one process after the other")
  func documents() async throws {
    let scratch = try Scratch()
    let document = StateDocument(
      state: StateFolder(path: scratch.file("state")), name: "n.json", empty: ["n": 0],
      isExpendable: false)
    #expect(try document.read() == ["n": 0])
    #expect(scratch.mode("state") == nil)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<40 {
        group.addTask { try document.update { $0["n", default: 0] += 1 } }
      }
      try await group.waitForAll()
    }
    #expect(try document.read() == ["n": 40])
    #expect(scratch.mode("state/n.json") == 0o600)
    #expect(scratch.mode("state/n.json.lock") == 0o600)
    #expect(scratch.mode("state/n.json.new") == nil)
  }

  @Test("A damaged document is an error unless it can be spared")
  func damaged() throws {
    let scratch = try Scratch()
    try scratch.write("{", to: "n.json")
    let state = StateFolder(path: scratch.path)
    let dear = StateDocument(state: state, name: "n.json", empty: 0, isExpendable: false)
    let error = #expect(throws: OpsError.self) { try dear.read() }
    #expect(error?.exit == .configuration)
    #expect(error?.message.contains("n.json: it is damaged") == true)
    #expect(throws: OpsError.self) { try dear.update { $0 += 1 } }
    #expect(try scratch.text("n.json") == "{")
    let cheap = StateDocument(state: state, name: "n.json", empty: 0, isExpendable: true)
    #expect(try cheap.read() == 0)
    try cheap.update { $0 += 1 }
    #expect(try cheap.read() == 1)
  }

  @Test("Pins outlive the process in a form that people can read")
  func pins() throws {
    let scratch = try Scratch()
    let state = StateFolder(path: scratch.path)
    let identity = Identity(projectRef: "abc", systemIdentifier: "723", databaseOID: 5)
    let environment = Environment(name: "prod", isProtected: true)
    #expect(try PinStore(state).pin(of: "prod") == nil)
    try PinStore(state).pin(identity, for: environment)
    try PinStore(state).pin(Identity(), for: Environment(name: "dev", isProtected: false))
    #expect(try PinStore(state).pin(of: "prod") == identity)
    #expect(try PinStore(state).all() == ["prod": identity, "dev": Identity()])
    #expect(try scratch.text("pins.json").contains(#""system_identifier" : "723""#))
    #expect(scratch.mode("pins.json") == 0o600)
  }
}
