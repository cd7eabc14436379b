import Testing

@testable import OpsCore

@Suite("At most one reload a minute")
struct ReloadThrottleTests {
  let scratch: Scratch
  let start = Instant(microsecondsSinceEpoch: 1_800_000_000_000_000)

  init() throws { scratch = try Scratch() }

  private func later(_ seconds: Int64) -> Instant {
    Instant(microsecondsSinceEpoch: start.microsecondsSinceEpoch + seconds * 1_000_000)
  }

  @Test("The second one within the minute is told how long to wait, in any process")
  func remembers() throws {
    let path = scratch.file("reload-dev")
    #expect(try ReloadThrottle(path: path).claim(now: start) == nil)
    #expect(try ReloadThrottle(path: path).claim(now: later(1)) == .seconds(59))
    #expect(try ReloadThrottle(path: path).claim(now: later(59)) == .seconds(1))
    #expect(try ReloadThrottle(path: path).claim(now: later(60)) == nil)
    #expect(try ReloadThrottle(path: path).claim(now: later(61)) == .seconds(59))
    #expect(scratch.mode("reload-dev") == 0o600)
  }

  @Test("A turn that was given back is free again")
  func release() throws {
    let throttle = ReloadThrottle(path: scratch.file("reload-dev"))
    #expect(try throttle.claim(now: start) == nil)
    throttle.release()
    #expect(try throttle.claim(now: start) == nil)
  }

  @Test(
    "A stamp that is no time, or of the future, binds nobody", arguments: ["", "x", "9e9", "\n"])
  func nonsense(_ text: String) throws {
    try scratch.write(text, to: "reload-dev")
    #expect(try ReloadThrottle(path: scratch.file("reload-dev")).claim(now: start) == nil)
    try scratch.write("\(later(3600).microsecondsSinceEpoch)\n", to: "reload-dev")
    #expect(try ReloadThrottle(path: scratch.file("reload-dev")).claim(now: start) == nil)
  }

  @Test("Where nothing can be remembered it says so")
  func unwritable() {
    #expect(throws: OpsError.self) {
      try ReloadThrottle(path: scratch.file("no/such")).claim(now: start)
    }
  }
}
