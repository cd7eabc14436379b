internal import Postgres

/// Puts rows back to their images, and finds out what triggers made of it.
struct RowRestoration: Sendable {
  typealias Execute = (Statement, Int, TableName, Transaction) async throws -> Void

  let write: RowWrite
  let images: [AuditImage]
  let shape: TableShape

  /// Restores, reads back and returns what could not be put back, as sentences.
  ///
  /// A BEFORE trigger may overwrite what is restored. One that acts on other columns only is passed by restoring its
  /// column alone; one that always stamps a time is named; one that changes anything else ends the transaction.
  func run(
    current: RowImages, in transaction: Transaction, execute: Execute
  ) async throws -> [String] {
    var differing = try Self.differing(images, current.byKey, key: write.key, shape: shape)
    for _ in 0..<2 where !differing.isEmpty {
      let statement = ChangeSQL.restore(images, columns: differing, key: write.key, in: shape)
      try await execute(statement, images.count, write.table, transaction)
      let now = try await RowImages(
        write.rows.map(\.key), key: write.key, shape: shape, lock: .none, in: transaction)
      differing = try Self.differing(images, now.byKey, key: write.key, shape: shape)
    }
    guard !differing.isEmpty else { return [] }
    let triggers = try await transaction.query(
      ChangeSQL.updateTriggers, write.table.parameters
    ).compactMap { $0["name"] }
    let names = differing.joined(separator: ", ")
    let by = triggers.isEmpty ? "a rule" : "the trigger \(triggers.joined(separator: ", "))"
    guard differing.allSatisfy({ shape[$0]?.isTimestamp == true }) else {
      throw OpsError(
        .refused, "\(by) of \(write.table) does not let \(names) be put back; nothing was changed",
        hint: "audit show ID has every column as it was, for whoever puts it back otherwise")
    }
    return ["\(write.table): \(names) cannot be put back: \(by) stamps it"]
  }

  /// Returns the columns in which any row differs from its image, in the order of the table.
  static func differing(
    _ images: [AuditImage], _ rows: [String: AuditImage], key: String, shape: TableShape
  ) throws -> [String] {
    var names: Set<String> = []
    for image in images {
      let row = rows[(image.columns[key] ?? nil) ?? ""]
      for (name, value) in image.columns {
        guard let actual = row?.columns[name] else {
          throw OpsError(
            .refused, "\(shape.table) has no column \(name) any more; nothing was changed",
            hint: "the before-image cannot be put back into another table")
        }
        if actual != value { names.insert(name) }
      }
    }
    return shape.columns.filter { names.contains($0.name) && !$0.isComputed }.map(\.name)
  }
}
