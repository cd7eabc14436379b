/// A manual page in the making, in the macros of man(7).
struct Roff {
  private(set) var text = ""

  mutating func heading(name: String, section: Int, version: String) {
    macro("TH", [name, "\(section)", "", version, "User Commands"])
    // Words that are typed must not be cut at line ends.
    text += ".nh\n.ad l\n"
  }

  mutating func section(_ title: String) { macro("SH", [title]) }

  mutating func subsection(_ title: String) { macro("SS", [title]) }

  /// Filled text.
  mutating func text(_ body: String) {
    for line in body.split(separator: "\n") { text += Self.escaped(String(line)) + "\n" }
  }

  /// A paragraph of its own; indented lines keep their ends.
  mutating func paragraph(_ body: String) {
    text += ".PP\n"
    var isLiteral = false
    for line in body.split(separator: "\n") {
      let indented = line.hasPrefix("  ")
      if indented != isLiteral { text += indented ? ".nf\n" : ".fi\n" }
      isLiteral = indented
      text += Self.escaped(String(line)) + "\n"
      // A word such as EXAMPLE stands above what follows.
      if !indented, line.allSatisfy(\.isUppercase) { text += ".br\n" }
    }
    if isLiteral { text += ".fi\n" }
  }

  /// A line that ends where it ends.
  mutating func line(_ body: String) {
    text += Self.escaped(body) + "\n.br\n"
  }

  /// A term and what it means.
  mutating func item(_ term: String, _ meaning: String) {
    text += ".TP\n.B " + Self.escaped(term) + "\n"
    self.text(meaning.isEmpty ? " " : meaning)
  }

  private mutating func macro(_ name: String, _ arguments: [String]) {
    let quoted = arguments.map { "\"" + Self.escaped($0).replacing("\"", with: "\\(dq") + "\"" }
    text += "." + name + " " + quoted.joined(separator: " ") + "\n"
  }

  /// Text as it stands: no escape, no macro, no typographic dash or quote.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "~": result += "\\(ti"
      case "^": result += "\\(ha"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result.hasPrefix(".") ? "\\&" + result : result
  }
}
