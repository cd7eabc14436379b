/// A value of a result, typed so that each format can say it in its own way.
public indirect enum DataValue: Sendable, Equatable {
  /// Nothing is there.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number.
  case int(Int64)
  /// A number with a fraction.
  case double(Double)
  /// A text, as it is stored.
  case text(String)
  /// A point in time.
  case time(Instant)
  /// Several values.
  case array([DataValue])
  /// Named values.
  case object(Fields)

  /// The value as CSV and people get it, unsanitised; nested values as JSON.
  var plainText: String {
    switch self {
    case .null: ""
    case .bool(let flag): flag ? "true" : "false"
    case .int(let number): String(number)
    case .double(let number): JSONText.number(number)
    case .text(let text): text
    case .time(let time): time.iso8601
    case .array, .object: JSONText.encode(self)
    }
  }
}

/// Named values in the order in which they are shown.
public struct Fields: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// The names, in snake_case, with their values.
  public var pairs: [(name: String, value: DataValue)]

  /// Makes fields from pairs.
  public init(_ pairs: [(String, DataValue)]) {
    self.pairs = pairs.map { (name: $0.0, value: $0.1) }
  }

  /// Makes fields from a literal, in its order.
  public init(dictionaryLiteral elements: (String, DataValue)...) {
    self.init(elements)
  }

  /// The value of a name; nil when there is none.
  public subscript(name: String) -> DataValue? { pairs.first { $0.name == name }?.value }

  /// Compares names, values and order.
  public static func == (left: Fields, right: Fields) -> Bool {
    left.pairs.elementsEqual(right.pairs) { $0.name == $1.name && $0.value == $1.value }
  }
}
