internal import Glibc
internal import Postgres
internal import Synchronization

/// A program that was started, until it has ended.
final class ChildProgram: Sendable {
  /// How long it may take to obey one signal before the next one is sent.
  static let grace = Duration.seconds(2)

  /// How a program has ended.
  enum Ending: Equatable {
    case exited(Int32)
    case signalled(Int32)
  }

  /// What a program is started with.
  struct Start {
    var path: String
    var arguments: [String]
    var variables: [String: String]
    /// Descriptors by the number that the program knows them by; all others are closed.
    var descriptors: [(ours: Int32, theirs: Int32)]
    /// Whether ^C reaches it by us only, and with it everything that it has started.
    var hasOwnGroup: Bool
  }

  private let pid: pid_t
  private let hasOwnGroup: Bool
  private let isRunning = Mutex(true)

  /// Starts a program.
  ///
  /// - Throws: `OpsError` when the system does not run it.
  init(_ start: Start) throws(OpsError) {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (ours, theirs) in start.descriptors {
      unsafe posix_spawn_file_actions_adddup2(&actions, ours, theirs)
    }
    Self.keepOthers()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // What this process ignores, or its threads block, is no business of others.
    var all = sigset_t()
    var none = sigset_t()
    unsafe sigfillset(&all)
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    if start.hasOwnGroup { flags |= POSIX_SPAWN_SETPGROUP }
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    let words = [start.path] + start.arguments
    let pairs = start.variables.map { "\($0.key)=\($0.value)" }
    var argv: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = unsafe pairs.map { unsafe strdup($0) } + [nil]
    defer { unsafe (argv + envp).forEach { unsafe free($0) } }
    var pid: pid_t = 0
    var status: Int32
    var attempts = 0
    // Whoever has just written the program may hold it for a moment.
    repeat {
      if attempts > 0 { usleep(10_000) }
      attempts += 1
      status = unsafe posix_spawn(&pid, start.path, &actions, &attributes, &argv, &envp)
    } while status == ETXTBSY && attempts < 20
    guard status == 0 else {
      throw OpsError(
        .failed, "\(Sanitiser.visible(start.path)) cannot be run: \(systemReason(status))",
        hint: status == ENOEXEC || status == ENOENT
          ? "its first line names an interpreter that exists, such as #!/bin/sh" : nil)
    }
    self.pid = pid
    hasOwnGroup = start.hasOwnGroup
  }

  /// Waits for the end; a cancelled task interrupts the program, and insists until it has ended.
  func wait() async -> Ending {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isStarted = Threads.detach { continuation.resume(returning: self.reap()) }
        if !isStarted { continuation.resume(returning: reap()) }
      }
    } onCancel: {
      Task.detached { await self.end() }
    }
  }

  /// Ends the program at once, and everything that it has started.
  func kill() {
    _ = send(SIGKILL)
  }

  /// Whatever this process has open is none of the program's business, whoever forgot to say so.
  private static func keepOthers() {
    for descriptor in (STDERR_FILENO + 1)..<256 {
      let flags = fcntl(descriptor, F_GETFD)
      guard flags >= 0, flags & FD_CLOEXEC == 0 else { continue }
      _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC)
    }
  }

  private func end() async {
    for number in [SIGINT, SIGTERM, SIGKILL] {
      guard send(number) else { return }
      let deadline = ContinuousClock.now + Self.grace
      while ContinuousClock.now < deadline, isRunning.withLock({ $0 }) {
        try? await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  /// Sends a signal; false when the program has ended, and its number may belong to another one.
  private func send(_ number: Int32) -> Bool {
    isRunning.withLock { isRunning in
      guard isRunning else { return false }
      let target = hasOwnGroup ? -pid : pid
      Glibc.kill(target, number)
      // One that was stopped, as for reading from the terminal, hears no signal before it goes on.
      Glibc.kill(target, SIGCONT)
      return true
    }
  }

  private func reap() -> Ending {
    var info = unsafe siginfo_t()
    // The number stays taken until nobody can send a signal to it any more.
    while unsafe waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
    return isRunning.withLock { isRunning in
      isRunning = false
      var status: Int32 = 0
      while unsafe waitpid(pid, &status, 0) < 0 && errno == EINTR {}
      let signal = status & 0x7F
      return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
    }
  }
}
