import TestSupport
import Testing

@testable import OpsCore

@Suite("The line that renews itself")
struct LiveLineTests {
  private let messages = MemorySink()

  private func output(
    isLive: Bool = true, isQuiet: Bool = false, width: Int? = 20
  ) -> Output {
    Output(
      results: messages, messages: messages, rendering: Rendering(width: width), isQuiet: isQuiet,
      isLive: isLive)
  }

  @Test("It covers what it showed before, fits the screen, obeys no text, and leaves no trace")
  func renews() {
    let output = output()
    output.progress("cleanup: 10 %")
    output.progress("short")
    output.progress("\u{1B}[2J and a text that is too long")
    output.clearProgress()
    output.clearProgress()
    #expect(
      messages.text == "\rcleanup: 10 %\rshort        \r\\x1B[2J and a text…\r"
        + String(repeating: " ", count: 19) + "\r")
  }

  @Test("Whatever else is printed takes its place")
  func givesWay() throws {
    let output = output()
    output.progress("1 %")
    output.notice("a notice")
    output.progress("2 %")
    output.emit(.text("a result"))
    #expect(messages.text == "\r1 %\r   \ra notice\n\r2 %\r   \ra result\n")
  }

  @Test("It stays away while somebody has the terminal, such as who asks a question")
  func held() async throws {
    let output = output()
    let confirmer = UndisturbedConfirmer(
      confirmer: Asking { output.progress("1 %") }, output: output)
    #expect(try await confirmer.askYesNo("?"))
    #expect(messages.text.isEmpty)
    output.progress("2 %")
    #expect(messages.text == "\r2 %")
  }

  private struct Asking: Confirmer {
    let meanwhile: @Sendable () -> Void
    var isTerminal: Bool { true }
    func askYesNo(_ question: String) async throws -> Bool {
      meanwhile()
      return true
    }
    func askText(_ question: String) async throws -> String { "" }
  }

  @Test("Elsewhere progress is a plain line, and none for whoever wants none")
  func plain() {
    output(isLive: false).progress("1 %")
    output(isLive: false, isQuiet: true).progress("2 %")
    output(isLive: true, isQuiet: true).progress("3 %")
    #expect(messages.text == "1 %\n")
  }

  @Test("What takes long without a word says how long, faintly, until it ends")
  func waiting() async throws {
    let output = output()
    await output.waiting {
      await #expect(throws: Never.self) {
        try await waitUntil("it is told") { messages.text.contains("… 1s, ^C stops") }
      }
    }
    #expect(messages.text.hasSuffix(" \r"))
    let after = messages.text
    #expect(await output.waiting { 7 } == 7)
    #expect(messages.text == after)
  }

  @Test(
    "Progress tells the share, what is left, the count and the rate, as far as they are known",
    arguments: [
      (0, 100, 0, "export: 0 %, 0 of 100 rows"),
      (50, 200, 10, "export: 25 %, 30s to go, 50 of 200 rows, 5 rows/s"),
      (200, 200, 10, "export: 100 %, 200 of 200 rows, 20 rows/s"),
      (300, 200, 10, "export: 300 rows, 30 rows/s"),
      (50, nil, 10, "export: 50 rows, 5 rows/s"),
      (0, 0, 0, "export: 0 rows"),
    ] as [(Int, Int?, Double, String)])
  func text(done: Int, total: Int?, seconds: Double, expected: String) {
    #expect(
      Progress.text("export", done: done, total: total, unit: "rows", seconds: seconds) == expected)
  }

  @Test(
    "Bytes are told as people read sizes",
    arguments: [
      (1 << 20, 4 << 20, 2, "get: 25 %, 6s to go, 1.0 MiB of 4.0 MiB, 512 KiB/s"),
      (700, nil, 1, "get: 700 B, 700 B/s"),
    ] as [(Int, Int?, Double, String)])
  func bytes(done: Int, total: Int?, seconds: Double, expected: String) {
    #expect(
      Progress.text("get", done: done, total: total, unit: .bytes, seconds: seconds) == expected)
  }

  @Test("Work that is measured says how far it is as soon as it lasts, and takes that away")
  func measured() async throws {
    let output = output(width: 80)
    let meter = Meter("look", unit: "names", total: 4)
    try await output.reporting(meter) {
      meter.add(1)
      try await waitUntil("it is told") { messages.text.contains("look: 25 %, ") }
      meter.add(2)
      try await waitUntil("it is told") { messages.text.contains(" 3 of 4 names") }
    }
    #expect(messages.text.hasSuffix(" \r"))
  }
}
