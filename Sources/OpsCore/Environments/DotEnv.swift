/// The variables of a `.env` file.
///
/// Lines are `KEY=VALUE`, with `export` before and blanks around the equals sign if one likes; values may be quoted as in
/// a shell, and over several lines then. Nothing is expanded.
struct DotEnv: Sendable, Equatable {
  /// The values by name; of two lines for one name the later wins.
  private(set) var values: [String: String] = [:]
  /// The numbers of the lines that could not be read.
  private(set) var badLines: [Int] = []

  init(_ text: String) {
    var scanner = DotEnvScanner(text)
    while !scanner.isAtEnd {
      let line = scanner.line
      switch scanner.entry() {
      case .nothing: continue
      case .variable(let name, let value): values[name] = value
      case .malformed: badLines.append(line)
      }
    }
  }
}

/// Reads a `.env` file line by line.
struct DotEnvScanner {
  enum Entry: Equatable {
    case nothing
    case variable(String, String)
    case malformed
  }

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private(set) var line = 1

  init(_ text: String) {
    var scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    self.scalars = scalars
  }

  var isAtEnd: Bool { position >= scalars.count }

  private var next: Unicode.Scalar? { isAtEnd ? nil : scalars[position] }

  /// Reads one entry and the rest of its line.
  mutating func entry() -> Entry {
    defer { skipLine() }
    skipBlanks()
    guard let first = next, !Self.endsLine(first), first != "#" else { return .nothing }
    var name = word()
    if name == "export", next == " " || next == "\t" {
      skipBlanks()
      name = word()
    }
    skipBlanks()
    guard !name.isEmpty, next == "=" else { return .malformed }
    position += 1
    skipBlanks()
    guard let value = value() else { return .malformed }
    return .variable(name, value)
  }

  private mutating func word() -> String {
    var word = String.UnicodeScalarView()
    while let scalar = next, Self.belongsToName(scalar, isFirst: word.isEmpty) {
      word.append(scalar)
      position += 1
    }
    return String(word)
  }

  private mutating func value() -> String? {
    guard let quote = next, quote == "\"" || quote == "'" else { return plainValue() }
    position += 1
    var value = String.UnicodeScalarView()
    while let scalar = take() {
      if scalar == quote { return String(value) }
      if scalar == "\\", quote == "\"", let escaped = take() {
        value.append(contentsOf: Self.unescaped(escaped))
      } else {
        value.append(scalar)
      }
    }
    return nil
  }

  private mutating func plainValue() -> String {
    var value = String.UnicodeScalarView()
    while let scalar = next, !Self.endsLine(scalar) {
      let isComment = scalar == "#" && (value.isEmpty || value.last.map(Self.isBlank) == true)
      guard !isComment else { break }
      value.append(scalar)
      position += 1
    }
    while let last = value.last, Self.isBlank(last) { value.removeLast() }
    return String(value)
  }

  private mutating func take() -> Unicode.Scalar? {
    guard let scalar = next else { return nil }
    if scalar == "\n" { line += 1 }
    position += 1
    return scalar
  }

  private mutating func skipBlanks() {
    while let scalar = next, Self.isBlank(scalar) { position += 1 }
  }

  private mutating func skipLine() {
    while let scalar = take(), scalar != "\n" {}
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

  private static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\r"
  }

  private static func belongsToName(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
    switch scalar {
    case "A"..."Z", "a"..."z", "_": true
    case "0"..."9": !isFirst
    default: false
    }
  }

  private static func unescaped(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    switch scalar {
    case "n": ["\n"]
    case "r": ["\r"]
    case "t": ["\t"]
    case "\"", "\\", "$", "`": [scalar]
    default: ["\\", scalar]
    }
  }
}
