import Testing

@testable import OpsCore

@Suite("Cleanup: how much one transaction takes")
struct ChunkControllerTests {
  @Test(
    "Batches are taken until their rows are too many, and one is always taken",
    arguments: [
      (100.0, [9, 9, 9, 9], 4), (100.0, [49, 49, 0, 0], 2), (100.0, [500, 1], 1), (1.0, [0, 0], 1),
      (30.0, [9, 9, 9, 9], 3), (100.0, [], 1),
    ])
  func takes(_ capacity: Double, _ weights: [Int], _ count: Int) {
    #expect(ChunkController(capacity: capacity).count(of: weights) == count)
  }

  @Test("It grows by a fifth at most, and never beyond what fits in the target")
  func grows() {
    var controller = ChunkController(capacity: 1000)
    controller.succeeded(rows: 1000, milliseconds: 10, hasWaiters: false)
    #expect(controller.capacity == 1200)
    // 0.05 ms a row: 5000 rows fit, however long it goes well.
    for _ in 0..<50 {
      let rows = Int(controller.capacity)
      controller.succeeded(rows: rows, milliseconds: rows / 20, hasWaiters: false)
    }
    #expect((4500...5500).contains(controller.capacity))
  }

  @Test("A slow transaction halves the next one, at most")
  func shrinks() {
    var controller = ChunkController(capacity: 8000)
    controller.succeeded(rows: 8000, milliseconds: 4000, hasWaiters: false)
    #expect(controller.capacity == 4000)
    controller.succeeded(rows: 4000, milliseconds: 400, hasWaiters: false)
    #expect(controller.capacity < 4000)
  }

  @Test("Who waits for a transaction makes the next one smaller")
  func yields() {
    var controller = ChunkController(capacity: 8000)
    controller.succeeded(rows: 8000, milliseconds: 250, hasWaiters: true)
    #expect(controller.capacity <= 4800)
  }

  @Test("A transaction that was rolled back halves what was tried, down to one row")
  func fails() {
    var controller = ChunkController(capacity: 8000)
    controller.failed(rows: 40)
    #expect(controller.capacity == 20)
    for _ in 0..<10 { controller.failed(rows: Int(controller.capacity)) }
    #expect(controller.capacity == 1)
    #expect(controller.count(of: [100, 1]) == 1)
  }

  @Test(
    "Parts of a table are joined up to what fits, one at least, and never across tables",
    arguments: [
      (1000, 2), (1499, 2), (1500, 3), (1, 1), (100_000, 3),
    ])
  func joins(_ rows: Int, _ count: Int) throws {
    let parts = [
      CleanupLargeBatch.Part(place: 0, pages: 3..<9, rows: 500),
      .init(place: 0, pages: 12..<14, rows: 500), .init(place: 0, pages: 14..<20, rows: 500),
      .init(place: 1, pages: 0..<2, rows: 500),
    ]
    let joined = try #require(CleanupLargeBatch.joined(parts[...], upTo: rows))
    #expect(joined.count == count)
    #expect(joined.part.rows == 500 * count)
    #expect(joined.part.pages == 3..<parts[count - 1].pages.upperBound)
    #expect(CleanupLargeBatch.joined([], upTo: rows) == nil)
  }

  @Test("A batch is large when it is twice what fits, and never when it is small")
  func large() {
    let controller = ChunkController()
    #expect(!controller.isLarge(8000))
    #expect(controller.isLarge(8001))
    var slow = controller
    for _ in 0..<20 { slow.failed(rows: 10) }
    #expect(!slow.isLarge(8000))
  }
}
