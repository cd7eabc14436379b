internal import FoundationEssentials
internal import OpsCore
internal import Subprocess
internal import SystemPackage

/// A terminal of its own in which the program runs, and whose screen the tests see as a person does.
public final class Tmux: Sendable {
  private let socket: String

  /// Starts the program in a new terminal.
  ///
  /// A shell runs it, and says `ENDED` with the exit status and the modes of the terminal afterwards. When it is stopped,
  /// the shell says `STOPPED`, waits for Enter, and lets it go on.
  ///
  /// - Parameters:
  ///   - tool: The program with its variables.
  ///   - arguments: Its arguments.
  ///   - columns: The width of the terminal.
  ///   - rows: The height.
  ///   - variables: What is set beside the variables of the tool; an empty TERM is one.
  /// - Throws: When the terminal cannot be started.
  public init(
    _ tool: Tool, _ arguments: [String] = [], columns: Int = 100, rows: Int = 24,
    variables: [String: String] = [:]
  ) async throws {
    socket = "/tmp/dfm-\(UInt32.random(in: .min ... .max))"
    var all = tool.variables.merging(["TERM": "screen", "LC_ALL": "C.UTF-8"]) { $1 }
    all.merge(variables) { $1 }
    let environment = all.map { Words.quoted("\($0.key)=\($0.value)") }.joined(separator: " ")
    let call = ([Tool.path] + arguments).map(Words.quoted).joined(separator: " ")
    let script = """
      set -m; before=$(stty -g); said() { echo "$1"; [ "$before" = "$(stty -g)" ] && echo RESTORED; }
      env -i \(environment) \(call); status=$?
      while [ "$status" -eq 148 ]; do said STOPPED; read -r _; fg; status=$?; done
      said "ENDED $status"; exec cat
      """
    try await run(
      "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
      "sh", "-c", script)
  }

  deinit {
    let socket = socket
    _ = try? ChildProcess(["tmux", "-S", socket, "kill-server"], outputPath: "/dev/null").wait()
    try? FileManager.default.removeItem(atPath: socket)
  }

  /// Types a text, character by character as it stands.
  public func type(_ text: String) async throws {
    try await run("send-keys", "-l", "--", text)
  }

  /// Pastes a text as the terminal's user does; the terminal puts marks around it when the program has asked for them.
  public func paste(_ text: String) async throws {
    let path = socket + ".paste"
    try Data(text.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await run("load-buffer", "-b", "paste", path)
    try await run("paste-buffer", "-d", "-p", "-r", "-b", "paste")
  }

  /// Presses keys, by tmux's names such as `Enter`, `Tab`, `C-c`.
  public func press(_ keys: String...) async throws {
    for key in keys { try await run("send-keys", key) }
  }

  /// Presses Tab until a text is on the screen: a key does not wait for a server that is slow to answer.
  ///
  /// - Parameter text: The text.
  /// - Throws: When it does not come, with the screen.
  public func pressTab(until text: String) async throws {
    for _ in 0..<10 {
      try await press("Tab")
      let isThere: Void? = try? await waitUntil("“\(text)” is listed", timeout: .seconds(2)) {
        try await self.screen().contains(text)
      }
      if isThere != nil { return }
    }
    throw ProcessError("“\(text)” is not listed; the screen was:\n\(try await screen())")
  }

  /// Types a line and presses Enter.
  public func enter(_ line: String) async throws {
    try await type(line)
    try await press("Enter")
  }

  /// Makes the terminal wider or narrower, and waits until its programs can know.
  ///
  /// tmux folds the screen at once, and tells programs of the second of two changes some time later.
  public func resize(columns: Int) async throws {
    try await run("resize-window", "-x", "\(columns)")
    let device =
      try await run("display-message", "-p", "#{pane_tty}")
      .split(separator: "\n").first.map(String.init) ?? ""
    try await wait("programs see \(columns) columns") {
      let result = try await Subprocess.run(
        .name("stty"), arguments: ["-F", device, "size"], output: .string(limit: 4096))
      return result.standardOutput.hasSuffix(" \(columns)\n")
    }
  }

  /// The screen as a person sees it, without the empty rest of each line.
  public func screen() async throws -> String {
    try await run("capture-pane", "-p")
  }

  /// The screen with the styles of its characters.
  public func styledScreen() async throws -> String {
    try await run("capture-pane", "-p", "-e")
  }

  /// The last line of the screen that is not empty.
  public func lastLine() async throws -> String {
    try await screen().split(separator: "\n").last.map(String.init) ?? ""
  }

  /// Waits until the last line of the screen is this one; blanks at its end do not count.
  public func waitForLine(_ line: String) async throws {
    try await wait("the last line is “\(line)”") {
      try await self.lastLine() == String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// Waits until a text is on the screen.
  public func waitFor(_ text: String) async throws {
    try await wait("“\(text)” is on the screen") { try await self.screen().contains(text) }
  }

  /// The title of the terminal.
  public func title() async throws -> String {
    try await run("display-message", "-p", "#{pane_title}").split(separator: "\n").first
      .map(String.init) ?? ""
  }

  /// Whether the bell has rung.
  public func belled() async throws -> Bool {
    try await run("display-message", "-p", "#{window_bell_flag}").hasPrefix("1")
  }

  /// Takes the terminal away, as when a window is closed or a line breaks.
  public func hangUp() async throws {
    try await run("kill-server")
  }

  /// The process id of the program; nil when it does not run.
  public func programID() async throws -> Int32? {
    let pane = try await run("display-message", "-p", "#{pane_pid}")
    let parent = pane.split(separator: "\n").first.map(String.init) ?? ""
    let result = try await Subprocess.run(
      .name("pgrep"), arguments: ["-x", "-P", parent, "dfops"], output: .string(limit: 4096))
    return result.standardOutput.split(separator: "\n").first.flatMap { Int32($0) }
  }

  private func wait(_ what: String, _ condition: () async throws -> Bool) async throws {
    do {
      try await waitUntil(what, timeout: .seconds(20), condition)
    } catch let error as WaitTimeout {
      throw ProcessError("\(error); the screen was:\n\(try await screen())")
    }
  }

  @discardableResult
  private func run(_ arguments: String...) async throws -> String {
    let result = try await Subprocess.run(
      .name("tmux"), arguments: Arguments(["-u", "-S", socket] + arguments),
      environment: .inherit.updating(["LC_ALL": "C.UTF-8", "TMUX": nil]),
      output: .string(limit: 1 << 20), error: .string(limit: 1 << 16))
    guard case .exited(0) = result.terminationStatus else {
      throw ProcessError("tmux \(arguments.joined(separator: " ")): \(result.standardError)")
    }
    return result.standardOutput
  }
}
