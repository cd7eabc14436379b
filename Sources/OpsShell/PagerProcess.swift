internal import Glibc
internal import OpsCore
internal import Synchronization

/// The pager while it runs: it reads what it is given on its standard input, and has the terminal otherwise.
final class PagerProcess: Sendable {
  /// How a program ended.
  enum End: Sendable, Equatable {
    case exited(Int32)
    case killed(Int32)
  }

  private let id: pid_t
  private let input: Int32
  private let isRunning = Mutex(true)

  /// Starts a program that is found on PATH.
  ///
  /// - Throws: The system's error, such as `ENOENT` for a program that does not exist.
  init(_ words: [String], _ environment: [String: String]) throws(Errno) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw Errno(errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    var id: pid_t = 0
    let status = Self.spawn(words, environment, input: ends[0], &id)
    guard status == 0 else {
      close(ends[1])
      throw Errno(status)
    }
    self.id = id
    input = ends[1]
  }

  /// Gives the program a text, as far as it reads it, and waits for its end.
  func finish(giving text: String) -> End {
    // A reader that has seen enough does not read the rest.
    try? DescriptorSink(input).write(text)
    close(input)
    var info = unsafe siginfo_t()
    // The number stays taken until nobody can send a signal to it any more.
    while unsafe waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
    return isRunning.withLock { isRunning in
      isRunning = false
      var status: Int32 = 0
      while unsafe waitpid(id, &status, 0) < 0 && errno == EINTR {}
      let signal = status & 0x7F
      return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal)
    }
  }

  /// Asks the program to end.
  func terminate() {
    isRunning.withLock { isRunning in
      guard isRunning else { return }
      kill(id, SIGTERM)
      // One that is stopped hears nothing before it goes on.
      kill(id, SIGCONT)
    }
  }

  private static func spawn(
    _ words: [String], _ environment: [String: String], input: Int32, _ id: inout pid_t
  ) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // What this process ignores or blocks is no business of another.
    var ignored = sigset_t()
    unsafe sigemptyset(&ignored)
    for number in [SIGPIPE, SIGXFSZ] { unsafe sigaddset(&ignored, number) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &ignored)
    var blocked = sigset_t()
    unsafe sigemptyset(&blocked)
    unsafe posix_spawnattr_setsigmask(&attributes, &blocked)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    let pairs = environment.map { "\($0.key)=\($0.value)" }
    var arguments: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = unsafe pairs.map { unsafe strdup($0) } + [nil]
    defer { unsafe (arguments + variables).forEach { unsafe free($0) } }
    return unsafe posix_spawnp(&id, words[0], &actions, &attributes, &arguments, &variables)
  }
}

/// An error number of the system.
struct Errno: Error, Equatable {
  let rawValue: Int32

  init(_ rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// What it means, in the system's words.
  var message: String {
    unsafe strerror(rawValue).map { unsafe String(cString: $0).lowercased() } ?? "error \(rawValue)"
  }
}
