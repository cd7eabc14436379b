internal import Glibc
internal import OpsCommands
internal import OpsCore
internal import OpsShell
internal import RemoteServices

/// Joins the commands with the services that they ask, and runs the call.
@main
enum Main {
  static func main() {
    let program = Program(
      table: Commands.table,
      makeProbe: { environment in environment.postgrest.map(PostgRESTProbe.init) },
      makeStore: { environment in try environment.storage.map(Stores.make) })
    let status = program.run(Array(CommandLine.arguments.dropFirst()))
    // What the libraries would tidy up the system takes back faster.
    fflush(nil)
    _exit(status.rawValue)
  }
}
