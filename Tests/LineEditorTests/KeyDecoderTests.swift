import Testing

@testable import LineEditor

@Suite struct KeyDecoderTests {
  private func tokens(_ text: String, piece: Int = 1) -> [KeyDecoder.Token] {
    tokens(Array(text.utf8), piece: piece)
  }

  private func tokens(_ bytes: [UInt8], piece: Int = 1) -> [KeyDecoder.Token] {
    var decoder = KeyDecoder()
    return stride(from: 0, to: bytes.count, by: piece).flatMap {
      decoder.take(Array(bytes[$0..<min($0 + piece, bytes.count)]))
    } + decoder.endPaste()
  }

  private func scalars(_ text: String) -> [KeyDecoder.Token] {
    text.unicodeScalars.map { .scalar($0) }
  }

  private func paste(_ text: String) -> KeyDecoder.Token {
    .paste(Paste(bytes: Array(text.utf8), count: text.utf8.count))
  }

  @Test(
    "Keys are known however their sequences are split over reads", arguments: [1, 2, 3, 100])
  func keys(piece: Int) {
    #expect(
      tokens("a\u{1B}[A\u{1B}OB\u{1B}[1;5C\u{1B}[3~\u{1B}OPz", piece: piece)
        == scalars("a") + [.key(.up), .key(.down), .key(.wordRight), .key(.delete), .key(.help)]
        + scalars("z"))
  }

  @Test("A report of the cursor's place is no key, and is taken for one only when it was asked for")
  func report() {
    var decoder = KeyDecoder()
    #expect(decoder.take(Array("\u{1B}[7;3R".utf8)) == [])
    #expect(decoder.report == nil)
    decoder.awaitReport()
    #expect(
      decoder.take(Array("a\u{1B}[A\u{1B}[7;3Rb".utf8)) == scalars("a") + [.key(.up)] + scalars("b")
    )
    #expect(decoder.report == ScreenPlace(row: 6, column: 2))
    decoder.awaitReport()
    #expect(decoder.report == nil)
  }

  @Test("ESC in front of an arrow makes it a jump from word to word")
  func meta() {
    #expect(tokens("\u{1B}\u{1B}[D\u{1B}\u{1B}[C") == [.key(.wordLeft), .key(.wordRight)])
  }

  @Test("ESC and a letter stay two characters, for libedit's own bindings")
  func escapes() {
    #expect(tokens("\u{1B}b\u{1B}\u{1B}x") == scalars("\u{1B}b\u{1B}\u{1B}x"))
  }

  @Test("A sequence that means nothing puts nothing into the line")
  func unknown() {
    let long = String(repeating: "1", count: 1000)
    #expect(tokens("a\u{1B}[99;99Rb\u{1B}[\(long)~c\u{1B}Ozd") == scalars("abcd"))
  }

  @Test("^C works within a sequence that does not end")
  func cancelsSequence() {
    #expect(tokens("\u{1B}[1;\u{03}x") == scalars("\u{03}x"))
  }

  @Test("A lone ESC is held until time tells; what follows later still is a sequence")
  func loneEscape() {
    var decoder = KeyDecoder()
    #expect(decoder.take([0x1B]).isEmpty)
    #expect(decoder.isHoldingEscape)
    #expect(decoder.releaseEscape() == scalars("\u{1B}"))
    #expect(!decoder.isHoldingEscape)
    #expect(decoder.take(Array("[A".utf8)) == [.key(.up)])
  }

  @Test("Where ESC means something by itself, none is part of an arrow or a paste behind it")
  func modal() {
    var decoder = KeyDecoder()
    let typed = Array("\u{1B}\u{1B}[D\u{1B}\u{1B}[200~x\u{1B}[201~".utf8)
    #expect(
      decoder.take(typed, isModal: true) + decoder.endPaste() == scalars("\u{1B}") + [.key(.left)]
        + scalars("\u{1B}")
        + [paste("x")])
  }

  @Test("trap: a paste whose mark is split by a pause is a paste, in vi's keys as well")
  func latePaste() {
    var decoder = KeyDecoder()
    _ = decoder.take([0x1B])
    _ = decoder.releaseEscape()
    #expect(decoder.take(Array("[200~quit\n\u{1B}[201~".utf8)).isEmpty)
    #expect(decoder.isPasteEnding)
    #expect(decoder.endPaste() == [paste("quit\n")])
    #expect(!decoder.isPasteEnding)
  }

  @Test(
    "trap: a paste is one thing, whatever is in it, however it is split",
    arguments: [1, 2, 5, 7, 1000],
    [
      "", "x", "quit\n", "a\u{03}\nquit\n", "\u{1B}[200~", "\u{1B}[A", "~~~", "\u{1B}[201",
      "日\u{0}",
    ])
  func pastes(piece: Int, content: String) {
    let typed = "a\u{1B}[200~\(content)\u{1B}[201~b"
    #expect(tokens(typed, piece: piece) == scalars("a") + [paste(content)] + scalars("b"))
  }

  @Test(
    "trap: an end mark within a paste does not set free what follows it, however it is split",
    arguments: [1, 2, 5, 7, 1000],
    [
      ("a\n\u{1B}[201~reset b\n", "a\nreset b\n"), ("\u{1B}[201~reset b\n", "reset b\n"),
      ("\u{1B}[201~\u{1B}[201~", ""), ("a\u{1B}[201~\u{3}\u{1B}[200~b", "a\u{3}b"),
    ])
  func marksWithin(piece: Int, content: (pasted: String, expected: String)) {
    let typed = "\u{1B}[200~\(content.pasted)\u{1B}[201~x\u{1B}[A"
    #expect(
      tokens(typed, piece: piece) == [paste(content.expected)] + scalars("x") + [.key(.up)])
  }

  @Test("trap: an end mark and more than a paste may hold set nothing free")
  func hugeTail() {
    let tail = String(repeating: "reset 3f2a ~\n", count: 200_000)
    let all = tokens("\u{1B}[200~a\u{1B}[201~\(tail)reset b\n\u{1B}[201~x", piece: 4096)
    #expect(
      all == [.paste(Paste(bytes: [], count: 1 + tail.utf8.count + 8))] + scalars("x"))
  }

  @Test("A paste of 10 MB is counted and not kept")
  func hugePaste() {
    var decoder = KeyDecoder()
    _ = decoder.take(Array("\u{1B}[200~".utf8))
    let chunk = Array(String(repeating: "reset 3f2a ~\n", count: 8000).utf8)
    for _ in 0..<100 { #expect(decoder.take(chunk).isEmpty) }
    let count = chunk.count * 100
    #expect(
      decoder.take(Array("\u{1B}[201~x".utf8)) + decoder.endPaste() == [
        .paste(Paste(bytes: [], count: count))
      ]
        + scalars("x"))
  }

  @Test("A paste whose end does not come can be thrown away")
  func abandoned() {
    var decoder = KeyDecoder()
    _ = decoder.take(Array("\u{1B}[200~quit\n".utf8))
    #expect(decoder.isPasting)
    decoder.abandonPaste()
    #expect(decoder.take([0x61]) == scalars("a"))
  }

  @Test("C1 controls are no keys, and bytes that are no UTF-8 are seen")
  func controls() {
    let all = (0x80..<0xA0).map { Character(Unicode.Scalar($0)!) }
    #expect(tokens(String(all)).isEmpty)
    #expect(tokens([0x61, 0xFF, 0x62]) == scalars("a\u{FFFD}b"))
    let c0 = (UInt8(0)..<0x20).filter { $0 != 0x1B }
    #expect(tokens(c0) == c0.map { .scalar(Unicode.Scalar($0)) })
  }
}
