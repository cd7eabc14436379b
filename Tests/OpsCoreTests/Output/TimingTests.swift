import Testing

@testable import OpsCore

@Suite struct TimingTests {
  @Test(
    "How long a command took is told in milliseconds, and as a clock when it took longer",
    arguments: [
      (Duration.microseconds(12), "time: 0.0 ms"), (.microseconds(12_340), "time: 12.3 ms"),
      (.milliseconds(999), "time: 999.0 ms"), (.milliseconds(1234), "time: 1234.0 ms (00:01)"),
      (.seconds(75), "time: 75000.0 ms (01:15)"), (.seconds(3725), "time: 3725000.0 ms (01:02:05)"),
    ])
  func timing(duration: Duration, text: String) {
    #expect(HumanTime.timing(duration) == text)
  }
}
