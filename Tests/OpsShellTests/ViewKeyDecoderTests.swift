import OpsCore
import Testing

@testable import OpsShell

@Suite("The keys of a live view")
struct ViewKeyDecoderTests {
  @Test(
    "q and ESC leave, the blank looks again; an arrow is no ESC, and nothing is left of it",
    arguments: [
      ("q", [.leave]), ("Q", [.leave]), ("\u{04}", [.leave]), (" ", [.refresh]), ("\r", [.refresh]),
      ("x", [.other]), ("\u{0C}", [.repaint]), ("\u{1B}[A", [.other]), ("\u{1B}OP", [.other]),
      ("\u{1B}[15;5~q", [.other, .leave]), ("\u{1B}x", [.other]), ("\u{1B}\u{1B}", [.leave]),
    ] as [(String, [ViewKey])])
  func keys(bytes: String, keys: [ViewKey]) {
    var decoder = ViewKeyDecoder()
    #expect(bytes.utf8.compactMap { decoder.take($0) } == keys)
  }

  @Test("An ESC that stands alone leaves, and so does the end of the terminal")
  func alone() {
    var decoder = ViewKeyDecoder()
    #expect(decoder.take(0x1B) == nil && decoder.isWithinSequence)
    #expect(decoder.end() == .leave)
    #expect(decoder.end() == nil && !decoder.isWithinSequence)
    #expect(decoder.take(nil) == .leave)
  }
}
