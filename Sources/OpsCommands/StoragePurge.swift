internal import ArgumentParser
internal import OpsCore

/// Deletes the objects whose grace is over.
struct StoragePurge: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge", abstract: "Delete the files whose grace is over.",
    discussion: """
      Before an object goes, everything is looked at again: whether a batch that is there refers to \
      it, and whether it is still the version that was planned. It counts as deleted only when the \
      store, asked again, says that it is not there. Denied, gone, replaced and unknown are told \
      apart; what is denied or unknown stays in the outbox for the next purge.

      EXAMPLE
        storage purge --expect 12
      """)
  static let requirements: Requirements = [.connection, .write, .destructive]
  static let group = OpsCore.CommandGroup.services

  mutating func run(in context: Context) async throws -> Report {
    try context.delivered(try await DuePurge().run(in: context))
  }
}
