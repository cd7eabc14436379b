/// A subject that help explains across commands.
struct HelpTopic: Sendable {
  /// The word behind `help`.
  let name: String
  /// What it is about, in one line.
  let title: String
  /// What there is to know, in paragraphs.
  let text: String
  /// Lines that show it, as one would type them.
  let examples: [String]

  init(_ name: String, _ title: String, _ text: String, examples: [String] = []) {
    self.name = name
    self.title = title
    self.text = text
    self.examples = examples
  }

  /// All topics, in the order of `help`.
  static let all = work + shell

  /// Returns the topic of a name; nil when there is none.
  static func named(_ name: String) -> HelpTopic? { all.first { $0.name == name } }

  /// The topic as it is printed.
  ///
  /// - Parameter columns: The width of the screen; nil where there is none.
  /// - Returns: Its lines.
  func screen(columns: Int?) -> String {
    var lines = ["\(name.uppercased()): \(title)", ""]
    lines += FlowingText.lines(of: text, columns: columns ?? Self.columns)
    if !examples.isEmpty { lines += ["", "EXAMPLE"] + examples.map { "  " + $0 } }
    return lines.joined(separator: "\n")
  }

  /// What is easily read where there is no screen.
  private static let columns = 88
}
