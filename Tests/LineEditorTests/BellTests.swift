import Testing

@testable import LineEditor

@Suite struct BellTests {
  @Test("A bell ends a wait once it rings, and is silent after it was heard")
  func rings() {
    let bell = Bell()
    #expect(Bell.wait(for: [bell.descriptor], until: .now) == nil)
    bell.ring()
    #expect(Bell.wait(for: [-1, bell.descriptor]) == 1)
    #expect(bell.take() == [1])
    #expect(Bell.wait(for: [bell.descriptor], until: .now) == nil)
    #expect(bell.take().isEmpty)
  }

  @Test("Ringing never blocks, however often")
  func full() {
    let bell = Bell()
    for _ in 0..<100_000 { bell.ring() }
    #expect(Bell.wait(for: [bell.descriptor], until: .now) == 0)
  }
}
