import Glibc
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
}
