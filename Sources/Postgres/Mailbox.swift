internal import Glibc

/// The jobs that wait for a thread.
@safe final class Mailbox: @unchecked Sendable {
  @safe private enum Post {
    case serial(UnownedJob, UnownedSerialExecutor)
    case task(UnownedJob, UnownedTaskExecutor)
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
    unsafe post(.serial(job, executor))
  }

  func post(_ job: UnownedJob, for executor: UnownedTaskExecutor) {
    unsafe post(.task(job, executor))
  }

  private func post(_ post: Post) {
    unsafe pthread_mutex_lock(lock)
    posts.append(post)
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
      switch post {
      case .serial(let job, let executor): unsafe job.runSynchronously(on: executor)
      case .task(let job, let executor): unsafe job.runSynchronously(on: executor)
      }
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
