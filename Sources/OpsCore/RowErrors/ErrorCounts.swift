/// How often one error code occurred.
public struct ErrorCodeCount: Sendable, Equatable {
  /// The code; free text of whoever wrote it, nil when the table allows none.
  public let code: String?
  /// How many rows have it.
  public let occurrences: Int
  /// In how many batches.
  public let batches: Int
  /// Its share in all errors that were looked at, in percent.
  public let sharePercent: Double
  /// The message that sorts first.
  public let sampleMessage: String?
  /// When it was last written; nil when no table says.
  public let lastSeen: Instant?
}

/// All error codes of a span of time, the most frequent first.
public struct ErrorDistribution: Sendable, Equatable {
  /// The codes that were asked for.
  public let codes: [ErrorCodeCount]
  /// How many codes there are altogether.
  public let distinctCodes: Int
  /// How many errors there are altogether.
  public let occurrences: Int
}

/// The error rate of the batches that were created within one hour.
public struct HourlyErrorRate: Sendable, Equatable {
  /// The start of the hour.
  public let hour: Instant
  /// How many batches were created.
  public let batches: Int
  /// How many of them have not come to an end: their rows count, their errors cannot.
  public let unfinished: Int
  /// How many rows they have.
  public let rowsTotal: Int
  /// How many of those are invalid.
  public let rowsInvalid: Int
  /// The share of invalid rows in percent; nil when there are no rows to have a rate of.
  public let percent: Double?
}

/// One error of one row.
public struct RowError: Sendable, Equatable {
  /// The ordinal of the data row, from 1.
  public let rowNumber: Int?
  /// The line in a file whose first line is its header.
  public let fileLine: Int?
  /// The code.
  public let code: String?
  /// What the writer said about it; it quotes values of the file.
  public let message: String?
  /// The table that holds it, such as `intake.row_errors`.
  public let source: String
  /// The step that found it.
  public let stage: String?
  /// When it was written.
  public let createdAt: Instant?
  /// When somebody or a reset declared it settled.
  public let resolvedAt: Instant?
}
