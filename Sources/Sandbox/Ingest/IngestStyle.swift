/// How a worker uses transactions.
enum IngestStyle: Sendable {
  /// Each step is committed, so everybody sees the statuses; nothing is held in between.
  case mapper
  /// One transaction from claim to end: others see the first and the last status only, and a row that is held.
  case service

  /// The style of the next batch.
  var next: IngestStyle { self == .mapper ? .service : .mapper }

  /// The rules for rows that this style applies.
  func check(in world: World) -> RowCheck {
    guard world == .prod else { return .runbook }
    return self == .mapper ? .mapper : .service
  }
}
