internal import Glibc

/// Waits for descriptors in poll(2).
package enum Waiting {
  package enum Outcome {
    case ready, woken, expired
  }

  /// Waits until the socket is ready, one of the wakeups is raised, or the deadline passes.
  package static func wait(
    socket: Int32, writing: Bool = false, wakeups: [Wakeup] = [],
    until deadline: ContinuousClock.Instant? = nil
  ) -> Outcome {
    var descriptors = [
      pollfd(fd: socket, events: Int16(writing ? POLLOUT : POLLIN), revents: 0)
    ]
    for wakeup in wakeups {
      descriptors.append(pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0))
    }
    while true {
      var milliseconds: Int32 = -1
      if let deadline {
        let left = deadline - .now
        guard left > .zero else { return .expired }
        milliseconds = Int32(clamping: left.milliseconds)
      }
      let count = unsafe poll(&descriptors, nfds_t(descriptors.count), milliseconds)
      if count < 0 && errno != EINTR { return .ready }
      guard count > 0 else { continue }
      if descriptors.dropFirst().contains(where: { $0.revents != 0 }) { return .woken }
      if descriptors[0].revents != 0 { return .ready }
    }
  }

  /// Says whether the other side has closed an idle socket.
  static func isHungUp(_ socket: Int32) -> Bool {
    var descriptor = pollfd(fd: socket, events: Int16(0x2000 /* POLLRDHUP */), revents: 0)
    guard unsafe poll(&descriptor, 1, 0) > 0 else { return false }
    return descriptor.revents != 0
  }
}
