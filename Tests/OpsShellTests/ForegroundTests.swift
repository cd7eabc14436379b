import Glibc
import LineEditor
import OpsCore
import Testing

@testable import OpsShell

@Suite struct ForegroundTests {
  @Test(
    "After a signal that ends processes its number counts, unless the work has more to say",
    arguments: [
      (.success, nil, 0), (.interrupted, nil, 130), (.interrupted, SIGTERM, 143),
      (.interrupted, SIGHUP, 129), (.partial, SIGTERM, 5), (.success, SIGTERM, 0),
    ] as [(OpsCore.ExitStatus, Int32?, Int32)])
  func status(work: OpsCore.ExitStatus, signal: Int32?, status: Int32) {
    #expect(Foreground.status(work, termination: signal).rawValue == status)
  }

  @Test("The work's status is returned when it ends")
  func ends() {
    #expect(
      Foreground.run {
        await Task.yield()
        return .refused
      } == .refused)
  }

  @Test("TAB never waits for a source that does not answer, and leaves it when somebody types on")
  func bounded() {
    struct Silent: CandidateSource {
      func candidates(
        _ kind: LiveCandidates, beginning: String, environment: String?
      ) async -> [Candidate] {
        try? await Task.sleep(for: .seconds(3600))
        return [Candidate(Task.isCancelled ? "cancelled" : "late")]
      }
    }
    let completer = Completer(table: TestCommands.table, source: Silent())
    let keys = Bell()
    let bounded = BoundedCompleter(completer, keyboard: keys.descriptor)
    #expect(bounded.completion(of: "reset ").candidates.isEmpty)
    keys.ring()
    #expect(bounded.completion(of: "reset ").candidates.isEmpty)
  }
}
