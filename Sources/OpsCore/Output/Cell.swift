/// One value as people see it: harmless, short, and on one line.
enum Cell {
  /// The most scalars of a text that are looked at; no screen shows more.
  private static let longest = 2000

  /// The value in the short form of its column, as far as it has one.
  static func short(_ value: DataValue, _ column: Column) -> String {
    switch (column.short, value) {
    case (.prefix(let count), _): String(text(value, column.kind).prefix(count))
    case (.dayAndMinute, .time(let time)) where !time.isInfinite:
      time.iso8601.dropFirst(5).prefix(5) + " " + time.clock
    default: text(value, column.kind)
    }
  }

  static func text(_ value: DataValue, _ kind: Column.Kind) -> String {
    switch value {
    case .null: return ""
    case .int(let number) where kind == .age: return HumanTime.age(seconds: Int(number))
    case .double(let number) where kind == .age:
      return Int(exactly: number.rounded(.down)).map(HumanTime.age) ?? value.plainText
    case .int(let number) where kind == .bytes: return ByteCount.text(Int(number))
    case .bool(let flag): return flag ? "yes" : "no"
    case .time(let time): return time.toTheSecond
    case .array(let values) where values.allSatisfy(\.isPlain):
      return values.map { text($0, kind) }.joined(separator: ", ")
    case .array(let values): return shortened(values.map { text($0, kind) }.joined(separator: "; "))
    case .object(let fields): return shortened(inline(fields))
    default: return Sanitiser.visible(shortened(value.plainText))
    }
  }

  /// Named values in one line; what was before and what came after it stand on the two sides of an arrow.
  private static func inline(_ fields: Fields) -> String {
    let names = fields.pairs.map(\.name)
    let values = fields.pairs.map { text($0.value, .text) }
    guard names != ["before", "after"] else {
      return values.map { $0.isEmpty ? "nothing" : $0 }.joined(separator: " -> ")
    }
    return zip(names, values).map { name, value in
      let name = Sanitiser.visible(name)
      return value.isEmpty ? name : "\(name) \(value)"
    }.joined(separator: ", ")
  }

  private static func shortened(_ text: String) -> String {
    guard text.utf8.count > longest else { return text }
    // By scalars: one character can have any number of accents.
    let kept = text.unicodeScalars.prefix(longest)
    return kept.endIndex == text.unicodeScalars.endIndex ? text : String(kept) + "…"
  }

  /// The sequence that colours a status; empty where it has no colour of its own.
  static func color(_ value: DataValue, _ kind: Column.Kind) -> String {
    guard kind == .status, case .text(let status) = value else { return "" }
    switch status {
    case "completed": return "\u{1B}[32m"
    case "failed": return "\u{1B}[31m"
    case "pending", "uploaded", "validated": return "\u{1B}[36m"
    default: return "\u{1B}[33m"
    }
  }
}

extension DataValue {
  /// Whether it takes more than a line to be read: named values, or several things that have some.
  var isDeep: Bool {
    switch self {
    case .object(let fields):
      !fields.pairs.isEmpty && fields.pairs.map(\.name) != ["before", "after"]
    case .array(let values): values.contains(where: \.isDeep)
    default: false
    }
  }

  /// Whether there is nothing inside it.
  fileprivate var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }
}
