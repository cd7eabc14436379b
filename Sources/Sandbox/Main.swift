internal import ArgumentParser

/// The inside of the rehearsal sandbox; `scripts/sandbox` is its face.
@main
struct Sandbox: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The parts of the rehearsal sandbox that scripts/sandbox starts.",
    subcommands: [
      Prepare.self, Reseed.self, Describe.self, Rehearse.self, Hold.self, Work.self, Run.self,
      ServePostgREST.self,
    ])
}
