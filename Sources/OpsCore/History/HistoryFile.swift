internal import Glibc

/// The file of the history: opened so that nothing but a file of one's own is read or written.
struct HistoryFile {
  /// How much of the end of the file is looked at; what lies before it is only counted.
  static let window = 16 << 20

  let path: String

  /// How much has been read of which file.
  struct Place: Equatable, Sendable {
    var device: dev_t
    var inode: ino_t
    /// How many bytes, up to a line end.
    var offset: Int
  }

  /// The end of the file.
  struct Tail {
    /// The whole lines of it.
    var lines: [Substring]
    /// How many lines stand before them.
    var skipped: Int
  }

  /// Reads the last lines.
  ///
  /// - Parameters:
  ///   - window: How many bytes at the end are looked at.
  ///   - isCounted: Whether the lines before them are counted.
  /// - Returns: The lines; nil when there is no file yet.
  /// - Throws: `OpsError` when there is a file that is not to be used.
  func tail(_ window: Int, isCounted: Bool = false) throws(OpsError) -> Tail? {
    guard let descriptor = try openForReading() else { return nil }
    defer { close(descriptor) }
    let size = Int(try status(of: descriptor, for: "read").st_size)
    let start = max(0, size - window)
    let bytes = try bytes(from: start, to: size, in: descriptor)
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
    // After the last line end there is nothing, or a line that somebody is writing.
    if lines.last?.isEmpty == true { lines.removeLast() }
    // The window may begin within a line, which counts with those before it.
    if start > 0 { lines = lines.dropFirst() }
    let skipped = isCounted && start > 0 ? 1 + Self.lineEnds(before: start, in: descriptor) : 0
    return Tail(
      lines: lines.map { Substring(decoding: $0, as: UTF8.self) }, skipped: skipped)
  }

  /// Reads the lines that were added behind a place, and moves the place behind them.
  ///
  /// - Parameters:
  ///   - place: What has been read; nil for nothing. In another file than that one nothing counts as new.
  ///   - window: How many bytes at the end are looked at.
  /// - Returns: The lines; one that somebody is writing comes when it is whole.
  /// - Throws: `OpsError` when there is a file that is not to be used.
  func added(behind place: inout Place?, _ window: Int) throws(OpsError) -> [Substring] {
    guard let descriptor = try openForReading() else { return [] }
    defer { close(descriptor) }
    let status = try status(of: descriptor, for: "read")
    let size = Int(status.st_size)
    let known = place
    place = Place(device: status.st_dev, inode: status.st_ino, offset: size)
    if let known {
      guard known.device == status.st_dev, known.inode == status.st_ino, known.offset < size
      else { return [] }
    }
    let start = max(known?.offset ?? 0, size - window)
    var bytes = try bytes(from: start, to: size, in: descriptor)[...]
    // Behind the last line end is a line that somebody is writing.
    let end = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    place?.offset = start + end
    bytes = bytes[..<end]
    var lines = bytes.split(separator: 0x0A)
    let isWhole = start == known?.offset ?? 0
    if !isWhole, !lines.isEmpty { lines.removeFirst() }
    return lines.map { Substring(decoding: $0, as: UTF8.self) }
  }

  private func openForReading() throws(OpsError) -> Int32? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw failure("read", errno)
    }
    return descriptor
  }

  private func bytes(
    from start: Int, to end: Int, in descriptor: Int32
  ) throws(OpsError) -> ArraySlice<UInt8> {
    var bytes = [UInt8](repeating: 0, count: end - start)
    let count = unsafe pread(descriptor, &bytes, bytes.count, off_t(start))
    guard count >= 0 else { throw failure("read", errno) }
    return bytes.prefix(count)
  }

  /// Adds a line at the end, in one piece; a torn line before it stays by itself.
  ///
  /// - Throws: `OpsError` when it could not be written.
  func append(_ line: String) throws(OpsError) {
    let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let descriptor = unsafe open(path, flags, 0o600)
    guard descriptor >= 0 else { throw failure("written", errno) }
    defer { close(descriptor) }
    let size = try status(of: descriptor, for: "written").st_size
    guard fchmod(descriptor, 0o600) == 0 else { throw failure("written", errno) }
    guard lock(descriptor) else {
      throw failure("written", "another session holds it")
    }
    var last: UInt8 = 0x0A
    let end = lseek(descriptor, 0, SEEK_END)
    if size > 0 { _ = unsafe pread(descriptor, &last, 1, end - 1) }
    let bytes = Array(((last == 0x0A ? "" : "\n") + line).utf8)
    let count = unsafe write(descriptor, bytes, bytes.count)
    guard count == bytes.count else {
      throw count < 0 ? failure("written", errno) : failure("written", "the disk is full")
    }
  }

  /// Locks the file; a session that was stopped while it held the lock is not waited for.
  private func lock(_ descriptor: Int32) -> Bool {
    for _ in 0..<50 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      usleep(2000)
    }
    return false
  }

  private func status(of descriptor: Int32, for purpose: String) throws(OpsError) -> stat {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw failure(purpose, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw failure(purpose, "it is no file") }
    guard status.st_uid == geteuid() else { throw failure(purpose, "it is somebody else's") }
    return status
  }

  private static func lineEnds(before end: Int, in descriptor: Int32) -> Int {
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    var offset = 0
    var found = 0
    while offset < end {
      let count = unsafe pread(descriptor, &chunk, min(chunk.count, end - offset), off_t(offset))
      guard count > 0 else { break }
      for byte in chunk.prefix(count) where byte == 0x0A { found += 1 }
      offset += count
    }
    return found
  }

  private func failure(_ purpose: String, _ code: Int32) -> OpsError {
    failure(purpose, code == ELOOP ? "it is a link to another file" : systemReason(code))
  }

  private func failure(_ purpose: String, _ reason: String) -> OpsError {
    OpsError(
      .failed, "the history \(Sanitiser.visible(path)) cannot be \(purpose): \(reason)",
      hint: "lines can be recalled in this session only")
  }
}
