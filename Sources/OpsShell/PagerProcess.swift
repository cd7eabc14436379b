internal import Children
internal import Glibc
internal import OpsCore

/// The pager while it runs: it reads what it is given on its standard input, and has the terminal otherwise.
final class PagerProcess: Sendable {
  private let child: Child
  private let input: Int32

  /// Starts a program that is found on PATH.
  ///
  /// - Throws: `StartFailure` when the system does not run it.
  init(_ words: [String], _ environment: [String: String]) throws(StartFailure) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw StartFailure(errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    do {
      child = try Child(
        ChildStart(words, variables: environment, descriptors: [(ends[0], STDIN_FILENO)]))
    } catch {
      close(ends[1])
      throw error
    }
    input = ends[1]
  }

  /// Gives the program a text, as far as it reads it, and waits for its end.
  func finish(giving text: String) -> Child.Ending {
    // A reader that has seen enough does not read the rest.
    try? DescriptorSink(input).write(text)
    close(input)
    return child.wait()
  }

  /// Asks the program to end.
  func terminate() {
    child.send(SIGTERM)
  }
}
