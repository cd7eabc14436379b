internal import Glibc

/// Remembers across processes when an environment's schema cache was last told to reload.
///
/// Each reload reads the whole catalog under a statement timeout; under load, one more makes the outage longer.
public struct ReloadThrottle: Sendable {
  private let path: String
  private let interval: Duration

  /// Makes a throttle that remembers in a file.
  public init(path: String, interval: Duration = .seconds(60)) {
    self.path = path
    self.interval = interval
  }

  /// Takes the turn, or returns how long it is until the next one.
  public func claim(now: Instant = .now) throws(OpsError) -> Duration? {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    // Two shells that ask at the same time get one turn.
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw failure() }
    }
    if let last = Self.read(descriptor) {
      let passed = Duration.microseconds(now.microsecondsSinceEpoch - last)
      // A stamp from the future is of another clock and binds nobody.
      if passed >= .zero, passed < interval { return interval - passed }
    }
    guard Self.write(now.microsecondsSinceEpoch, to: descriptor) else { throw failure() }
    return nil
  }

  /// Gives the turn back, because nothing was sent.
  public func release() {
    _ = unsafe unlink(path)
  }

  private static func read(_ descriptor: Int32) -> Int64? {
    var buffer = [UInt8](repeating: 0, count: 32)
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, $0.count, 0)
    }
    guard count > 0 else { return nil }
    return Int64(String(decoding: buffer.prefix(count).prefix { $0 != 0x0A }, as: UTF8.self))
  }

  private static func write(_ stamp: Int64, to descriptor: Int32) -> Bool {
    let text = Array("\(stamp)\n".utf8)
    let count = unsafe text.withUnsafeBytes {
      unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0)
    }
    return count == text.count && ftruncate(descriptor, off_t(count)) == 0
  }

  private func failure() -> OpsError {
    let text = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
    return OpsError(
      .failed, "cannot remember the time of the reload: \(text.lowercased())",
      hint: "check \(Sanitiser.visible(path))", code: "state_not_writable")
  }
}
