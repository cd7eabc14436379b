internal import OpsCore

/// Breaks a text of paragraphs, lists and tables anew for a screen of any width.
///
/// Lines that begin at the left margin belong to one paragraph. Behind a number and a point, or a gap of two blanks, stands
/// what is said of the word before; lines that are indented as far go on with it. Everything else keeps its lines.
enum FlowingText {
  private struct Block {
    var text: String
    /// The column at which further lines of it begin; nil when it has none.
    var hang: Int?
  }

  /// Returns the lines of a text, none wider than the screen.
  static func lines(of text: String, columns: Int) -> [String] {
    var blocks: [Block] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let indent = line.prefix { $0 == " " }.count
      if let last = blocks.indices.last, blocks[last].hang == indent, !line.isEmpty {
        blocks[last].text += " " + line.dropFirst(indent)
      } else {
        blocks.append(Block(text: String(line), hang: hang(of: line, indent)))
      }
    }
    return blocks.flatMap { block in
      let indent = block.text.prefix { $0 == " " }.count
      return LineWrap.lines(
        block.text, columns: columns, indent: max(0, (block.hang ?? 0) - indent))
    }
  }

  private static func hang(of line: Substring, _ indent: Int) -> Int? {
    if line.isEmpty { return nil }
    let body = line.dropFirst(indent)
    if body.first?.isNumber == true, body.dropFirst().first == "." { return indent + 3 }
    guard let gap = body.firstRange(of: "  ") else { return indent == 0 ? 0 : nil }
    let rest = body[gap.lowerBound...]
    return indent + body.distance(from: body.startIndex, to: gap.lowerBound)
      + rest.prefix { $0 == " " }.count
  }
}
