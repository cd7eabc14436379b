internal import Glibc

/// The descriptors that are made for one program.
struct ProgramDescriptors {
  private var readers: [Int32] = []
  private var writers: [Int32] = []

  /// Opens what holds nothing, and forgets everything when it may be written to.
  mutating func null(writing: Bool = false) throws(OpsError) -> Int32 {
    let descriptor = unsafe open("/dev/null", (writing ? O_RDWR : O_RDONLY) | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure() }
    readers.append(descriptor)
    return descriptor
  }

  mutating func pipe() throws(OpsError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe Glibc.pipe(&ends) == 0 else { throw Self.failure() }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    readers.append(ends[0])
    writers.append(ends[1])
    return (ends[0], ends[1])
  }

  /// Makes a pipe that holds a text, which must fit into it, and then ends.
  mutating func pipe(holding text: String) throws(OpsError) -> Int32 {
    let (reader, writer) = try pipe()
    let bytes = Array((text + "\n").utf8)
    _ = fcntl(writer, F_SETFL, O_NONBLOCK)
    guard unsafe write(writer, bytes, bytes.count) == bytes.count else {
      throw OpsError(
        .failed, "the connection string does not fit into a pipe",
        hint: "readonly_dsn can name a service of pg_service.conf instead")
    }
    return reader
  }

  mutating func closeWriters() {
    for descriptor in writers { Glibc.close(descriptor) }
    writers = []
  }

  mutating func close() {
    closeWriters()
    for descriptor in readers { Glibc.close(descriptor) }
    readers = []
  }

  private static func failure() -> OpsError {
    OpsError(
      .failed, "the system gives no more files: \(systemReason(errno))",
      hint: "ulimit -n tells how many this process may have open")
  }
}
