internal import Postgres

/// Numbers of a plan as people read them.
public enum CleanupWords {
  /// How the statement begins that makes the index which a foreign key lacks.
  public static let createIndex = "CREATE INDEX CONCURRENTLY"

  /// A time in seconds, with a fraction where that matters.
  public static func seconds(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 3e9 else { return "more than 90 years" }
    if seconds < 0.05 { return "less than 0.1s" }
    if seconds < 10 {
      let tenths = Int((seconds * 10).rounded())
      return "\(tenths / 10).\(tenths % 10)s"
    }
    return HumanTime.age(seconds: Int(seconds.rounded()))
  }

  /// A count with its noun.
  public static func counted(_ count: Int, _ one: String, _ many: String) -> String {
    "\(count) \(count == 1 ? one : many)"
  }
}

extension CleanupFindings {
  /// A column as SQL has it.
  static func quoted(_ column: String) -> String { Quoting.identifier(column) }
}
