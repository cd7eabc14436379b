import LineEditor
import Synchronization
import TestSupport
import Testing

@testable import OpsShell

@Suite(.serialized) struct LiveValuesTests {
  /// Answers when it is told to.
  private actor Oracle {
    private(set) var asked: [PlacedQuestion] = []
    private(set) var atOnce = 0
    private(set) var most = 0
    private var waiting: [CheckedContinuation<LiveAnswer?, Never>] = []

    func answer(to key: PlacedQuestion) async -> LiveAnswer? {
      asked.append(key)
      atOnce += 1
      most = max(most, atOnce)
      defer { atOnce -= 1 }
      return await withCheckedContinuation { waiting.append($0) }
    }

    func reply(_ answer: LiveAnswer?) {
      waiting.removeFirst().resume(returning: answer)
    }
  }

  private static let answer = LiveAnswer.candidates([Candidate("failed")])

  @Test("The answer at hand comes at once, the fresh one rings, and one thing is asked at a time")
  func background() async throws {
    let oracle = Oracle()
    let rings = Mutex(0)
    let values = LiveValues(onChange: { rings.withLock { $0 += 1 } }) {
      await oracle.answer(to: $0)
    }
    #expect(values.answer(to: .statuses, in: "dev") == nil)
    #expect(values.answer(to: .statuses, in: "dev") == nil)
    #expect(values.answer(to: .sources, in: "dev") == nil)
    try await waitUntil("it is asked") { await oracle.asked.count == 1 }
    #expect(rings.withLock { $0 } == 0)
    await oracle.reply(Self.answer)
    try await waitUntil("the next is asked") { await oracle.asked.count == 2 }
    #expect(values.answer(to: .statuses, in: "dev") == Self.answer)
    await oracle.reply(nil)
    try await waitUntil("nothing is asked") { !values.isBusy }
    #expect(rings.withLock { $0 } == 1)
    #expect(await oracle.asked.map(\.question) == [.statuses, .sources])
    #expect(await oracle.most == 1)
  }

  @Test("What was asked in another environment is dropped when it comes, and nobody waits for it")
  func late() async throws {
    let oracle = Oracle()
    let values = LiveValues { await oracle.answer(to: $0) }
    _ = values.answer(to: .statuses, in: "dev")
    try await waitUntil("it is asked") { await oracle.asked.count == 1 }
    values.clear()
    #expect(!values.isBusy)
    await oracle.reply(Self.answer)
    _ = values.answer(to: .sources, in: "prod")
    try await waitUntil("the other is asked") { await oracle.asked.count == 2 }
    #expect(values.answer(to: .statuses, in: "dev") == nil)
    await oracle.reply(nil)
    values.close()
  }

  @Test("A key ends the wait for an answer, and so does time")
  func waits() async throws {
    let oracle = Oracle()
    let values = LiveValues { await oracle.answer(to: $0) }
    _ = values.answer(to: .statuses, in: "dev")
    try await waitUntil("it is asked") { await oracle.asked.count == 1 }
    let key = Bell()
    key.ring()
    #expect(!values.wait(until: .now + .seconds(60), orFor: key.descriptor))
    #expect(!values.wait(until: .now + .milliseconds(20)))
    await oracle.reply(Self.answer)
    #expect(values.wait(until: .now + .seconds(60)))
    #expect(values.answer(to: .statuses, in: "dev") == Self.answer)
  }

  @Test("TAB waits a moment for a first answer, and not for one that does not come")
  func completes() async throws {
    let oracle = Oracle()
    let world = try CompanionWorld()
    let values = LiveValues { await oracle.answer(to: $0) }
    let completer = WaitingCompleter(
      Completer(
        table: TestCommands.table, source: SessionCandidates(world.session, values)),
      values, keyboard: Bell().descriptor)
    #expect(completer.completion(of: "reset --status ").candidates.isEmpty)
    try await waitUntil("it is asked") { await oracle.asked.count == 1 }
    await oracle.reply(Self.answer)
    try await waitUntil("nothing is asked") { !values.isBusy }
    #expect(completer.completion(of: "reset --status ").candidates.map(\.text) == ["failed"])
  }

  @Test("Closed, it asks nothing any more")
  func closed() async {
    let values = LiveValues { _ in Self.answer }
    values.close()
    #expect(values.answer(to: .statuses, in: "dev") == nil)
    #expect(!values.isBusy)
  }
}
