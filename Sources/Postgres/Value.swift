/// One parameter of a statement, sent in text form.
public enum Value: Sendable, Hashable {
  /// SQL NULL.
  case null
  /// A text, which the server reads as the type that the statement asks for.
  case text(String)

  /// The text, or nil for NULL.
  public var text: String? {
    switch self {
    case .null: nil
    case .text(let text): text
    }
  }
}

extension Value {
  /// Makes a value of an optional text: nil is NULL.
  public static func optional(_ text: String?) -> Value {
    text.map(Value.text) ?? .null
  }

  /// Makes an integer.
  public static func int(_ number: some BinaryInteger) -> Value { .text(String(number)) }

  /// Makes a floating-point number.
  public static func double(_ number: Double) -> Value { .text(String(number)) }

  /// Makes a boolean.
  public static func bool(_ flag: Bool) -> Value { .text(flag ? "true" : "false") }

  /// Makes a uuid of its text; the server checks it.
  public static func uuid(_ text: String) -> Value { .text(text) }

  /// Makes a timestamp of its ISO 8601 text; the server checks it.
  public static func timestamp(_ text: String) -> Value { .text(text) }

  /// Makes an array literal whose elements are taken literally; nil is NULL.
  public static func array(_ elements: some Sequence<String?>) -> Value {
    .text(ArrayLiteral.text(of: Array(elements)))
  }

  /// Makes an array literal whose elements are taken literally.
  public static func textArray(_ elements: some Sequence<String>) -> Value {
    .text(ArrayLiteral.text(of: elements.map(Optional.some)))
  }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByNilLiteral {
  /// Makes a text.
  public init(stringLiteral value: String) { self = .text(value) }

  /// Makes NULL.
  public init(nilLiteral: ()) { self = .null }
}
