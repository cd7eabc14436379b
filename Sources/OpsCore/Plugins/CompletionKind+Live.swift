public import ArgumentParser

/// The candidates that only the session or the database knows.
public enum LiveCandidates: String, Sendable, CaseIterable {
  /// Ids of batches.
  case batches
  /// Ids of changes in the journal.
  case audits
  /// Ids of plans of a cleanup.
  case plans
  /// Names of environments.
  case environments
  /// Statuses of this database.
  case statuses

  /// The command line that lists them, which stands in the declarations of arguments.
  public var command: String { "dfops __complete \(rawValue)" }

  /// Reads the command line of a declaration; nil when it is another one.
  public init?(command: String) {
    guard let found = Self.allCases.first(where: { $0.command == command }) else { return nil }
    self = found
  }

  var kind: CompletionKind { .shellCommand(command) }
}

extension CompletionKind {
  /// Completes ids of batches.
  public static var batchIDs: CompletionKind { LiveCandidates.batches.kind }
  /// Completes ids of changes.
  public static var auditIDs: CompletionKind { LiveCandidates.audits.kind }
  /// Completes ids of plans.
  public static var planIDs: CompletionKind { LiveCandidates.plans.kind }
  /// Completes names of environments.
  public static var environments: CompletionKind { LiveCandidates.environments.kind }
  /// Completes statuses.
  public static var statuses: CompletionKind { LiveCandidates.statuses.kind }
}
