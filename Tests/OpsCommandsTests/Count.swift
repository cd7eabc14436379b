internal import ArgumentParser
internal import OpsCore
internal import Postgres

/// Shows how many batches there are.
struct Count: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "count", abstract: "Show how many batches there are.",
    discussion: """
      EXAMPLE
        count
      """)
  static let requirements: Requirements = [.connection]
  static let group = OpsCore.CommandGroup.batches

  mutating func run(in context: Context) async throws -> Report {
    let rows = try await context.link().connection.read(
      "SELECT count(*) AS n FROM intake.simplicity_batches")
    return .record(["batches": .int(Int64(try rows.first?.int("n") ?? 0))])
  }
}
