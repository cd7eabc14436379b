internal import Foundation

/// The mark by which `scripts/sandbox` knows a daemon: a file that it keeps locked as long as it lives.
final class Daemon: Sendable {
  private let descriptor: Int32
  private let path: String

  /// Takes the mark; throws when another one has it.
  init(_ name: String, in home: Home) async throws {
    path = home.file("\(name).pid")
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SandboxError("cannot open \(path)") }
    // Somebody who looks whether a daemon lives takes the lock for a moment.
    for _ in 0..<40 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw SandboxError("\(name) is at work already")
  }

  /// Says that the daemon does its work from now on.
  func ready() throws {
    ftruncate(descriptor, 0)
    let text = "\(getpid())\nready\n"
    let written = unsafe text.utf8CString.withUnsafeBytes { bytes in
      unsafe pwrite(descriptor, bytes.baseAddress, text.utf8.count, 0)
    }
    guard written == text.utf8.count else { throw SandboxError("cannot write \(path)") }
  }

  /// Runs work until it ends or the process is asked to stop, which cancels it.
  static func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
    let task = Task { try await work() }
    let sources = [SIGTERM, SIGINT, SIGHUP].map { number in
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { task.cancel() }
      source.resume()
      return source
    }
    defer { for source in sources { source.cancel() } }
    do {
      try await task.value
    } catch {
      guard task.isCancelled else { throw error }
    }
  }
}

/// Something in the sandbox does not work.
struct SandboxError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
