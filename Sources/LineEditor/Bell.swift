internal import Glibc

/// A descriptor that becomes readable when somebody rings, to end a wait in poll(2).
public final class Bell: Sendable {
  /// The descriptor to wait for, or -1 when the process has none left; poll(2) then passes over it.
  public let descriptor: Int32
  let writing: Int32

  /// Makes a bell that does not ring.
  public init() {
    var ends: [Int32] = [-1, -1]
    if unsafe pipe(&ends) == 0 {
      for end in ends {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
      }
    }
    descriptor = ends[0]
    writing = ends[1]
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if writing >= 0 { close(writing) }
  }

  /// Rings.
  public func ring() {
    Self.write(1, to: writing)
  }

  /// Returns what was written since the last call, and makes the bell silent.
  func take() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = unsafe read(descriptor, &bytes, bytes.count)
    return count > 0 ? Array(bytes.prefix(count)) : []
  }

  /// Writes a byte without waiting; safe in a signal handler.
  static func write(_ byte: UInt8, to descriptor: Int32) {
    var byte = byte
    _ = unsafe Glibc.write(descriptor, &byte, 1)
  }

  /// Waits until one of the descriptors can be read or is closed.
  ///
  /// - Parameters:
  ///   - descriptors: What is waited for; -1 is passed over.
  ///   - deadline: When to give up; nil waits for ever.
  /// - Returns: The index of the first that is ready; nil when the deadline has passed.
  public static func wait(
    for descriptors: [Int32], until deadline: ContinuousClock.Instant? = nil
  ) -> Int? {
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while true {
      var milliseconds: Int32 = -1
      if let deadline {
        let (seconds, attoseconds) = (deadline - .now).components
        let left = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        milliseconds = Int32(clamping: max(0, left))
      }
      let count = unsafe poll(&polled, nfds_t(polled.count), milliseconds)
      if count > 0 { return polled.firstIndex { $0.revents != 0 } }
      if count == 0 { return nil }
      // A signal that matters has rung one of the bells.
      guard errno == EINTR else { return nil }
    }
  }
}
