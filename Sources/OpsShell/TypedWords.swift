/// The words before the cursor, read as the shell reads a line, though it is not finished.
struct TypedWords: Equatable {
  /// The finished words.
  var words: [String] = []
  /// The word at the cursor as it is meant, without quotes; empty where one may begin.
  var current = ""
  /// How many characters (Unicode scalars) the word at the cursor has as it is typed.
  var typedCount = 0
  /// Whether the cursor is in a comment.
  var isComment = false

  /// Reads a line up to the cursor.
  init(_ text: String) {
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in text {
      if isComment { return }
      typedCount += character.unicodeScalars.count
      if isEscaped {
        isEscaped = false
        if quote == "\"", !"\"\\$`".contains(character) { word?.append("\\") }
        word?.append(character)
      } else if character == "\\", quote != "'" {
        isEscaped = true
        word = word ?? ""
      } else if let open = quote {
        if character == open { quote = nil } else { word?.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character == "#", word == nil {
        isComment = true
      } else if character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
        typedCount = 0
      } else {
        word = (word ?? "") + String(character)
      }
    }
    current = word ?? ""
    if isComment { current = "" }
  }
}
