internal import Glibc

/// The open file of the journal; closing it gives its lock back.
struct JournalFile: ~Copyable {
  /// Why the file cannot be used: the system's error number.
  struct Failure: Error {
    let errno: Int32
  }

  private let descriptor: Int32
  private static let lockTimeout = Duration.seconds(10)
  private static let chunk = 1 << 18

  /// Opens the file for its next line, alone: another process that wants to write or to look waits.
  static func forAppending(_ path: String) throws(Failure) -> JournalFile {
    let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC
    let file = JournalFile(descriptor: unsafe open(path, flags, 0o600))
    guard file.descriptor >= 0 else { throw Failure(errno: errno) }
    file.keepToOwner()
    try file.lock(LOCK_EX)
    return file
  }

  /// The mask of the process must not widen or narrow the file; a device behind a link is everybody's.
  private func keepToOwner() {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid()
    else { return }
    _ = fchmod(descriptor, 0o600)
  }

  /// Opens the file to look at it; nil when there is none.
  static func forReading(_ path: String) throws(Failure) -> JournalFile? {
    let file = JournalFile(descriptor: unsafe open(path, O_RDONLY | O_CLOEXEC))
    if file.descriptor < 0, errno == ENOENT { return nil }
    guard file.descriptor >= 0 else { throw Failure(errno: errno) }
    try file.lock(LOCK_SH)
    return file
  }

  private init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Lets others write; what is in the file already stays as it is.
  func unlock() {
    flock(descriptor, LOCK_UN)
  }

  /// The bytes in the file.
  func size() throws(Failure) -> Int {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Failure(errno: errno) }
    return Int(status.st_size)
  }

  /// Adds bytes and brings them to disk; after a failure the file is as it was, where that can be had.
  func append(_ bytes: [UInt8]) throws(Failure) {
    let size = try size()
    var code: Int32 = 0
    var done = 0
    while done < bytes.count, code == 0 {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe write(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done)
      }
      if count >= 0 { done += count } else if errno != EINTR { code = errno }
    }
    if code == 0, fsync(descriptor) != 0 { code = errno }
    guard code != 0 else { return }
    _ = ftruncate(descriptor, off_t(size))
    throw Failure(errno: code)
  }

  /// Reads a range of bytes; fewer when the file ends before.
  func read(_ range: Range<Int>) throws(Failure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeMutableBytes {
        unsafe pread(
          descriptor, $0.baseAddress?.advanced(by: done), $0.count - done,
          off_t(range.lowerBound + done))
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Failure(errno: errno) }
      if count == 0 { break }
      done += count
    }
    bytes.removeLast(bytes.count - done)
    return bytes
  }

  /// Hands out line by line what stands in front of a position, holding one line and one chunk at a time.
  ///
  /// - Parameters:
  ///   - size: Where to stop.
  ///   - body: Takes a line without its end, and whether it has one; returns false when it has seen enough.
  /// - Throws: ``Failure`` when the system cannot read on.
  func forEachLine(
    upTo size: Int, _ body: (_ line: [UInt8], _ isTerminated: Bool) -> Bool
  ) throws(Failure) {
    var line: [UInt8] = []
    var position = 0
    while position < size {
      let bytes = try read(position..<min(size, position + Self.chunk))
      guard !bytes.isEmpty else { break }
      position += bytes.count
      var rest = bytes[...]
      while let end = rest.firstIndex(of: 0x0A) {
        line += rest[..<end]
        guard body(line, true) else { return }
        line.removeAll(keepingCapacity: true)
        rest = rest[(end + 1)...]
      }
      line += rest
    }
    if !line.isEmpty { _ = body(line, false) }
  }

  private func lock(_ kind: Int32) throws(Failure) {
    let deadline = ContinuousClock.now + Self.lockTimeout
    while flock(descriptor, kind | LOCK_NB) != 0 {
      let code = errno
      guard code == EINTR || code == EWOULDBLOCK, ContinuousClock.now < deadline else {
        throw Failure(errno: code)
      }
      usleep(2000)
    }
  }
}
