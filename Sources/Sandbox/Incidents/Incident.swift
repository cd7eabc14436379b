internal import ArgumentParser

/// A situation that an operator can practise.
enum Incident: String, CaseIterable, ExpressibleByArgument {
  /// Batches in flight that stopped moving.
  case stuck
  /// Batches rejected for their errors.
  case errors
  /// PostgREST without a schema cache.
  case pgrst002
  /// A worker sits on a row.
  case held
  /// A role that row security blinds.
  case rls

  /// The batches that the situation consists of.
  func drafts(in world: World, using chance: inout some RandomNumberGenerator) -> [BatchDraft] {
    let shapes: [(status: String, minutes: Double, rows: Int, faulty: Int)]
    switch (self, world) {
    case (.stuck, .dev):
      shapes = [("inserting", 95, 64, 4), ("processing", 48, 41, 0), ("validating", 25, 52, 3)]
    case (.stuck, .prod):
      shapes = [("upserting", 95, 64, 4), ("transforming", 48, 41, 3), ("staging", 25, 52, 3)]
    case (.errors, _):
      shapes = [("failed", 27, 48, 33), ("failed", 12, 64, 40), ("completed", 8, 80, 7)]
    case (.held, .dev): shapes = [("processing", 18, 45, 2)]
    case (.held, .prod): shapes = [("transforming", 18, 45, 2)]
    case (.pgrst002, _), (.rls, _): shapes = []
    }
    return shapes.enumerated().map { index, shape in
      var draft = BatchDraft(
        id: chance.uuid(node: IncidentMark.node(using: &chance)),
        filename:
          "simplicity_\(rawValue)_\(index + 1)_\(Int.random(in: 100...999, using: &chance)).csv",
        status: shape.status, ago: shape.minutes * 60, lasted: 40, rows: shape.rows,
        faulty: shape.faulty)
      if shape.status == "failed" {
        draft.reason = RejectionReason.overBudget(
          faulty: shape.faulty, of: shape.rows, limit: RejectionReason.standardLimit)
      }
      return draft
    }
  }
}

/// How the batches of incidents are known again: by the end of their ids, because beginnings are what people type.
enum IncidentMark {
  private static let start = "dfca5e"
  /// The pattern that the ids match.
  static let pattern = "%-\(start)______"

  /// Makes the last part of an id.
  static func node(using chance: inout some RandomNumberGenerator) -> String {
    start + String(Int.random(in: 0..<0x100_0000, using: &chance), radix: 16).leftPadded(to: 6)
  }
}
