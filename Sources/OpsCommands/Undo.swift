internal import ArgumentParser
internal import OpsCore

/// Puts back what a change has changed.
struct Undo: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Put back the before-image of a change.",
    discussion: """
      Every change prints its audit id; audit list shows them all. The rows must still be as the \
      change left them in every column: a row that has moved since is refused, with what differs. \
      An undo is a change like any other: it is shown, confirmed, recorded, and can be undone. \
      The undo of a storage rm keeps the files whose grace is not over.

      EXAMPLE
        undo 5c1e09aa
      """)
  static let requirements: Requirements = [.connection, .write]
  static let group = OpsCore.CommandGroup.changes

  @Argument(help: "The audit id of the change.", completion: .undoableAudits)
  var audit: String

  @Flag(help: "Go over the caps of the environment, after a second reason, on a terminal.")
  var overCap = false

  mutating func run(in context: Context) async throws -> Report {
    let entries = try context.journal.entries(of: audit)
    guard let id = entries.first?.audit else {
      throw OpsError(
        .failed, "no change has the audit id \(Sanitiser.visible(audit))",
        hint: "audit list shows the changes that this journal knows")
    }
    if let plan = entries.compactMap(\.plan).first?.prefix(while: { $0 != " " }) {
      throw OpsError(
        .refused, "\(id) is about the cleanup \(plan); nothing was changed",
        hint: "cleanup undo \(plan) brings its batches back")
    }
    let link = try await context.link()
    if let objects = try ObjectReturn(of: id, in: context.outbox(link)) {
      return try await objects.run(in: context)
    }
    let change = try UndoChange(original: id, entries: entries)
    return try await Changes().run(change, in: context, overCap: overCap)
      .report(for: context.output.format)
  }
}
