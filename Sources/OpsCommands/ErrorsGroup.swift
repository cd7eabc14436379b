internal import ArgumentParser
internal import OpsCore

/// The commands about errors of rows.
struct Errors: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "errors", abstract: "Count, list and export the errors of rows.",
    discussion: """
      All tables of row errors that this database has are read, not only the runbook's \
      intake.row_errors, which the deployed workers leave empty.

      EXAMPLE
        errors export 3f2a91c0 --output errors.csv
      """,
    subcommands: [ErrorsTop.self, ErrorsRate.self, ErrorsList.self, ErrorsExport.self])
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.errors

  mutating func run(in context: Context) async throws -> Report {
    throw CleanExit.helpRequest(Self.self)
  }
}

extension Context {
  /// Returns the error tables of the connected database.
  func errorStore(_ link: Link) -> ErrorStore {
    ErrorStore(connection: link.connection, sources: link.schema.errorSources)
  }

  /// Tells that a table of another batch system is left out, because this role may not read it.
  func tellSkipped(_ source: ErrorSource) {
    output.notice("\(source.name) may not be read by this role; its errors are not counted")
  }
}
