/// A line of a result as people see it.
struct RenderedLine: Sendable, Equatable {
  /// What stands there, with the sequences that colour it.
  var text: String
  /// The row of the list that it shows; nil for all other lines.
  var row: Int?

  init(_ text: String, row: Int? = nil) {
    self.text = text
    self.row = row
  }
}

extension [RenderedLine] {
  /// The lines, each with its end.
  var joined: String { map { $0.text + "\n" }.joined() }
}
