internal import Glibc
internal import Synchronization

/// A place that takes text.
public protocol TextSink: Sendable {
  /// Writes all of a text.
  ///
  /// - Throws: ``SinkError``.
  func write(_ text: String) throws(SinkError)
}

/// Why a text could not be written.
public enum SinkError: Error, Sendable, Equatable {
  /// Nobody reads any more, as behind `| head`: no fault of anybody.
  case readerGone
  /// The device refuses, with the system's error number.
  case failed(Int32)

  /// What happened, in words.
  public var message: String {
    switch self {
    case .readerGone: "nobody reads the output any more"
    case .failed(let number):
      "cannot write the output: "
        + (unsafe strerror(number).map { unsafe String(cString: $0).lowercased() }
          ?? "error \(number)")
    }
  }
}

/// A file descriptor of this process.
public struct DescriptorSink: TextSink {
  private let descriptor: Int32

  /// Makes a sink.
  public init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Standard output.
  public static let standardOutput = DescriptorSink(STDOUT_FILENO)
  /// Standard error.
  public static let standardError = DescriptorSink(STDERR_FILENO)

  /// Whether it is a pipe that nobody reads any more.
  var isReaderGone: Bool {
    var polled = pollfd(fd: descriptor, events: 0, revents: 0)
    return unsafe poll(&polled, 1, 0) > 0 && polled.revents & Int16(POLLERR) != 0
  }

  /// Writes all of a text, whatever the pieces that the system takes.
  public func write(_ text: String) throws(SinkError) {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress?.advanced(by: start), $0.count - start)
      }
      if count >= 0 {
        start += count
      } else if errno == EPIPE {
        throw .readerGone
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&waiting, 1, 1000)
      } else if errno != EINTR {
        throw .failed(errno)
      }
    }
  }
}

/// Keeps what is written, for tests and for what is shown later.
public final class MemorySink: TextSink {
  private let kept = Mutex("")

  /// Makes an empty sink.
  public init() {}

  /// What was written so far.
  public var text: String { kept.withLock { $0 } }

  /// Keeps a text.
  public func write(_ text: String) throws(SinkError) {
    kept.withLock { $0 += text }
  }
}
