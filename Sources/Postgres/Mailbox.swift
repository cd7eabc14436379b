internal import Glibc

/// The jobs that wait for a connection's thread.
@safe final class Mailbox: @unchecked Sendable {
  @safe private struct Post {
    let job: UnownedJob
    let executor: UnownedSerialExecutor
  }

  // The lock and the condition stand on the heap because pthreads need stable addresses.
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let filled = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var posts: [Post] = []
  private var isClosed = false

  init() {
    unsafe lock.initialize(to: pthread_mutex_t())
    unsafe filled.initialize(to: pthread_cond_t())
    unsafe pthread_mutex_init(lock, nil)
    unsafe pthread_cond_init(filled, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(filled)
    unsafe pthread_mutex_destroy(lock)
    unsafe filled.deallocate()
    unsafe lock.deallocate()
  }

  func post(_ job: UnownedJob, for executor: UnownedSerialExecutor) {
    unsafe pthread_mutex_lock(lock)
    unsafe posts.append(Post(job: job, executor: executor))
    unsafe pthread_cond_signal(filled)
    unsafe pthread_mutex_unlock(lock)
  }

  /// Lets the thread end when it has done all jobs.
  func close() {
    unsafe pthread_mutex_lock(lock)
    isClosed = true
    unsafe pthread_cond_signal(filled)
    unsafe pthread_mutex_unlock(lock)
  }

  /// Runs jobs until the mailbox is closed.
  func serve() {
    while let post = next() {
      unsafe post.job.runSynchronously(on: post.executor)
    }
  }

  private func next() -> Post? {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    while posts.isEmpty {
      if isClosed { return nil }
      unsafe pthread_cond_wait(filled, lock)
    }
    return posts.removeFirst()
  }
}
