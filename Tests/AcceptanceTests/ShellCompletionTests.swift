import TestSupport
import Testing

@Suite("Completion in other shells", .serialized)
struct ShellCompletionTests {
  /// Asks bash what it would offer at the end of a line.
  private static func bash(_ line: String, _ tool: Tool) async throws -> [String] {
    // The words are parted as readline does it, at = and : as well.
    let script = """
      . "$COMPLETIONS/dfops.bash"
      COMP_LINE=$1 COMP_POINT=${#1}
      read -ra COMP_WORDS <<< "$(printf '%s' "$1" | sed 's/[=:]/ & /g')"
      case $1 in *[' =:']) COMP_WORDS+=('') ;; esac
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      cur=${COMP_WORDS[COMP_CWORD]}
      _dfops dfops "$cur" "${COMP_WORDS[COMP_CWORD - 1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    return try await ask(["bash", "-c", script, "bash", line], tool)
  }

  /// How often a key is pressed again: it does not wait for a machine that is busy, and offers nothing then.
  private static let presses = 20

  private static func ask(_ words: [String], _ tool: Tool) async throws -> [String] {
    var lines: [String] = []
    for _ in 0..<presses where lines.allSatisfy({ $0.hasPrefix("-") }) {
      lines = try await tool.shell(words).split(separator: "\n").map(String.init)
    }
    return lines
  }

  private static func fish(_ line: String, _ tool: Tool) async throws -> [String] {
    let script = "source $COMPLETIONS/dfops.fish; complete -C $argv[1]"
    return try await ask(["fish", "--no-config", "-c", script, line], tool)
  }

  /// Presses TAB in a zsh that runs in a terminal, until a text is on its screen, and returns all that it wrote.
  private static func zsh(_ line: String, until text: String, _ tool: Tool) async throws -> String {
    let script = """
      zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell "PS1='ready''> ' fpath=(\\"$COMPLETIONS\\" \\$fpath); autoload -Uz compinit"
      zpty -w shell "compinit -u -D; stty columns 150; zstyle ':completion:*' list-prompt ''"
      zpty -r -m shell seen '*ready> *ready> *'
      zmodload zsh/zselect
      seen=
      zpty -n -w shell "$1"
      for press in {1..\(presses)}; do
        zpty -n -w shell $'\\t'
        for look in {1..30}; do
          while zpty -r -t shell more; do seen+=$more; done
          [[ $seen == *"$2"* ]] && break 2
          zselect -t 10
        done
      done
      print -r -- "$seen"
      """
    return try await tool.shell(["zsh", "-f", "-c", script, "zsh", line, text])
  }

  /// Types a line in a shell of a terminal, presses TAB until a text is seen, then Enter; returns what the command is
  /// given, each word in angle brackets, or all that was seen when it is given nothing.
  private static func words(
    _ line: String, pressing text: String, in shell: String, _ tool: Tool
  ) async throws -> String {
    let setUp =
      shell == "bash"
      ? "cd; bind 'set bell-style none'; set -H; . \"$COMPLETIONS/dfops.bash\""
      : "cd; fpath=(\"$COMPLETIONS\" $fpath); autoload -Uz compinit; compinit -u -D"
    let script = #"""
      zmodload zsh/zpty zsh/zselect
      look() {
        for round in {1..$2}; do
          while zpty -r -t shell more; do seen+=$more; done
          [[ $seen == *"$1"* ]] && return
          zselect -t 10
        done
        return 1
      }
      case $1 in bash) zpty -b -e shell bash --norc --noprofile -i ;; *) zpty -b -e shell zsh -f -i ;; esac
      zpty -w shell "$4"
      zpty -w shell "dfops() { case \$1 in __complete) command dfops \"\$@\" ;; *) printf 'g''iven:'; printf '<%s>' \"\$@\"; echo .; esac; }"
      zpty -w shell "export SECRET=told; echo an old line; stty columns 150; PS1='rea''dy> '"
      look 'ready> ' 100
      seen=
      zpty -n -w shell "$2"
      for press in {1..\#(presses)}; do
        zpty -n -w shell $'\t'
        look "$3" 30 && break
      done
      zpty -n -w shell $'\n'
      look '>.' 50
      print -r -- "$seen"
      """#
    let seen = try await tool.shell(["zsh", "-f", "-c", script, "zsh", shell, line, text, setUp])
    guard let given = seen.ranges(of: "given:").last else { return seen }
    return String(seen[given.upperBound...].prefix { $0 != "\r" && $0 != "\r\n" && $0 != "\n" })
  }

  private func withWorld(_ body: (TerminalWorld) async throws -> Void) async throws {
    let world = try await TerminalWorld()
    defer { world.tool.removeState() }
    try await body(world)
  }

  @Test("bash completes live ids, statuses and files, each where it fits")
  func bash() async throws {
    try await withWorld { world in
      let (failed, completed) = (TerminalWorld.failed, TerminalWorld.completed)
      let resettable = try await Self.bash("dfops reset ", world.tool)
      #expect(resettable.contains(failed))
      #expect(!resettable.contains(completed))
      #expect(try await Self.bash("dfops reset 3f", world.tool) == [failed])
      #expect(try await Self.bash("dfops batch c0", world.tool) == [completed])
      #expect(try await Self.bash("dfops batches --status fa", world.tool) == ["failed"])
      let environments = try await Self.bash("dfops use ", world.tool)
      #expect(environments.contains("prod"))
      #expect(try await Self.bash("dfops batches --filename ju", world.tool) == ["june.csv"])
    }
  }

  @Test("fish completes live ids with what they are")
  func fish() async throws {
    try await withWorld { world in
      let offered = try await Self.fish("dfops reset ", world.tool)
      #expect(offered.first?.hasPrefix("\(TerminalWorld.failed)\tfailed ") == true)
      #expect(offered.first?.hasSuffix(" may.csv") == true)
      #expect(offered.count == 1)
      let statuses = try await Self.fish("dfops batches --status fa", world.tool)
      #expect(statuses == ["failed\tfinal"])
      let there = try await Self.fish("dfops -e prod reset 3f", world.tool)
      #expect(there.isEmpty, "the environment of the line has no such batch")
      for lead in ["-f ", "--config="] {
        let files = try await Self.fish("dfops \(lead)/etc/passw", world.tool)
        #expect(files.contains("\(lead == "-f " ? "" : lead)/etc/passwd"))
      }
      let folder = world.tool.stateDirectory + "/my dir"
      _ = try await world.tool.shell(["mkdir", folder])
      for typed in ["'\(folder.dropLast())", folder.dropLast().replacing(" ", with: "\\ ")] {
        let files = try await Self.fish("dfops errors export 3f2a --output \(typed)", world.tool)
        #expect(files.contains(folder + "/"), "\(files)")
      }
    }
  }

  @Test("zsh completes live ids, and lists them with what they are")
  func zsh() async throws {
    try await withWorld { world in
      let line = try await Self.zsh("dfops reset 3f", until: TerminalWorld.failed, world.tool)
      #expect(line.contains("dfops reset \(TerminalWorld.failed)"))
      let list = try await Self.zsh("dfops batch ", until: "may.csv", world.tool)
      #expect(list.contains("\(TerminalWorld.failed)  -- failed "))
    }
  }

  @Test("trap: names of files that hold commands, blanks and colons are only names")
  func hostile() async throws {
    try await withWorld { world in
      let mark = world.tool.stateDirectory + "/ran"
      let names = ["$(touch \(mark)).csv", "`touch \(mark)`", "in:box a.csv", "é 'x\".csv"]
      for (index, name) in names.enumerated() {
        let quoted = name.split(separator: "'", omittingEmptySubsequences: false)
          .joined(separator: "''")
        try await world.database.execute(
          """
          INSERT INTO intake.simplicity_batches (filename, status, created_at)
          VALUES ('\(quoted)', 'failed', now() - interval '\(index) s')
          """)
      }
      let bash = try await Self.bash("dfops batches --filename ", world.tool)
      let quoted = [
        #"\$\(touch\ "# + mark + #"\).csv"#, #"\`touch\ "# + mark + #"\`"#, #"in:box\ a.csv"#,
        #"é\ \'x\".csv"#,
      ]
      #expect(bash.prefix(4) == quoted[...])
      let fish = try await Self.fish("dfops batches --filename ", world.tool)
      #expect(fish.count >= 4)
      _ = try await Self.zsh("dfops batches --filename ", until: "may.csv", world.tool)
      let listed = try await world.tool.shell(["ls", mark])
      #expect(listed.contains("No such file"))
    }
  }

  @Test(
    "trap: a file's name that is completed is the word that the command gets, secrets and history untold",
    arguments: ["bash", "zsh"])
  func exact(shell: String) async throws {
    try await withWorld { world in
      let names = [
        "wa$SECRET.csv", "wb!!x.csv", "wc`x` \"y\" 'z'.csv", "wd:e=f @ g.csv", "we h.csv",
      ]
      for name in names {
        try await world.database.execute(
          """
          INSERT INTO intake.simplicity_batches (filename, status, created_at)
          VALUES ('\(name.replacing("'", with: "''"))', 'failed', now())
          """)
      }
      func given(_ line: String) async throws -> String {
        try await Self.words(line, pressing: ".csv", in: shell, world.tool)
      }
      for name in names {
        let words = try await given("dfops batches --filename \(name.prefix(2))")
        #expect(words == "<batches><--filename><\(name)>.")
      }
      let attached = try await given("dfops batches --filename=wa")
      #expect(attached == "<batches><--filename=wa$SECRET.csv>.")
      let quoted = try await given("dfops batches --filename 'we")
      #expect(quoted == "<batches><--filename><we h.csv>.")
      let colon = try await given("dfops batches --filename wd:e")
      #expect(colon == "<batches><--filename><wd:e=f @ g.csv>.")
    }
  }

  @Test(
    "trap: bash parts words at colons, and a name with one is completed all the same",
    arguments: [
      ("dfops -f in:b", "<-f><in:box.dfops>."), ("dfops -f 'in:b", "<-f><in:box.dfops>."),
      ("dfops --config=in:b", "<--config=in:box.dfops>."),
      ("dfops batches --filename in:o", "<batches><--filename><in:one two.csv>."),
      ("dfops batches --filename=in:o", "<batches><--filename=in:one two.csv>."),
      (
        "dfops batches --filename a:b --status fa",
        "<batches><--filename><a:b><--status><failed>."
      ),
    ])
  func colons(line: String, words: String) async throws {
    try await withWorld { world in
      try await world.database.execute(
        """
        INSERT INTO intake.simplicity_batches (filename, status, created_at)
        VALUES ('in:one two.csv', 'failed', now())
        """)
      _ = try await world.tool.shell(["sh", "-c", "cd \"$HOME\" && touch in:box.dfops"])
      let text = ["failed", "box", "two.csv"].first { words.contains($0) } ?? ""
      #expect(try await Self.words(line, pressing: text, in: "bash", world.tool) == words)
    }
  }

  @Test("The command that watch repeats is completed as any other")
  func watch() async throws {
    try await withWorld { world in
      let (failed, completed) = (TerminalWorld.failed, TerminalWorld.completed)
      for shell in [Self.bash, Self.fish] {
        let ids = try await shell("dfops -e dev watch 2s errors list ", world.tool)
          .map { String($0.prefix { $0 != "\t" }) }
        #expect(Set(ids).isSuperset(of: [failed, completed]))
        let commands = try await shell("dfops watch 2s summ", world.tool)
        #expect(commands.map { $0.prefix { $0 != "\t" } } == ["summary"])
        let statuses = try await shell("dfops watch 2s batches --status fa", world.tool)
        #expect(statuses.map { $0.prefix { $0 != "\t" } } == ["failed"])
      }
      let line = "dfops watch 2s batches --status=fa"
      let words = try await Self.words(line, pressing: "failed", in: "zsh", world.tool)
      #expect(words == "<watch><2s><batches><--status=failed>.")
    }
  }

  @Test("Programs on PATH are commands, and say themselves what may follow")
  func programs() async throws {
    try await withWorld { world in
      let program = #"""
        cd "$0" && printf '%s\n' '#!/bin/sh' 'test "$1" = __complete && echo INC-$(($# - 1))' \
          > dfops-ticket && chmod +x dfops-ticket
        """#
      let folder = world.tool.stateDirectory + "/bin"
      _ = try await world.tool.shell(["sh", "-c", program, folder])
      for shell in [Self.bash, Self.fish] {
        let commands = try await shell("dfops tick", world.tool)
        #expect(commands.map { $0.prefix { $0 != "\t" } } == ["ticket"])
        let offered = try await shell("dfops -e dev ticket open I", world.tool)
        #expect(offered.map { $0.prefix { $0 != "\t" } } == ["INC-2"])
      }
      for (line, text, words) in [
        ("dfops tick", "ticket", "<ticket>."), ("dfops ticket I", "INC-1", "<ticket><INC-1>."),
      ] {
        #expect(try await Self.words(line, pressing: text, in: "zsh", world.tool) == words)
      }
    }
  }

  @Test(
    "A command stays one where a folder has its name, help has topics, and = stands before values",
    arguments: [
      ("bash", "dfops stor", "storage", "<storage>."),
      ("zsh", "dfops stor", "storage", "<storage>."),
      ("bash", "dfops help filt", "filters", "<help><filters>."),
      ("zsh", "dfops help filt", "filters", "<help><filters>."),
      ("bash", "dfops batches --status=fa", "failed", "<batches><--status=failed>."),
      ("zsh", "dfops batches --status=fa", "failed", "<batches><--status=failed>."),
      (
        "bash", "dfops --env=dev batches --format=nd", "ndjson",
        "<--env=dev><batches><--format=ndjson>."
      ),
    ])
  func plain(shell: String, line: String, text: String, words: String) async throws {
    try await withWorld { world in
      let there = "cd \"$HOME\" && mkdir -p storage"
      _ = try await world.tool.shell(["sh", "-c", there])
      #expect(try await Self.words(line, pressing: text, in: shell, world.tool) == words)
    }
  }

  @Test("A server that is silent or down costs a moment, and nothing is said about it")
  func silent() async throws {
    let listener = try SilentListener()
    let dsn = "host=127.0.0.1 port=\(listener.port) dbname=x user=x sslmode=disable"
    let tool = try Tool(["SUPABASE_DB_URL_DEV": dsn])
    defer { tool.removeState() }
    let (run, inTime) = try await timed(within: .seconds(1)) {
      try await tool.run("__complete batches")
    }
    #expect(inTime)
    #expect(run.stdout.isEmpty && run.stderr.isEmpty)
    #expect(run.status == 0)
    let within = try await tool.run(["__complete", "fish", "dfops watch 2s reset "])
    #expect(within.stdout.isEmpty && within.stderr.isEmpty)
    listener.stop()
    let down = try await tool.run("__complete resettable-batches")
    #expect(down.stdout.isEmpty && down.stderr.isEmpty)
    let words = try await Self.bash("dfops reset ", tool)
    #expect(words.allSatisfy { $0.hasPrefix("-") })
  }
}
