internal import Glibc

/// What a program is started with.
public struct ChildStart: Sendable {
  /// Its name and its arguments; a name without a slash is looked for on PATH.
  public var words: [String]
  /// Its variables; nil for those of this process.
  public var variables: [String: String]?
  /// Descriptors by the number that the program knows them by; beside the standard ones it gets no others.
  public var descriptors: [(ours: Int32, theirs: Int32)]
  /// Whether keys of the terminal reach it by us only, and signals with it everything that it has started.
  public var hasOwnGroup: Bool

  /// Whoever has just written a program may hold it for a moment.
  private static let attempts = 20
  private static let pause: UInt32 = 10_000

  /// Describes a start.
  public init(
    _ words: [String], variables: [String: String]? = nil,
    descriptors: [(ours: Int32, theirs: Int32)] = [], hasOwnGroup: Bool = false
  ) {
    self.words = words
    self.variables = variables
    self.descriptors = descriptors
    self.hasOwnGroup = hasOwnGroup
  }

  /// Runs the program and returns its number.
  func spawn() throws(StartFailure) -> pid_t {
    Self.keepOthers()
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (ours, theirs) in descriptors {
      unsafe posix_spawn_file_actions_adddup2(&actions, ours, theirs)
    }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    setSignals(&attributes)
    var arguments = unsafe Self.copies(words)
    var pairs = unsafe Self.copies((variables ?? [:]).map { "\($0.key)=\($0.value)" })
    defer { unsafe (arguments + pairs).forEach { unsafe free($0) } }
    var pid: pid_t = 0
    var status: Int32
    var attempt = 0
    repeat {
      if attempt > 0 { usleep(Self.pause) }
      attempt += 1
      status =
        unsafe variables == nil
        ? posix_spawnp(&pid, words[0], &actions, &attributes, &arguments, environ)
        : posix_spawnp(&pid, words[0], &actions, &attributes, &arguments, &pairs)
    } while status == ETXTBSY && attempt < Self.attempts
    guard status == 0 else { throw StartFailure(status) }
    return pid
  }

  /// What this process ignores itself, or its threads block, is no business of others; what its parent ignores, as under
  /// nohup, stays ignored.
  private func setSignals(_ attributes: inout posix_spawnattr_t) {
    var ignored = sigset_t()
    unsafe sigemptyset(&ignored)
    for number in [SIGPIPE, SIGXFSZ] { unsafe sigaddset(&ignored, number) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &ignored)
    var blocked = sigset_t()
    unsafe sigemptyset(&blocked)
    unsafe posix_spawnattr_setsigmask(&attributes, &blocked)
    var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    if hasOwnGroup { flags |= POSIX_SPAWN_SETPGROUP }
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  /// Whatever this process has open is none of the program's business, whoever forgot to say so.
  private static func keepOthers() {
    for descriptor in (STDERR_FILENO + 1)..<256 {
      let flags = fcntl(descriptor, F_GETFD)
      guard flags >= 0, flags & FD_CLOEXEC == 0 else { continue }
      _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC)
    }
  }

  private static func copies(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    unsafe texts.map { unsafe strdup($0) } + [nil]
  }
}

/// Why the system does not run a program.
public struct StartFailure: Error, Sendable, Equatable {
  /// The system's error number.
  public let code: Int32

  /// Makes a failure of an error number, such as `ENOENT` for a program that does not exist.
  public init(_ code: Int32) {
    self.code = code
  }

  /// What it means, in the system's words.
  public var reason: String {
    unsafe strerror(code).map { unsafe String(cString: $0).lowercased() } ?? "error \(code)"
  }
}
