/// What could be proven about the journal.
public struct AuditVerification: Sendable, Equatable {
  /// How many entries are intact.
  public var entries = 0
  /// The first line that is wrong, counted from 1; nil when none is.
  public var firstBad: Int?
  /// The hash of the last intact line; nil for a journal without lines.
  public var head: String?
  /// What is wrong; nil when nothing is.
  public var problem: String?
  /// What is not wrong but worth to know, and what could not be proven.
  public var remarks: [String] = []

  /// Whether nothing is wrong.
  public var valid: Bool { problem == nil }
}
