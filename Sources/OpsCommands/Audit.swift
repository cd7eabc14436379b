internal import ArgumentParser
internal import OpsCore

/// The commands about the journal of changes.
struct Audit: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Show who changed what, when and why.",
    discussion: """
      Every change appends to audit.jsonl in the state directory: the intent before it, the outcome \
      after it, each line sealed by the hash of the one before.

      EXAMPLE
        audit list --limit 5
      """,
    subcommands: [AuditList.self, AuditShow.self, AuditVerify.self],
    defaultSubcommand: AuditList.self)
  static let requirements: Requirements = []
  static let group = OpsCore.CommandGroup.changes

  mutating func run(in context: Context) async throws -> Report {
    throw CleanExit.helpRequest(Self.self)
  }
}
