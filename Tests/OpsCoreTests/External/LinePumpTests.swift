import Glibc
import Testing

@testable import OpsCore

@Suite struct LinePumpTests {
  @Test(
    "Lines arrive whole and harmless, in whatever pieces they come",
    arguments: [
      ("one\ntwo\n", "one\ntwo\n"), ("no end", "no end"), ("a\r\nb", "a\nb"), ("\n\n", "\n\n"),
      ("\u{1B}[2Jx\u{07}\n", "\\x1B[2Jx\\x07\n"), ("\u{9B}31m\n", "\\x9B31m\n"),
      ("a\tb\n\tc\n", "a       b\n        c\n"), ("é日😀\n", "é日😀\n"),
      ("\u{202E}\n", "\\u{202E}\n"), ("", ""),
    ])
  func lines(text: String, shown: String) {
    for size in [1, 2, 3, 1000] {
      var pump = LinePump()
      var result = ""
      let bytes = Array(text.utf8)
      for start in stride(from: 0, to: bytes.count, by: size) {
        result += pump.take(bytes[start..<min(start + size, bytes.count)])
      }
      #expect(result + pump.flush() == shown)
    }
  }

  @Test(
    "What follows the last piece of a program begins a line of its own", arguments: ["a", "a\n"])
  func ending(text: String) async {
    var ends: [Int32] = [0, 0]
    #expect(unsafe pipe(&ends) == 0)
    #expect(unsafe write(ends[1], text, text.utf8.count) == text.utf8.count)
    close(ends[1])
    defer { close(ends[0]) }
    let sink = MemorySink()
    await LinePump.carry(from: ends[0], to: sink)
    #expect(sink.text == "a\n")
  }

  @Test("A line without an end does not grow for ever")
  func endless() {
    var pump = LinePump()
    #expect(pump.take([UInt8](repeating: 0x61, count: 70_000)).count == 70_000)
    #expect(pump.flush().isEmpty)
  }
}
