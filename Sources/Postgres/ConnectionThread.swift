internal import CLibPQ
internal import Glibc

/// A thread of one connection, on which all its libpq calls run.
///
/// libpq blocks; a blocked thread of the cooperative pool would stop unrelated tasks.
final class ConnectionThread: SerialExecutor {
  private let mailbox = Mailbox()

  init() throws(PostgresError) {
    let mailbox = mailbox
    guard Threads.detach({ mailbox.serve() }) else {
      throw PostgresError(.connectionFailed, "the system has no thread left for a connection")
    }
  }

  deinit {
    mailbox.close()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    unsafe mailbox.post(UnownedJob(job), for: asUnownedSerialExecutor())
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    unsafe UnownedSerialExecutor(ordinary: self)
  }
}

/// Starts threads that nobody waits for.
package enum Threads {
  /// Lets all threads from now on share one heap.
  package static func shareHeap() { clibpq_share_heap() }

  private final class Start {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Runs the body on a new thread; false when the system refuses one.
  package static func detach(_ body: @escaping @Sendable () -> Void) -> Bool {
    let start = unsafe Unmanaged.passRetained(Start(body))
    var thread = pthread_t()
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let status = unsafe pthread_create(
      &thread, &attributes,
      { argument in
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, start.toOpaque())
    unsafe pthread_attr_destroy(&attributes)
    if status != 0 { unsafe start.release() }
    return status == 0
  }
}
