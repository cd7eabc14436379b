internal import Glibc

/// A process that the tests start, with its standard input held open until this object goes away.
public final class ChildProcess: Sendable {
  /// The process id.
  public let pid: Int32
  private let input: Int32

  /// Starts a program; its output goes to the file.
  public init(_ arguments: [String], outputPath: String) throws {
    var pipes: [Int32] = [-1, -1]
    guard unsafe pipe(&pipes) == 0 else { throw ProcessError("pipe failed") }
    // Another child that inherited the writing end would keep this one from seeing its end.
    for end in pipes { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, pipes[0], 0)
    unsafe posix_spawn_file_actions_addopen(
      &actions, 1, outputPath, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // A group of its own: ^C at the tests must not reach the server before they have let go of it.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // Threads of the Swift runtime block signals, which a shell needs to hear of its children.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
    var child: pid_t = 0
    var words: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    let status = unsafe posix_spawnp(&child, arguments[0], &actions, &attributes, &words, environ)
    close(pipes[0])
    guard status == 0 else {
      close(pipes[1])
      throw ProcessError("cannot start \(arguments[0]): error \(status)")
    }
    pid = child
    input = pipes[1]
  }

  deinit {
    close(input)
  }

  /// Waits for the end and returns the exit status, or 128 plus the signal.
  public func wait() -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }

  /// Runs a program to its end; throws when it fails, with the end of its output.
  public static func run(_ arguments: [String], outputPath: String) throws {
    let status = try ChildProcess(arguments, outputPath: outputPath).wait()
    guard status == 0 else {
      throw ProcessError(
        "\(arguments.joined(separator: " ")) ended with \(status), see \(outputPath)")
    }
  }
}

/// A program could not be started or failed.
public struct ProcessError: Error, CustomStringConvertible {
  /// What happened.
  public let description: String

  /// Makes an error.
  public init(_ description: String) { self.description = description }
}
