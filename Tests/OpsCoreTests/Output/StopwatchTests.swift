import Testing

@testable import OpsCore

@Suite("How long commands take")
struct StopwatchTests {
  /// Takes its time to answer.
  private struct SlowConfirmer: Confirmer {
    var isTerminal: Bool { true }
    func askYesNo(_ question: String) async throws -> Bool {
      try await Task.sleep(for: .milliseconds(400))
      return true
    }
    func askText(_ question: String) async throws -> String { "" }
  }

  @Test("The time in which somebody thinks about a question is no time that a command takes")
  func question() async throws {
    let output = Output(results: MemorySink(), messages: MemorySink())
    let (watch, wall) = (output.stopwatch, ContinuousClock.now)
    let confirmer = UndisturbedConfirmer(confirmer: SlowConfirmer(), output: output)
    #expect(try await confirmer.askYesNo("go ahead?"))
    let all = ContinuousClock.now - wall
    #expect(all >= .milliseconds(400))
    #expect(watch.elapsed <= all - .milliseconds(400))
  }
}
