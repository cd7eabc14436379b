/// A column of a list.
public struct Column: Sendable, Equatable {
  /// What the values are, which decides how people see them.
  public enum Kind: Sendable, Equatable {
    /// Any text.
    case text
    /// Numbers, on the right.
    case number
    /// A number of seconds, shown as `3h12m`.
    case age
    /// A number of bytes, shown as `1.4 MiB`.
    case bytes
    /// A time.
    case time
    /// A status of a batch.
    case status
    /// An id.
    case id
    /// A drawing, which is shown whole or not at all.
    case bar

    /// Whether the values stand on the right.
    var isNumeric: Bool { self == .number || self == .age || self == .bytes }
  }

  /// How much a column matters when the screen has no room for all of them.
  public enum Importance: Int, Sendable, Comparable {
    /// The first to be left out.
    case extra
    /// Left out when nothing else helps.
    case useful
    /// Never left out.
    case essential

    /// Orders by importance.
    public static func < (left: Importance, right: Importance) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// A form of the values that takes less room.
  public enum ShortForm: Sendable, Equatable {
    /// The first characters.
    case prefix(Int)
    /// Day and minute of a time, such as `11-24 17:00Z`.
    case dayAndMinute
  }

  /// The key in machine-readable formats.
  public let key: String
  /// The heading for people.
  public let title: String
  /// What the values are.
  public let kind: Kind
  /// How much it matters on a narrow screen.
  public let importance: Importance
  /// Whether only people see it.
  public let tableOnly: Bool
  /// Whether only machines see it.
  public let machineOnly: Bool
  /// The widest that it becomes while others have no room, in columns.
  public let maxWidth: Int?
  /// The narrowest that it is of use, in columns, before each value gets a line of its own; nil for any width.
  public let minWidth: Int?
  /// The form of the values where the screen is too narrow for them; nil when there is none.
  public let short: ShortForm?
  /// The heading of the short form.
  public let shortTitle: String

  /// Makes a column.
  public init(
    _ key: String, _ title: String, _ kind: Kind = .text, importance: Importance = .useful,
    tableOnly: Bool = false, machineOnly: Bool = false, maxWidth: Int? = nil, minWidth: Int? = nil,
    short: ShortForm? = nil, shortTitle: String? = nil
  ) {
    self.key = key
    // A heading may come from a database like any value.
    self.title = Sanitiser.visible(title)
    self.kind = kind
    self.importance = importance
    self.tableOnly = tableOnly
    self.machineOnly = machineOnly
    self.maxWidth = maxWidth
    self.minWidth = minWidth
    self.short = short
    self.shortTitle = shortTitle ?? self.title
  }

  /// Whether there is a form that takes less room.
  var hasShortForm: Bool { short != nil || shortTitle != title }
}
