import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// A folder of programs on PATH, beside the usual ones.
final class Programs: Sendable {
  let folder = "/tmp/dfops-path-\(UInt32.random(in: .min ... .max))"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func add(_ name: String, _ text: String, mode: String = "755") throws {
    try TestProgram.write(text, to: "\(folder)/\(name)", mode: mode)
  }

  /// A program that starts another one behind its back, which ^C does not end.
  func addNest() throws {
    try add(
      "dfops-nest", "#!/bin/sh\nsleep 1000 &\necho $PPID $! > $0.new; mv $0.new $0.pid; wait\n")
  }

  /// The numbers of dfops and of what that program has started, once it has.
  func nest() async throws -> (parent: Int32, nested: Int32) {
    var numbers: [Int32] = []
    try await waitUntil("the program has started another one") {
      let text = try? String(contentsOfFile: "\(folder)/dfops-nest.pid", encoding: .utf8)
      numbers = (text ?? "").split(whereSeparator: \.isWhitespace).compactMap { Int32($0) }
      return numbers.count == 2
    }
    return (numbers[0], numbers[1])
  }

  static func waitForEnd(of pid: Int32) async throws {
    try await waitUntil("\(pid) has ended") {
      // What nobody has collected yet has no command line.
      let line = try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)
      return line?.isEmpty ?? true
    }
  }

  /// A tool that finds them.
  func tool(_ variables: [String: String] = [:]) throws -> Tool {
    var tool = try Tool(variables)
    tool.variables["PATH"] = folder + ":" + (tool.variables["PATH"] ?? "")
    return tool
  }
}

@Suite("Commands that are programs of their own")
struct ExternalCommandTests {
  private static let dsn = "postgresql://admin:hunter2@127.0.0.1:6543/postgres"

  @Test("A program gets its words, its place and its input, and its status is passed on")
  func runs() async throws {
    let programs = try Programs()
    try programs.add(
      "dfops-echo",
      """
      #!/bin/sh
      for word; do echo "<$word>"; done
      echo "$DFOPS_ENVIRONMENT $DFOPS_HOST $DFOPS_PORT $DFOPS_DATABASE $DFOPS_FORMAT"
      cat; echo done >&2; exit 7
      """)
    let tool = try programs.tool(["SUPABASE_DB_URL_PROD": Self.dsn])
    defer { tool.removeState() }
    let run = try await tool.run(
      ["-e", "prod", "echo", "a b", "--flag", "-o", "json", "--", "-q"], input: "input\n")
    #expect(run.status == 7)
    #expect(
      run.stdout == "<a b>\n<--flag>\n<-->\n<-q>\nprod 127.0.0.1 6543 postgres json\ninput\n")
    #expect(run.stderr == "done\n")
  }

  @Test("No secret of ours is in its variables; what only reads comes by a descriptor")
  func secrets() async throws {
    let programs = try Programs()
    try programs.add("dfops-dump", "#!/bin/sh\nenv; [ -z \"$DFOPS_DSN_FD\" ] || cat <&3\n")
    let secrets = [
      "SUPABASE_DB_URL_PROD": Self.dsn, "SUPABASE_SERVICE_ROLE_KEY_PROD": "sesame",
      "PGPASSWORD": "sesame", "SLACK_WEBHOOK_URL": "https://hooks.slack.com/sesame",
      "MY_OWN": "postgres://u:sesame@h/db",
    ]
    let tool = try programs.tool(secrets)
    defer { tool.removeState() }
    let run = try await tool.run(["-e", "prod", "dump"])
    #expect(run.status == 0, "\(run.stderr)")
    #expect(run.stdout.contains("DFOPS_ENVIRONMENT=prod\n"))
    #expect(!run.stdout.contains("hunter2") && !run.stdout.contains("sesame"))
    #expect(!run.stdout.contains("DFOPS_DSN_FD"))
    let config = tool.stateDirectory + "/config.toml"
    try Data("[env.prod]\nreadonly_dsn = \"host=h user=reader password=only-reads\"\n".utf8)
      .write(to: URL(filePath: config))
    unsafe chmod(config, 0o600)
    let reading = try await tool.run(["-e", "prod", "--config", config, "dump"])
    #expect(reading.stdout.contains("DFOPS_DSN_FD=3\n"))
    #expect(reading.stdout.contains("user='reader'"))
    let lines = reading.stdout.split(separator: "\n").filter { $0.contains("only-reads") }
    #expect(lines.count == 1 && lines[0].hasPrefix("host='h'"))
  }

  @Test("In a script it reads nothing of the script, and a failure ends the script")
  func script() async throws {
    let programs = try Programs()
    try programs.add("dfops-eat", "#!/bin/sh\ncat; echo ate\n")
    try programs.add("dfops-flop", "#!/bin/sh\nexit 3\n")
    let tool = try programs.tool()
    defer { tool.removeState() }
    let run = try await tool.script("eat\nversion\nflop\nversion\n")
    #expect(run.status == 3)
    #expect(run.stdout == "ate\ndfops 0.1.0\n")
  }

  @Test("What cannot be run, or crashes, says so and what to do")
  func faults() async throws {
    let programs = try Programs()
    try programs.add("dfops-closed", "#!/bin/sh\n", mode: "644")
    try programs.add("dfops-crash", "#!/bin/sh\nkill -SEGV $$\n")
    try programs.add("dfops-noshell", "#!/no/such/shell\n")
    try FileManager.default.createDirectory(
      atPath: programs.folder + "/dfops-folder", withIntermediateDirectories: false)
    let tool = try programs.tool()
    defer { tool.removeState() }
    let closed = try await tool.run("closed")
    // Root may run nothing that nobody may, either.
    #expect(closed.status == 64)
    #expect(closed.stderr.contains("dfops-closed is not executable\n  chmod +x "))
    let crash = try await tool.run("crash")
    #expect(crash.status == 1)
    #expect(crash.stderr.hasPrefix("dfops: crash: it was ended by signal 11: segmentation fault"))
    let noShell = try await tool.run("noshell")
    #expect(noShell.status == 1)
    #expect(noShell.stderr.contains("cannot be run: no such file"))
    for line in ["folder", "../crash", "nothing", "crahs"] {
      #expect(try await tool.run(line).status == 64)
    }
    #expect(try await tool.run("crahs").stderr.contains("did you mean crash?"))
  }

  @Test(
    "A signal that ends dfops ends what a program has started, too", arguments: [SIGTERM, SIGHUP])
  func ended(signal: Int32) async throws {
    let programs = try Programs()
    try programs.addNest()
    let tool = try programs.tool()
    defer { tool.removeState() }
    let variables = tool.variables.map { "\($0.key)=\($0.value)" }
    // Without a terminal, whose keys reach everybody at once.
    let process = try ChildProcess(
      ["setsid", "--wait", "env", "-i"] + variables + [Tool.path, "nest"], outputPath: "/dev/null")
    let (parent, nested) = try await programs.nest()
    kill(parent, signal)
    #expect(process.wait() == 128 + signal)
    try await Programs.waitForEnd(of: nested)
  }

  @Test("A command of ours is never replaced, which is said once")
  func shadows() async throws {
    let programs = try Programs()
    try programs.add("dfops-version", "#!/bin/sh\necho theirs\n")
    let tool = try programs.tool()
    defer { tool.removeState() }
    let run = try await tool.script("version\nversion\n")
    #expect(run.stdout == "dfops 0.1.0\ndfops 0.1.0\n")
    #expect(
      run.stderr
        == """
        stdin:1: \(programs.folder)/dfops-version is not run: \
        version is a command of dfops itself, which comes first

        """)
  }
}

