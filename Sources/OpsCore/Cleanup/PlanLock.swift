internal import Glibc

/// The right to work on a plan; the system takes it back when the process ends, however it does.
struct PlanLock: ~Copyable {
  private let descriptor: Int32

  /// Whoever only looks has the right for a moment.
  private static let lookTries = 20
  private static let lookPause: UInt32 = 5000

  /// Takes the right; nil when another process has it.
  ///
  /// - Throws: `OpsError` with exit status 78 when the folder cannot be used.
  static func take(_ folder: StateFolder) throws(OpsError) -> PlanLock? {
    let path = try folder.file("lock")
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw OpsError(
        .configuration, "cannot lock \(Sanitiser.visible(path)): \(systemReason(errno))",
        hint: "check the state folder", code: "state_not_writable")
    }
    let lock = PlanLock(descriptor: descriptor)
    for _ in 0..<lookTries {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return lock }
      usleep(lookPause)
    }
    return nil
  }

  /// Waits a moment for the process that has it: one that was killed lets go only when its last write is on disk.
  static func waitUntilFree(_ folder: StateFolder) async throws {
    for _ in 0..<waits where isHeld(folder) { try await Task.sleep(for: .milliseconds(100)) }
  }

  private static let waits = 50

  /// Whether some process has it.
  static func isHeld(_ folder: StateFolder) -> Bool {
    let descriptor = unsafe open(folder.location(of: "lock"), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0
  }

  private init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}
