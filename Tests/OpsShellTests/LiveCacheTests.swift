import LineEditor
import Testing

@testable import OpsCore
@testable import OpsShell

@Suite struct LiveCacheTests {
  private static let now = ContinuousClock.now
  private static let old = LiveAnswer.candidates([Candidate("old")])
  private static let new = LiveAnswer.candidates([Candidate("new")])

  private static func key(_ question: LiveQuestion, in environment: String = "dev")
    -> PlacedQuestion
  {
    PlacedQuestion(environment: environment, question: question)
  }

  private static func count(_ status: String) throws -> LiveQuestion {
    let shape = try #require(CommandShape.of(TestCommands.Clean.self))
    return .count(
      try #require(TypedFilters(in: ["clean", "--status", status], path: 1, of: shape)),
      .deletable)
  }

  @Test("An answer is at hand at once, however old, and is asked for again after a while")
  func staleness() {
    var cache = LiveCache()
    let key = Self.key(.statuses)
    #expect(cache.answer(to: key) == nil)
    #expect(!cache.isFresh(key, at: Self.now))
    let isNew1 = cache.store(Self.old, to: key, ofEpoch: 0, at: Self.now)
    #expect(isNew1)
    #expect(cache.isFresh(key, at: Self.now + .seconds(1)))
    #expect(!cache.isFresh(key, at: Self.now + .seconds(60)))
    #expect(cache.answer(to: key) == Self.old)
    #expect(cache.answer(to: Self.key(.statuses, in: "prod")) == nil)
  }

  @Test("Only what is news is told")
  func news() {
    var cache = LiveCache()
    let key = Self.key(.statuses)
    let isNew2 = cache.store(Self.old, to: key, ofEpoch: 0, at: Self.now)
    #expect(isNew2)
    let isNew3 = cache.store(Self.old, to: key, ofEpoch: 0, at: Self.now)
    #expect(!isNew3)
    let isNew4 = cache.store(Self.new, to: key, ofEpoch: 0, at: Self.now)
    #expect(isNew4)
  }

  @Test("A try that failed leaves the old answer, and is not repeated at the next key")
  func failures() {
    var cache = LiveCache()
    let key = Self.key(.statuses)
    _ = cache.store(Self.old, to: key, ofEpoch: 0, at: Self.now)
    let isNew5 = cache.store(nil, to: key, ofEpoch: 0, at: Self.now + .seconds(9))
    #expect(!isNew5)
    #expect(cache.answer(to: key) == Self.old)
    #expect(cache.isFresh(key, at: Self.now + .seconds(10)))
  }

  @Test("An answer that comes after everything was dropped is dropped as well")
  func late() {
    var cache = LiveCache()
    let key = Self.key(.statuses)
    let asked = cache.epoch
    cache.clear()
    let isNew6 = cache.store(Self.old, to: key, ofEpoch: asked, at: Self.now)
    #expect(!isNew6)
    #expect(cache.answer(to: key) == nil)
  }

  @Test("Answers of the moment do not pile up, and push nothing else out")
  func bounded() {
    var cache = LiveCache()
    _ = cache.store(Self.old, to: Self.key(.statuses), ofEpoch: 0, at: Self.now)
    for number in 0..<100 {
      _ = cache.store(
        Self.new, to: Self.key(.search(.beginning("\(number)"))), ofEpoch: 0,
        at: Self.now + .seconds(number + 1))
    }
    #expect(cache.answer(to: Self.key(.search(.beginning("0")))) == nil)
    #expect(cache.answer(to: Self.key(.search(.beginning("99")))) == Self.new)
    #expect(cache.answer(to: Self.key(.statuses)) == Self.old)
  }

  @Test("Each question waits once, and of those of the moment only the latest, which comes first")
  func queue() throws {
    var queue = LiveQueue()
    for question in [
      .pool, .statuses, .pool, try Self.count("failed"), .search(.beginning("3")),
      try Self.count("staging"), .search(.beginning("3f")),
    ] as [LiveQuestion] {
      queue.add(Self.key(question))
    }
    var taken: [LiveQuestion] = []
    while let key = queue.next() { taken.append(key.question) }
    #expect(taken == [.search(.beginning("3f")), try Self.count("staging"), .statuses, .pool])
  }
}
