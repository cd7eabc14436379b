import FoundationEssentials
import Postgres

@testable import OpsCore

/// Makes a context that needs no question: not protected, `--yes`, no terminal.
///
/// Without a state folder it gets one of its own, which is removed with the session.
func makeContext(
  expect: Int?, limits: Limits, dsn: String,
  state: String? = nil, messages: MemorySink = MemorySink()
) async throws -> Context {
  let environment = Environment(
    name: "dev", isProtected: false, dsn: try ConnectionInfo(dsn: dsn), dsnSource: "the test",
    limits: limits)
  let profiles = Profiles([environment])
  let folder = try state == nil ? Scratch() : nil
  let session = Session(
    profiles: profiles, state: StateFolder(path: state ?? folder?.file("state") ?? ""),
    environmentName: "dev", isNamed: true,
    loadProfiles: { [folder] _ in
      _ = folder
      return profiles
    })
  var options = GlobalOptions()
  options.yes = true
  options.expect = expect
  let output = Output(results: MemorySink(), messages: messages)
  let dispatcher = Dispatcher(
    table: CommandTable([]), session: session, output: output, confirmer: NoTerminalConfirmer())
  return Context(
    dispatcher: dispatcher, options: options, output: output, commandLine: "reset in a test")
}

extension Context {
  /// Puts a folder where the journal is, so that nothing can be recorded; what was recorded is gone.
  func breakJournal() throws {
    let path = try session.state.file("audit.jsonl")
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }
}
