internal import Glibc

/// Keeps two purges from working on one outbox at a time; it ends with the object, or with the process.
final class PurgeLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock without waiting.
  ///
  /// - Throws: `OpsError` with exit status 4 while another process has it.
  init(_ state: StateFolder) throws(OpsError) {
    let path = try state.file("outbox.purge.lock")
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw OpsError(
        .configuration, "cannot lock \(Sanitiser.visible(path)): \(systemReason(errno))",
        hint: "see to it that you may write there, or set DFOPS_STATE_DIR to another folder",
        code: "state_not_writable")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw OpsError(
        .refused, "another process is deleting what is due; what is not done stays in the outbox",
        hint: "storage purge, when that one has ended")
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
