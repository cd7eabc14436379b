internal import LineEditor
internal import OpsCore

/// What is asked of the database, or of the state folder, for completion and hints.
enum LiveQuestion: Hashable, Sendable {
  /// The batches that somebody may want to name now.
  case pool
  /// Batches that are looked for.
  case search(BatchSearch)
  /// The statuses of this database.
  case statuses
  /// Where batches come from.
  case sources
  /// The changes in the journal.
  case audits
  /// The plans of cleanups.
  case plans
  /// How many batches a line would take.
  case count(TypedFilters, BatchScope)
  /// What a program that is a command offers behind these words, the unfinished one last.
  case program(String, [String])

  /// Whether somebody who types on makes the question pointless, so that only the latest one counts.
  var isOfTheMoment: Bool {
    switch self {
    case .search, .count, .program: true
    case .pool, .statuses, .sources, .audits, .plans: false
    }
  }

  /// Whether both are questions of the moment for the same purpose.
  func replaces(_ other: LiveQuestion) -> Bool {
    switch (self, other) {
    case (.search, .search), (.count, .count), (.program, .program): true
    default: self == other
    }
  }
}

/// A question, and where it is asked.
struct PlacedQuestion: Hashable, Sendable {
  var environment: String
  var question: LiveQuestion
}

/// What the answer to a question is.
enum LiveAnswer: Sendable, Equatable {
  case pool(BatchPool)
  case batches([Batch])
  case candidates([Candidate])
  case audits([KnownAudit])
  case plans([KnownPlan])
  case count(BatchCount)
}

/// A change in the journal.
struct KnownAudit: Sendable, Equatable {
  var id: String
  var time: Instant
  var environment: String
  var command: String
  /// Whether the rows as they were are known.
  var isUndoable: Bool
}

/// A plan of a cleanup.
struct KnownPlan: Sendable, Equatable {
  var id: String
  var environment: String
  var batches: Int
  /// How far it has come; nil when its ledger is damaged.
  var state: PlanState?
}
