/// A batch that is to be made: how it looks, and how far it has come.
struct BatchDraft: Sendable {
  var id: String
  var filename: String
  var status: String
  /// How many seconds ago it was created.
  var ago: Double
  /// How many seconds after that it moved last.
  var lasted: Double
  var rows: Int
  var faulty = 0
  var dialect = CaseFile.Dialect.export
  /// Why it failed; nil when nothing was written down.
  var reason: String?
  /// Whether the writer knows the object store; the mapper of the deployed system does not.
  var hasStoragePath = true
  /// Whether the original file is there.
  var hasObject = true

  /// How far the rows have come.
  enum Reach: Int, Comparable {
    case nothing
    case staged
    case checked
    case kept
    case inserted

    static func < (one: Reach, other: Reach) -> Bool { one.rawValue < other.rawValue }
  }

  /// How far the rows have come in this status.
  var reach: Reach {
    switch status {
    case "completed": .inserted
    case "validated", "upserting": .kept
    case "transforming", "inserting": .checked
    case "validating", "processing": .staged
    case "failed": faulty > 0 ? .checked : hasObject ? .staged : .nothing
    default: .nothing
    }
  }
}
