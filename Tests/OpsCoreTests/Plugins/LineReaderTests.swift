import FoundationEssentials
import Glibc
import Testing

@testable import OpsCore

@Suite struct LineReaderTests {
  private func read(_ bytes: [UInt8]) throws -> [LineReader.Next] {
    let scratch = try Scratch()
    try Data(bytes).write(to: URL(filePath: scratch.file("script")))
    let descriptor = unsafe open(scratch.file("script"), O_RDONLY)
    defer { close(descriptor) }
    var reader = LineReader(descriptor: descriptor)
    var found: [LineReader.Next] = []
    while true {
      let next = reader.next()
      guard next != .end else { return found }
      found.append(next)
      guard next != .unreadable else { return found }
    }
  }

  @Test(
    "Lines end where a line ends, with or without a carriage return, the last one by itself, too",
    arguments: [
      ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b"]),
      ("\n\n", ["", ""]), ("\u{FEFF}status\n", ["status"]), ("é😀\n", ["é😀"]),
    ] as [(String, [String])])
  func lines(text: String, lines: [String]) throws {
    #expect(try read(Array(text.utf8)) == lines.map { .line($0) })
  }

  @Test("A line that cannot be a command is refused, and the next one is read")
  func refused() throws {
    let found = try read([0x61, 0, 0x0A, 0xFF, 0x0A, 0x62, 0x0A])
    #expect(found.count == 3)
    #expect(found[0] == .refused("the line holds a NUL"))
    #expect(found[1] == .refused("the line is not UTF-8"))
    #expect(found[2] == .line("b"))
  }

  @Test("A line of a megabyte is read, a longer one is refused without being kept")
  func long() throws {
    let longest = [UInt8](repeating: 0x61, count: LineReader.longest)
    let found = try read(longest + [0x0A] + longest + [0x61, 0x0A, 0x62, 0x0A])
    #expect(found.count == 3)
    #expect(found[1] == .refused("the line is longer than 1 MiB"))
    #expect(found[2] == .line("b"))
  }

  @Test("A folder is not a script")
  func folder() {
    let descriptor = unsafe open("/tmp", O_RDONLY)
    defer { close(descriptor) }
    var reader = LineReader(descriptor: descriptor)
    #expect(reader.next() == .unreadable)
  }
}
