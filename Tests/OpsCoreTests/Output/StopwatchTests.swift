import Testing

@testable import OpsCore

@Suite("How long commands take")
struct StopwatchTests {
  private static let thought = Duration.milliseconds(50)

  /// Answers when the clock shows that somebody has thought.
  private struct SlowConfirmer: Confirmer {
    var isTerminal: Bool { true }
    func askYesNo(_ question: String) async throws -> Bool {
      let start = ContinuousClock.now
      while ContinuousClock.now - start < thought { await Task.yield() }
      return true
    }
    func askText(_ question: String) async throws -> String { "" }
  }

  @Test("The time in which somebody thinks about a question is no time that a command takes")
  func question() async throws {
    let output = Output(results: MemorySink(), messages: MemorySink())
    let start = ContinuousClock.now
    let watch = output.stopwatch
    let confirmer = UndisturbedConfirmer(confirmer: SlowConfirmer(), output: output)
    #expect(try await confirmer.askYesNo("go ahead?"))
    // The watch began later and is read earlier than the clock, so no machine is too slow for this.
    let elapsed = watch.elapsed
    #expect(elapsed <= ContinuousClock.now - start - Self.thought)
  }
}
