/// A batch that the operator chose, as it was seen then.
public struct SelectedBatch: Sendable, Equatable {
  /// The id.
  public var id: String
  /// The name of the file, as stored.
  public var filename: String
  /// The status.
  public var status: String
  /// The row's `xmin`, which any UPDATE changes.
  public var version: String
  /// Whether it was named by id; what a filter found may be left alone instead of refused.
  public var isNamed: Bool

  /// Makes a selected batch.
  public init(id: String, filename: String, status: String, version: String, isNamed: Bool) {
    self.id = id
    self.filename = filename
    self.status = status
    self.version = version
    self.isNamed = isNamed
  }

  /// What a change that locks the batch expects of it.
  var seen: SeenRow { SeenRow(key: id, version: version, columns: ["status": status]) }
}

extension [SelectedBatch] {
  /// Parts what a change takes from what it leaves alone.
  ///
  /// - Parameter refusal: Why a batch cannot be taken; nil when it can.
  /// - Returns: Both parts, in the order of the ids.
  /// - Throws: `OpsError` with exit status 4 when one that was named cannot be taken.
  func taking(
    refusal: (SelectedBatch) -> String?
  ) throws -> (taken: [SelectedBatch], skipped: [SkippedTarget]) {
    var taken: [SelectedBatch] = []
    var skipped: [SkippedTarget] = []
    var refused: [String] = []
    for batch in sorted(by: { $0.id < $1.id }) {
      guard let reason = refusal(batch) else {
        taken.append(batch)
        continue
      }
      if batch.isNamed { refused.append("\(batch.id) \(reason)") }
      skipped.append(SkippedTarget(id: batch.id, reason: reason))
    }
    guard refused.isEmpty else {
      throw OpsError(
        .refused, "\(ChangeExecution.joined(refused)); nothing was changed",
        hint: "batch \(refused.count == 1 ? skipped[0].id : "ID") shows what is valid now")
    }
    return (taken, skipped)
  }
}
