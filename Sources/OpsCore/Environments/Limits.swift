/// The caps on what one change may touch; nil is no cap.
public struct Limits: Sendable, Equatable {
  /// The number of batches.
  public var batches: Int?
  /// The number of rows that hang on them.
  public var dependentRows: Int?
  /// The part of the table, from 0 to 1; it counts for larger changes only.
  public var share: Double?
  /// The gates between the transactions of a cleanup that are not looked at: `replica`, `slot`, `archiver`.
  public var waivedGates: Set<String> = []
  /// How many seconds foreign keys without an index may cost altogether.
  public var unindexedSeconds: Double?

  /// What foreign keys without an index may cost, unless the profile says otherwise.
  public static let unindexedDefault = 60.0

  /// Makes caps.
  public init(
    batches: Int?, dependentRows: Int?, share: Double?,
    unindexedSeconds: Double? = Self.unindexedDefault
  ) {
    self.batches = batches
    self.dependentRows = dependentRows
    self.share = share
    self.unindexedSeconds = unindexedSeconds
  }

  /// No caps on numbers.
  public static let none = Limits(batches: nil, dependentRows: nil, share: nil)

  /// The caps of an environment whose profile names none.
  public static func standard(isProtected: Bool) -> Limits {
    isProtected ? Limits(batches: 10_000, dependentRows: 2_000_000, share: 0.2) : .none
  }
}
