@testable import LineEditor
import Testing

@testable import OpsCore
@testable import OpsShell

@Suite struct TerminalChromeTests {
  private let session: Session
  private let sink = MemorySink()
  private let prompt = StyledPrompt([.init("dfops dev")])

  init() {
    let profiles = Profiles([Environment(name: "dev", isProtected: false)])
    session = Session(
      profiles: profiles, state: StateFolder(path: "/tmp"), environmentName: "dev", isNamed: true,
      loadProfiles: { _ in profiles })
  }

  private func chrome(isUnderstood: Bool = true) -> TerminalChrome {
    TerminalChrome(session, isUnderstood: isUnderstood, sink: sink)
  }

  private func visible() -> String { Sanitiser.visible(sink.text) }

  @Test("Title and marks frame prompt and command, and the title is given back")
  func frames() {
    var chrome = chrome()
    let marked = chrome.begin(prompt, session.promptState)
    #expect(visible() == #"\x1B[22;2t\x1B]2;dfops dev\x07\x1B]133;A\x07"#)
    #expect(marked.endMark == "\u{1B}]133;B\u{07}")
    chrome.commandStarts()
    chrome.commandEnds(.refused, after: .seconds(1))
    #expect(visible().hasSuffix(#"\x1B]133;C\x07\x1B]133;D;4\x07"#))
    _ = chrome.begin(prompt, session.promptState)
    // A title that is still true is not written again.
    #expect(visible().hasSuffix(#"D;4\x07\x1B]133;A\x07"#))
    chrome.end()
    #expect(visible().hasSuffix(#"\x1B[23;2t"#))
  }

  @Test("A terminal that may not understand is told nothing, and rings all the same")
  func unknown() {
    var chrome = chrome(isUnderstood: false)
    #expect(chrome.begin(prompt, session.promptState) == prompt)
    chrome.commandStarts()
    chrome.commandEnds(.success, after: .seconds(60))
    chrome.end()
    #expect(sink.text.isEmpty)
    session.set(.bell, to: "30s")
    chrome.commandEnds(.success, after: .seconds(60))
    #expect(sink.text == "\u{07}")
  }

  @Test("Turned off, the title is given back at the next prompt and stays as it is")
  func off() {
    session.set(.title, to: "off")
    var chrome = chrome()
    _ = chrome.begin(prompt, session.promptState)
    #expect(visible() == #"\x1B]133;A\x07"#)
    session.set(.title, to: "on")
    _ = chrome.begin(prompt, session.promptState)
    session.set(.title, to: "off")
    _ = chrome.begin(prompt, session.promptState)
    #expect(visible().hasSuffix(#"\x1B[23;2t\x1B]133;A\x07"#))
    let before = sink.text
    chrome.end()
    #expect(sink.text == before)
  }

  @Test(
    "The title has the words of the prompt, and nothing of it ends the sequence",
    arguments: [
      ("prod", true, "dfops prod [read-only]"), ("dev", false, "dfops dev"),
      ("a\u{07}\u{1B}]2;x\u{9C}", false, "dfops a\\x07\\x1B]2;x\\x9C"),
    ])
  func titles(name: String, isProtected: Bool, title: String) {
    let state = PromptState(environment: name, isProtected: isProtected)
    let text = TerminalSequences.title(TerminalSequences.titleText(of: state))
    #expect(text == "\u{1B}]2;\(title)\u{07}")
  }

  @Test("A title is never longer than a line")
  func longTitle() {
    let text = TerminalSequences.title(String(repeating: "x", count: 5000))
    #expect(text.count < 130)
  }

  @Test(
    "Only types that are known to understand are told",
    arguments: [
      ("xterm-256color", true), ("screen", true), ("tmux-256color", true), ("rxvt", true),
      ("dumb", false), ("", false), ("vt100", false), ("linux", false), ("no-such-terminal", false),
    ])
  func types(name: String, isUnderstood: Bool) {
    #expect(TerminalSequences.areUnderstood(by: name) == isUnderstood)
  }

  @Test(
    "It rings for what took at least as long as was set",
    arguments: [
      (29, "30s", false), (30, "30s", true), (90, "1m", true), (90, "off", false), (0, "0s", true),
    ])
  func bell(seconds: Int, setting: String, rings: Bool) {
    #expect(TerminalSequences.rings(after: .seconds(seconds), setting: setting) == rings)
  }

  @Test("trap: the mark of the input is neither at the very end nor beside a change of style")
  func markInPrompt() {
    var prompt = StyledPrompt([.init("prod", style: "31")])
    prompt.endMark = "\u{1B}]133;B\u{07}"
    let marked = prompt.marked
    #expect(marked.hasSuffix(">\u{01}\u{1B}]133;B\u{07}\u{01} "))
    #expect(!marked.contains("\u{01}\u{01}"))
    #expect(prompt.plain == "prod> ")
  }
}
