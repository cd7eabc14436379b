internal import Postgres

/// Splits text into words as it comes, line by line, and knows whether more must follow.
struct WordSplitter {
  /// What keeps a line from being at its end.
  enum Opening: Equatable {
    case quote(Unicode.Scalar)
    case backslash
  }

  private var words: [String] = []
  private var word: String.UnicodeScalarView?
  private var quote: Unicode.Scalar?
  private var isEscaped = false
  private var isComment = false
  private var line = 0
  /// In which line of the text, from 0, that was opened which is open.
  private(set) var openedLine = 0

  /// What is open at the end of the text; nil when the text can end here.
  var opening: Opening? {
    if let quote { return .quote(quote) }
    return isEscaped ? .backslash : nil
  }

  /// Takes the next piece of text.
  mutating func take(_ text: String) {
    for scalar in text.unicodeScalars where !isComment { take(scalar) }
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    if scalar == "\n" { line += 1 }
    if isEscaped {
      isEscaped = false
      // A backslash at the end of a line joins it with the next one.
      if scalar == "\n" { return }
      // Within double quotes a backslash only protects what would mean something there.
      if quote == "\"", !"\"\\$`".unicodeScalars.contains(scalar) { word?.append("\\") }
      append(scalar)
    } else if scalar == "\\", quote != "'" {
      isEscaped = true
      if quote == nil { openedLine = line }
    } else if let open = quote {
      if scalar == open { quote = nil } else { append(scalar) }
    } else if scalar == "'" || scalar == "\"" {
      quote = scalar
      openedLine = line
      word = word ?? .init()
    } else if scalar == "#", word == nil {
      isComment = true
    } else if scalar == " " || (0x09...0x0D).contains(scalar.value) {
      endWord()
    } else {
      append(scalar)
    }
  }

  /// Ends the text, and returns its words.
  ///
  /// - Throws: `OpsError` with exit status 64 when something is open.
  mutating func finish() throws(OpsError) -> [String] {
    switch opening {
    case .quote(let quote):
      throw OpsError(.usage, "a quote is not closed", hint: "close it with \(quote)")
    case .backslash:
      throw OpsError(
        .usage, "the line ends with a backslash", hint: "\\\\ stands for a backslash")
    case nil: break
    }
    endWord()
    return words
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    word = word ?? .init()
    word?.append(scalar)
  }

  private mutating func endWord() {
    if let done = word { words.append(String(done)) }
    word = nil
  }
}
