import Glibc
import TestSupport
import Testing

/// One test, run once more in a process of its own, whose environment differs.
///
/// Not an exit test: those hang where another test has left a process of which nobody takes the exit status.
struct OtherProcess {
  private let child: ChildProcess
  private let scratch: Scratch

  /// Starts the test whose name matches.
  init(_ filter: String, _ environment: [String]) throws {
    scratch = try Scratch()
    child = try ChildProcess(
      ["/usr/bin/env"] + environment
        + ["/proc/\(getpid())/exe", "--testing-library", "swift-testing", "--filter", filter],
      outputPath: scratch.file("log"))
  }

  /// Waits for the end and expects that the test has passed.
  func finish() throws {
    let status = child.wait()
    let output = try scratch.text("log")
    // A filter that matches nothing must not pass for a success.
    #expect(status == 0 && output.contains("Test run with 1 test "), "\(output.suffix(2000))")
  }

  /// Returns a variable of the environment; nil when it is not set.
  static func variable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
