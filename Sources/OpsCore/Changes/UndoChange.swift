internal import Postgres

/// Puts back what a change has changed, from its before-image in the journal.
///
/// Every column of every row must still be as the change left it; a row that has moved since is not touched.
public struct UndoChange: Change {
  /// The id of the change that is taken back.
  public let original: String
  private let prepared: AuditEntry
  private let originalCommand: String

  /// Makes an undo from the journal's entries of one change.
  ///
  /// - Throws: `OpsError` when that change has changed nothing.
  public init(original: String, entries: [AuditEntry]) throws(OpsError) {
    let outcome = entries.last { $0.phase == .outcome }
    if let result = outcome?.result, ChangeOutcome.isNothing(result) {
      throw OpsError(
        .refused, "audit \(original) changed nothing, so there is nothing to undo: \(result)",
        hint: "audit list shows what has changed something")
    }
    guard
      let prepared = entries.last(where: {
        $0.phase == .event && $0.result == ChangeOutcome.prepared
      })
    else {
      throw OpsError(
        .refused,
        "audit \(original) has no before-image: it changed nothing that undo can put back",
        hint: "audit show \(original) tells what it did")
    }
    self.original = original
    self.prepared = prepared
    originalCommand = Self.firstWord(of: prepared.command)
  }

  /// The word by which people know the change.
  public var command: String { "undo" }

  /// Compares the rows with what the change left behind and says what would be put back.
  public func plan(in view: ChangeView) async throws -> ChangePlan {
    try checkIdentity(view)
    _ = try await view.transaction.query(ChangeSQL.settings)
    var plan = ChangePlan(action: "undo of \(originalCommand) \(original)", targets: [])
    for group in Self.groups(prepared) {
      try await compare(group, in: view.transaction)
      if group.table == .batches { plan.targets = Self.targets(group) }
      plan.writes.append(.rows(group.write))
    }
    try await addRowErrors(batches: plan.targets.map(\.id), to: &plan, in: view)
    return plan
  }

  /// The command itself; global options may stand before it.
  private static func firstWord(of command: String) -> String {
    let words = (try? Words.split(command)).flatMap { try? GlobalOptions.extract(from: $0).rest }
    return words?.first ?? "change"
  }

  private func checkIdentity(_ view: ChangeView) throws {
    guard prepared.environment == view.environment.name else {
      throw OpsError(
        .refused,
        "audit \(original) was made in \(prepared.environment), this is \(view.environment.name)",
        hint: "use \(prepared.environment)")
    }
    guard prepared.identity == view.identity else {
      throw OpsError(
        .refused, "audit \(original) was made in another database than this one",
        hint: "status shows the identity of this one, audit show \(original) the other")
    }
  }

  // MARK: Rows

  /// The rows of one table, as the change found and left them.
  private struct Group {
    var table: TableName
    var key: String
    var before: [AuditImage]
    var after: [AuditImage]

    /// The rows must have every column as the change left it.
    var write: RowWrite {
      RowWrite(
        table: table, key: key,
        rows: after.map { SeenRow(key: $0.keyValue, columns: $0.columns) },
        assignment: .images(before), isDependent: table != .batches)
    }
  }

  private static func groups(_ entry: AuditEntry) -> [Group] {
    var groups: [Group] = []
    for image in entry.after {
      guard let table = TableName(image.table) else { continue }
      if let index = groups.firstIndex(where: { $0.table == table }) {
        groups[index].after.append(image)
      } else {
        let before = entry.before.filter { $0.table == image.table }
        groups.append(Group(table: table, key: image.key, before: before, after: [image]))
      }
    }
    return groups
  }

  private static func targets(_ group: Group) -> [ChangeTarget] {
    let before = Dictionary(group.before.map { ($0.keyValue, $0) }) { first, _ in first }
    return group.after.map { image in
      ChangeTarget(
        id: image.keyValue, filename: image["filename"] ?? "", statusBefore: image["status"] ?? "",
        statusAfter: before[image.keyValue]?["status"] ?? "")
    }
  }

  /// Tells before anybody is asked that a row has moved.
  private func compare(_ group: Group, in transaction: Transaction) async throws {
    guard let shape = try await TableShape.load(group.table, in: transaction) else {
      throw OpsError(
        .refused, "\(group.table) is gone; nothing was changed",
        hint: "audit show \(original) has its rows as they were")
    }
    let keys = group.after.map(\.keyValue)
    let present = try await RowImages(
      keys, key: group.key, shape: shape, lock: .none, in: transaction
    ).byKey
    let lines = group.after.flatMap { image in
      RowDiff.between(
        key: image.keyValue, expected: image.columns, actual: present[image.keyValue]?.columns
      )?.lines ?? []
    }
    guard !lines.isEmpty else { return }
    let isBack = group.before.allSatisfy { present[$0.keyValue]?.columns == $0.columns }
    throw OpsError(
      .refused,
      isBack
        ? "\(group.table) has its before-image already; nothing was changed"
        : "\(group.table) has moved since: \(ChangeExecution.joined(lines)); nothing was changed",
      hint: "audit show \(original) tells what the change left behind")
  }

  // MARK: Row errors

  private func addRowErrors(
    batches: [String], to plan: inout ChangePlan, in view: ChangeView
  ) async throws {
    for (label, count) in prepared.counts.sorted(by: { $0.key < $1.key }) {
      guard let (move, table) = RowErrorMove.parse(label) else { continue }
      let back = move.opposite
      // What the original resolved carries its mark; what is resolved again carries ours.
      let mark = RowErrorMove.mark(back == .reopened ? original : view.audit)
      let write = try await back.write(table, batches: batches, mark: mark, in: view.transaction)
      guard write.expected == count else {
        throw OpsError(
          .refused,
          "\(table): \(count) row errors were \(move.rawValue), \(write.expected) can be"
            + " \(back.rawValue) now; nothing was changed",
          hint: "somebody has worked on the row errors since")
      }
      plan.writes.append(.bulk(write))
    }
  }
}

extension AuditImage {
  /// The value of the key column.
  var keyValue: String { self[key] ?? "" }

  /// The value of a column; nil for NULL and for a column that is not there.
  subscript(column: String) -> String? { columns[column] ?? nil }
}
