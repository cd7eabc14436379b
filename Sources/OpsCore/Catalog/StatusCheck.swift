internal import Postgres

/// Reads the values that a CHECK leaves to one column, from the constraint in the server's own words.
///
/// `status IN (…)`, `status = 'a' OR status = 'b'`, a domain's `VALUE IN (…)`, casts and further conditions are
/// understood. What is not understood is not guessed at: there is no list then.
struct StatusCheck {
  /// What an expression is, as far as it matters.
  private enum Meaning: Equatable {
    case column
    case literal(String)
    case array([String])
    /// A condition that holds for these values of the column only.
    case only([String])
    case unknown
  }

  private struct NotUnderstood: Error {}

  private var tokens: ArraySlice<CheckToken>
  private let column: String

  /// Returns the values that the definition of a CHECK allows, in its order; nil when it gives no list.
  static func values(of column: String, in definition: String) -> [String]? {
    guard let tokens = CheckToken.scan(definition) else { return nil }
    var parser = StatusCheck(tokens: tokens[...], column: column)
    guard parser.takeWord("CHECK"), case .only(let values)? = try? parser.either() else {
      return nil
    }
    var seen: Set<String> = []
    return values.filter { seen.insert($0).inserted }
  }

  /// Returns the constant that a default is, such as `'pending'::text`; nil when it is computed.
  static func literal(_ expression: String) -> String? {
    guard let tokens = CheckToken.scan(expression) else { return nil }
    var parser = StatusCheck(tokens: tokens[...], column: "")
    guard case .literal(let value)? = try? parser.operand(), parser.tokens.isEmpty else {
      return nil
    }
    return value
  }

  // MARK: Conditions

  private mutating func either() throws(NotUnderstood) -> Meaning {
    var left = try both()
    while takeWord("OR") {
      let right = try both()
      if case .only(let a) = left, case .only(let b) = right {
        left = .only(a + b)
      } else {
        left = .unknown
      }
    }
    return left
  }

  private mutating func both() throws(NotUnderstood) -> Meaning {
    var left = try negation()
    while takeWord("AND") {
      let right = try negation()
      switch (left, right) {
      case (.only(let a), .only(let b)): left = .only(a.filter(b.contains))
      case (.only, _): break
      case (_, .only): left = right
      default: left = .unknown
      }
    }
    return left
  }

  private mutating func negation() throws(NotUnderstood) -> Meaning {
    guard takeWord("NOT") else { return try comparison() }
    _ = try negation()
    return .unknown
  }

  private mutating func comparison() throws(NotUnderstood) -> Meaning {
    var left = try operand()
    while true {
      if takeWord("IS") {
        let isNegated = takeWord("NOT")
        guard takeWord("NULL") else { throw NotUnderstood() }
        // NULL is no status, so allowing it adds none.
        left = left == .column && !isNegated ? .only([]) : .unknown
      } else if let name = takeOperator() {
        let isAny = takeWord("ANY")
        let right = try operand()
        left = name == "=" ? Self.equal(left, right, isAny: isAny) : .unknown
      } else {
        return left
      }
    }
  }

  private static func equal(_ left: Meaning, _ right: Meaning, isAny: Bool) -> Meaning {
    switch (left, right) {
    case (.column, .literal(let value)) where isAny:
      let elements = ArrayLiteral.elements(of: value)
      return elements.map { .only($0.compactMap(\.self)) } ?? .unknown
    case (.column, .array(let values)) where isAny: return .only(values)
    case (.column, .literal(let value)), (.literal(let value), .column): return .only([value])
    default: return .unknown
    }
  }

  // MARK: Operands

  private mutating func operand() throws(NotUnderstood) -> Meaning {
    var meaning = try primary()
    while true {
      if takeSymbol("::") {
        try skipType()
        if case .only = meaning { meaning = .unknown }
      } else if takeWord("COLLATE") {
        try skipName()
      } else {
        return meaning
      }
    }
  }

  private mutating func primary() throws(NotUnderstood) -> Meaning {
    guard let token = tokens.popFirst() else { throw NotUnderstood() }
    switch token {
    case .literal(let text): return .literal(text)
    case .symbol("("):
      let inner = try either()
      guard takeSymbol(")") else { throw NotUnderstood() }
      return inner
    case .word("ARRAY", isQuoted: false) where takeSymbol("["): return try array()
    case .word("CASE", isQuoted: false): throw NotUnderstood()
    case .word(let name, let isQuoted):
      if takeSymbol("(") {
        try skipArguments()
        return .unknown
      }
      let isColumn = name == column || (name == "VALUE" && !isQuoted)
      return isColumn ? .column : .unknown
    case .symbol: throw NotUnderstood()
    }
  }

  private mutating func array() throws(NotUnderstood) -> Meaning {
    var values: [String] = []
    var isKnown = true
    while !takeSymbol("]") {
      if case .literal(let text) = try operand() { values.append(text) } else { isKnown = false }
      _ = takeSymbol(",")
    }
    return isKnown ? .array(values) : .unknown
  }

  private mutating func skipArguments() throws(NotUnderstood) {
    var depth = 1
    while depth > 0 {
      guard let token = tokens.popFirst() else { throw NotUnderstood() }
      if token == .symbol("(") { depth += 1 }
      if token == .symbol(")") { depth -= 1 }
    }
  }

  /// Skips `text`, `character varying(20)[]`, `intake."Status"`.
  private mutating func skipType() throws(NotUnderstood) {
    try skipName()
    while case .word(let word, isQuoted: false)? = tokens.first, !Self.keywords.contains(word) {
      tokens.removeFirst()
    }
    if takeSymbol("(") { try skipArguments() }
    while takeSymbol("[") { guard takeSymbol("]") else { throw NotUnderstood() } }
  }

  private mutating func skipName() throws(NotUnderstood) {
    repeat {
      guard case .word? = tokens.popFirst() else { throw NotUnderstood() }
    } while takeSymbol(".")
  }

  private static let keywords: Set<String> = ["AND", "OR", "IS", "NOT", "COLLATE"]

  // MARK: Tokens

  private mutating func takeWord(_ word: String) -> Bool {
    guard tokens.first == .word(word, isQuoted: false) else { return false }
    tokens.removeFirst()
    return true
  }

  private mutating func takeSymbol(_ symbol: String) -> Bool {
    guard tokens.first == .symbol(symbol) else { return false }
    tokens.removeFirst()
    return true
  }

  private mutating func takeOperator() -> String? {
    guard case .symbol(let name)? = tokens.first, !["(", ")", "[", "]", ",", "."].contains(name)
    else { return nil }
    tokens.removeFirst()
    return name
  }
}
