/// A thread on which a task and its children run, one job after the other.
///
/// The pool of the runtime starts several threads and watches them, which a process that lives for some milliseconds
/// pays for and has no use of.
package final class TaskThread: TaskExecutor {
  private let mailbox = Mailbox()

  /// Starts the thread; nil when the system has none left.
  package init?() {
    let mailbox = mailbox
    guard Threads.detach({ mailbox.serve() }) else { return nil }
  }

  deinit {
    mailbox.close()
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    unsafe mailbox.post(UnownedJob(job), for: asUnownedTaskExecutor())
  }
}
