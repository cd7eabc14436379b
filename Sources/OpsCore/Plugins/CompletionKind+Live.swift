public import ArgumentParser

/// The candidates that only the session or the database knows.
public enum LiveCandidates: String, Sendable, CaseIterable {
  /// Ids of batches, whatever their state.
  case batches
  /// Ids of batches whose rows may have errors.
  case faultyBatches = "faulty-batches"
  /// Ids of batches with which something happens still.
  case followableBatches = "followable-batches"
  /// Ids of batches that can be sent back.
  case resettableBatches = "resettable-batches"
  /// Ids of batches that can be marked as failed.
  case failableBatches = "failable-batches"
  /// Ids of batches that can be deleted.
  case deletableBatches = "deletable-batches"
  /// Ids of changes in the journal.
  case audits
  /// Ids of changes that can be undone.
  case undoableAudits = "undoable-audits"
  /// Ids of plans of a cleanup.
  case plans
  /// Ids of plans that can be applied.
  case applicablePlans = "applicable-plans"
  /// Ids of plans that were begun and not ended.
  case resumablePlans = "resumable-plans"
  /// Ids of plans that are being carried out.
  case runningPlans = "running-plans"
  /// Ids of plans that can be taken back.
  case undoablePlans = "undoable-plans"
  /// Names of environments.
  case environments
  /// Statuses of this database.
  case statuses
  /// Names of the files of batches.
  case fileNames = "file-names"
  /// Where batches come from.
  case sources
  /// What the setting in front can be.
  case settingValues = "setting-values"

  /// The command line that lists them, which stands in the declarations of arguments.
  public var command: String { "dfops __complete \(rawValue)" }

  /// What the command does with the batches; nil for candidates that are no batches.
  public var scope: BatchScope? {
    switch self {
    case .batches: .all
    case .faultyBatches: .faulty
    case .followableBatches: .followable
    case .resettableBatches: .resettable
    case .failableBatches: .failable
    case .deletableBatches: .deletable
    default: nil
    }
  }

  /// Reads the command line of a declaration; nil when it is another one.
  public init?(command: String) {
    guard let found = Self.allCases.first(where: { $0.command == command }) else { return nil }
    self = found
  }

  var kind: CompletionKind { .shellCommand(command) }
}

extension CompletionKind {
  /// Completes ids of batches, whatever their state.
  public static var batchIDs: CompletionKind { LiveCandidates.batches.kind }
  /// Completes ids of batches whose rows may have errors.
  public static var faultyBatches: CompletionKind { LiveCandidates.faultyBatches.kind }
  /// Completes ids of batches with which something happens still.
  public static var followableBatches: CompletionKind { LiveCandidates.followableBatches.kind }
  /// Completes ids of batches that can be sent back.
  public static var resettableBatches: CompletionKind { LiveCandidates.resettableBatches.kind }
  /// Completes ids of batches that can be marked as failed.
  public static var failableBatches: CompletionKind { LiveCandidates.failableBatches.kind }
  /// Completes ids of batches that can be deleted.
  public static var deletableBatches: CompletionKind { LiveCandidates.deletableBatches.kind }
  /// Completes ids of changes.
  public static var auditIDs: CompletionKind { LiveCandidates.audits.kind }
  /// Completes ids of changes that can be undone.
  public static var undoableAudits: CompletionKind { LiveCandidates.undoableAudits.kind }
  /// Completes ids of plans.
  public static var planIDs: CompletionKind { LiveCandidates.plans.kind }
  /// Completes ids of plans that can be applied.
  public static var applicablePlans: CompletionKind { LiveCandidates.applicablePlans.kind }
  /// Completes ids of plans that were begun and not ended.
  public static var resumablePlans: CompletionKind { LiveCandidates.resumablePlans.kind }
  /// Completes ids of plans that are being carried out.
  public static var runningPlans: CompletionKind { LiveCandidates.runningPlans.kind }
  /// Completes ids of plans that can be taken back.
  public static var undoablePlans: CompletionKind { LiveCandidates.undoablePlans.kind }
  /// Completes names of environments.
  public static var environments: CompletionKind { LiveCandidates.environments.kind }
  /// Completes statuses.
  public static var statuses: CompletionKind { LiveCandidates.statuses.kind }
  /// Completes names of the files of batches.
  public static var fileNames: CompletionKind { LiveCandidates.fileNames.kind }
  /// Completes where batches come from.
  public static var sources: CompletionKind { LiveCandidates.sources.kind }
  /// Completes what the setting in front can be.
  public static var settingValues: CompletionKind { LiveCandidates.settingValues.kind }
}
