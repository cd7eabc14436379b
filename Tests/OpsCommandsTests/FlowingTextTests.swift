import Testing

@testable import OpsCommands

@Suite("Texts on screens of any width") struct FlowingTextTests {
  private static let text = """
    A paragraph of several words that
    goes on in a second line.

      KEY   what it does, in words that
            go on below themselves
      word alone
    1. First, and what
       belongs to it.
    """

  @Test(
    "Paragraphs and lists are broken anew, everything else keeps its lines",
    arguments: [
      (
        80,
        """
        A paragraph of several words that goes on in a second line.

          KEY   what it does, in words that go on below themselves
          word alone
        1. First, and what belongs to it.
        """
      ),
      (
        24,
        """
        A paragraph of several
        words that goes on in a
        second line.

          KEY   what it does, in
                words that go on
                below themselves
          word alone
        1. First, and what
           belongs to it.
        """
      ),
    ])
  func flows(columns: Int, expected: String) {
    #expect(
      FlowingText.lines(of: Self.text, columns: columns).joined(separator: "\n") == expected)
  }

  @Test("Every topic fits every screen", arguments: [1, 20, 40, 80, 200])
  func topics(columns: Int) {
    for topic in HelpTopic.all {
      for line in FlowingText.lines(of: topic.text, columns: columns) {
        #expect(line.count <= columns, "\(topic.name)")
      }
    }
  }
}
