import Testing

@testable import LineEditor

@Suite struct StyledPromptTests {
  private typealias Run = StyledPrompt.Run

  @Test(
    "trap: a style at the very end would leak, and two invisible parts side by side swallow the text",
    arguments: [
      StyledPrompt([]), StyledPrompt([], end: ""), StyledPrompt([.init("a", style: "31")]),
      StyledPrompt([.init("a", style: "31")], end: ""),
      StyledPrompt([.init("a", style: "31"), .init("b", style: "32")]),
      StyledPrompt([.init("a", style: "31"), .init("", style: "32"), .init("b", style: "33")]),
      StyledPrompt([.init("", style: "31")]), StyledPrompt([.init("a", style: "")]),
      StyledPrompt([.init("a\u{01}\u{1B}[5m\nb", style: "31"), .init("c")]),
    ])
  func marks(prompt: StyledPrompt) {
    let marked = prompt.marked
    let marks = marked.unicodeScalars.filter { $0 == StyledPrompt.mark }.count
    #expect(marks.isMultiple(of: 2))
    #expect(!marked.contains("\u{01}\u{01}"))
    #expect(marked.unicodeScalars.last.map { $0.value >= 0x20 } == true)
    #expect(!marked.contains("\n"))
    // What is left without the invisible parts is the plain text.
    let parts = marked.split(separator: "\u{01}", omittingEmptySubsequences: false)
    let visible = parts.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
    #expect(visible == prompt.plain || prompt.end.isEmpty)
    #expect(!visible.contains("\u{1B}"))
  }

  @Test("Styles that follow each other are switched in one invisible part")
  func merged() {
    let prompt = StyledPrompt([.init("a", style: "31"), .init("b", style: "32")], end: "> ")
    #expect(
      prompt.marked
        == "\u{01}\u{1B}[31m\u{01}a\u{01}\u{1B}[0m\u{1B}[32m\u{01}b\u{01}\u{1B}[0m\u{01}> ")
  }
}
