import Testing

@testable import LineEditor
@testable import OpsCore
@testable import OpsShell

@Suite struct PromptTests {
  private static func state(
    _ name: String, _ isProtected: Bool, _ connection: PromptState.Connection = .connected,
    reason: String? = nil
  ) -> PromptState {
    PromptState(
      environment: name, isProtected: isProtected, connection: connection,
      arming: reason.map {
        Arming(
          environment: name, until: Instant(secondsSinceEpoch: 3 * 3600 + 14 * 60), reason: $0)
      })
  }

  @Test(
    "The prompt says environment and state in words, as the contract has them",
    arguments: [
      (state("dev", false), "dfops dev> "), (state("dev", false, .untried), "dfops dev> "),
      (state("prod", true), "dfops prod [read-only]> "),
      (state("prod", true, .untried), "dfops prod [read-only]> "),
      (state("prod", true, reason: "INC-42"), "dfops prod [ARMED until 03:14Z INC-42]> "),
      (state("prod", true, .lost), "dfops prod [lost]> "),
      (state("prod", true, .lost, reason: "INC-42"), "dfops prod [lost]> "),
      (state("prod", true, .missing), "dfops prod [no connection]> "),
      (state("dev", false, .missing), "dfops dev [no connection]> "),
      (state("dev", false, .lost), "dfops dev [lost]> "),
      (
        state("prod", true, reason: "INC-42 the customer waits for the batches of May"),
        "dfops prod [ARMED until 03:14Z INC-42 the customer wai…]> "
      ),
      (
        state("prod", true, reason: "\u{1B}[2J\nx"),
        "dfops prod [ARMED until 03:14Z \\x1B[2J\\nx]> "
      ),
    ])
  func words(state: PromptState, text: String) {
    #expect(Prompt.styled(state, hasColor: false).plain == text)
    // Colour is never the only signal, and changes no word.
    #expect(Prompt.styled(state, hasColor: true).plain == text)
    #expect(!Prompt.styled(state, hasColor: false).marked.contains("\u{1B}"))
    #expect(Prompt.styled(state, hasColor: true).marked.contains("\u{1B}"))
  }

  @Test("A protected environment is red unless its profile says otherwise")
  func colors() {
    func style(_ state: PromptState) -> String? {
      Prompt.styled(state, hasColor: true).runs.first { $0.text == state.environment }?.style
    }
    #expect(style(Self.state("prod", true)) == "1;31")
    #expect(style(Self.state("dev", false)) == "1;32")
    var blue = Self.state("prod", true)
    blue.color = "blue"
    #expect(style(blue) == "1;34")
    blue.color = "ultraviolet"
    #expect(style(blue) == "1;31")
  }

  @Test(
    "A narrow terminal gets a shorter prompt that still says where one is",
    arguments: [
      (80, "dfops prod [ARMED until 03:14Z INC-42]> "), (40, "prod [ARMED until 03:14Z]> "),
      (32, "prod [ARMED]> "),
      (48, "prod [ARMED until 03:14Z INC-42]> "), (20, "prod [ARMED]> "), (12, "prod> "),
      (5, "p> "), (1, "p> "),
    ])
  func narrow(columns: Int, text: String) {
    let state = Self.state("prod", true, reason: "INC-42")
    for hasColor in [false, true] {
      let prompt = Prompt.styled(state, hasColor: hasColor, columns: columns)
      #expect(prompt.plain == text)
      #expect(!prompt.marked.contains("\u{01}\u{01}"))
    }
  }

  @Test("A long name loses its end before the state is lost")
  func longName() {
    let state = Self.state("staging-of-the-customer-in-frankfurt", true)
    let prompt = Prompt.styled(state, hasColor: false, columns: 40)
    #expect(prompt.plain == "staging-of-the-… [read-only]> ")
  }
}