@Suite("Programs of their own at the prompt", .serialized)
struct TerminalExternalTests {
  private func withShell(
    _ programs: Programs, _ body: (Tmux) async throws -> Void
  ) async throws {
    let tool = try programs.tool()
    defer { tool.removeState() }
    let terminal = try await Tmux(tool)
    try await terminal.waitForLine("dfops dev>")
    try await body(terminal)
  }

  @Test("trap: escapes that a program prints are seen, not obeyed")
  func escapes() async throws {
    let programs = try Programs()
    try programs.add(
      "dfops-paint",
      "#!/bin/sh\nprintf 'a\\033[2Jb\\033]2;owned\\007\\n\\033[31mred\\n' | tee /dev/stderr\n")
    try await withShell(programs) { terminal in
      try await terminal.enter("paint")
      try await terminal.waitFor("a\\x1B[2Jb\\x1B]2;owned\\x07\n\\x1B[31mred\n")
      try await terminal.waitForLine("dfops dev>")
      #expect(try await terminal.title() == "dfops dev")
    }
  }

  @Test("trap: a program that hangs, and one that does not want to end, are ended by ^C")
  func hangs() async throws {
    let programs = try Programs()
    try programs.add("dfops-hang", "#!/bin/sh\necho here; sleep 1000; echo there\n")
    try programs.add(
      "dfops-stay", "#!/bin/sh\ntrap '' INT TERM\necho staying\nwhile :; do sleep 1; done\n")
    try await withShell(programs) { terminal in
      try await terminal.enter("hang")
      try await terminal.waitFor("\nhere\n")
      try await terminal.press("C-c")
      try await terminal.waitForLine("dfops dev>")
      try await terminal.answers()
      try await terminal.enter("stay")
      try await terminal.waitFor("\nstaying\n")
      try await terminal.press("C-c")
      try await terminal.waitFor("interrupted; what dfops-stay has done by then is done")
      try await terminal.waitForLine("dfops dev>")
    }
  }

  @Test("A signal that ends the shell ends what a program has started, too")
  func ended() async throws {
    let programs = try Programs()
    try programs.addNest()
    try await withShell(programs) { terminal in
      try await terminal.enter("nest")
      let (parent, nested) = try await programs.nest()
      kill(parent, SIGTERM)
      try await terminal.waitFor("ENDED 143")
      try await Programs.waitForEnd(of: nested)
    }
  }

  @Test("TAB asks a program what may follow its name; one that hangs does not hold the keys")
  func completes() async throws {
    let programs = try Programs()
    try programs.add(
      "dfops-ticket", "#!/bin/sh\nprintf 'INC-\\tan incident\\033[2J\\nCHG-\\ta change\\n'\n")
    try programs.add("dfops-hang", "#!/bin/sh\nsleep 1000\n")
    try await withShell(programs) { terminal in
      try await terminal.type("ticket ")
      try await terminal.pressTab(until: "INC- -- an incident\\x1B[2J")
      try await terminal.waitForLine("dfops dev> ticket")
      try await terminal.press("C-c")
      try await terminal.type("hang ")
      try await terminal.press("Tab")
      try await terminal.type("on")
      try await terminal.waitForLine("dfops dev> hang on")
    }
  }

  @Test("What a program leaves running does not keep the prompt away")
  func leaves() async throws {
    let programs = try Programs()
    try programs.add("dfops-leave", "#!/bin/sh\nsleep 1000 & echo left; echo $! > $0.pid\n")
    try await withShell(programs) { terminal in
      try await terminal.enter("leave")
      try await terminal.waitFor("\nleft\n")
      try await terminal.waitForLine("dfops dev>")
    }
    let text = try String(contentsOfFile: programs.folder + "/dfops-leave.pid", encoding: .utf8)
    if let pid = Int32(text.split(separator: "\n")[0]) { kill(pid, SIGKILL) }
  }
}
