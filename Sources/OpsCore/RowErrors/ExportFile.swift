internal import Crypto
internal import Glibc
internal import Gzip
internal import Postgres
internal import Synchronization

/// The bytes of an export on their way to the target.
///
/// A file has no name until it is complete and on disk, where the file system can do that: whatever ends this process
/// before, nothing is left behind, and an older file stays as it was. Elsewhere it has a name of its own, which
/// vanishes with this object.
final class ExportFile: Sendable {
  /// The reader at the other end of standard output has gone, which is no failure.
  struct ReaderGone: Error {}

  let target: ExportTarget
  private let state: Mutex<State>
  /// Small enough that the server, whose next rows wait in the socket meanwhile, never stands still for a write.
  private static let bufferSize = 1 << 16

  /// Opens the target, for bytes as they are or compressed.
  ///
  /// - Parameters:
  ///   - target: Where the bytes go.
  ///   - gzip: Whether they are compressed.
  ///   - opened: A device that is open already.
  /// - Throws: `OpsError` when it cannot be opened.
  init(
    _ target: ExportTarget, gzip: Bool = false, opened: Int32? = nil
  ) throws(OpsError) {
    self.target = target
    var state = State()
    if gzip { state.encoder = GzipEncoder() }
    switch target {
    case .standardOutput:
      state.descriptor = STDOUT_FILENO
    case .device(let path):
      var device = opened
      if device == nil { device = try Self.openDevice(path) }
      guard let descriptor = device else {
        throw RowErrorFailure.target(path, "nobody reads this pipe")
      }
      state.descriptor = descriptor
    case .file(let path, let folder):
      let unnamed = unsafe Glibc.open(folder, O_WRONLY | O_CLOEXEC | Self.unnamed, 0o600)
      if unnamed >= 0, unsafe access(Self.descriptorPath(unnamed), F_OK) == 0 {
        state.descriptor = unnamed
      } else {
        if unnamed >= 0 { close(unnamed) }
        let name = Self.temporaryName(in: folder)
        state.descriptor = try Self.open(name, O_WRONLY | O_CREAT | O_EXCL, for: path)
        state.temporary = name
      }
      // The mask of the process must not widen or narrow it.
      _ = fchmod(state.descriptor, 0o600)
    }
    state.buffer.reserveCapacity(Self.bufferSize)
    self.state = Mutex(state)
  }

  /// Opens the target; a pipe that nobody reads is waited for.
  ///
  /// - Parameters:
  ///   - target: Where the bytes go.
  ///   - gzip: Whether they are compressed.
  ///   - onWait: Says that a reader is waited for.
  /// - Returns: The file.
  /// - Throws: `OpsError`; `CancellationError` when the wait is given up.
  static func open(
    _ target: ExportTarget, gzip: Bool = false, onWait: () -> Void
  ) async throws -> ExportFile {
    guard case .device(let path) = target else { return try ExportFile(target, gzip: gzip) }
    var isWaiting = false
    while true {
      if let opened = try openDevice(path) {
        return try ExportFile(target, gzip: gzip, opened: opened)
      }
      if !isWaiting { onWait() }
      isWaiting = true
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  deinit {
    state.withLock { state in
      if let temporary = state.temporary { unsafe unlink(temporary) }
      if state.descriptor > STDERR_FILENO { close(state.descriptor) }
    }
  }

  /// Adds what the body adds to the buffer.
  func append(_ body: (inout [UInt8]) throws -> Void) throws {
    try state.withLock { state in
      try body(&state.buffer)
      if state.buffer.count >= Self.bufferSize { try flush(&state) }
    }
  }

  /// Brings everything to disk and under its name, and returns the SHA-256 of the bytes in hexadecimal.
  func finish() throws -> String {
    try state.withLock { state in
      try flush(&state, isLast: true)
      if case .file(let path, let folder) = target {
        try publish(&state, path: path, folder: folder)
      }
      return Self.hexadecimal(state.hash.finalize())
    }
  }

  /// Writes what is buffered; after a failure there is no way but out.
  private func flush(_ state: inout State, isLast: Bool = false) throws {
    compress(&state, isLast: isLast)
    let descriptor = state.descriptor
    let code: Int32 = unsafe state.buffer.withUnsafeBytes { bytes in
      unsafe state.hash.update(bufferPointer: bytes)
      var done = 0
      while done < bytes.count {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
        let count = unsafe write(descriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        if count < 0, errno == EAGAIN, !Task.isCancelled {
          _ = Waiting.wait(
            socket: descriptor, writing: true, until: .now + .milliseconds(100))
          continue
        }
        if count < 0 { return errno == EAGAIN ? EINTR : errno }
        done += count
      }
      return 0
    }
    state.buffer.removeAll(keepingCapacity: true)
    if code != 0 { state.failure = code }
    switch state.failure {
    case nil: return
    case EPIPE: throw ReaderGone()
    case EINTR: throw CancellationError()
    case .some(let code): throw RowErrorFailure.target(target.path, errno: code)
    }
  }

  private func compress(_ state: inout State, isLast: Bool) {
    guard let encoder = state.encoder else { return }
    var compressed: [UInt8] = []
    unsafe state.buffer.withUnsafeBytes { unsafe encoder.append($0, to: &compressed) }
    if isLast { encoder.finish(into: &compressed) }
    state.buffer = compressed
  }

  private func publish(
    _ state: inout State, path: String, folder: String
  ) throws(OpsError) {
    guard fsync(state.descriptor) == 0 else {
      throw RowErrorFailure.target(path, errno: errno)
    }
    let named: String
    if let temporary = state.temporary {
      named = temporary
    } else {
      named = Self.temporaryName(in: folder)
      let source = Self.descriptorPath(state.descriptor)
      guard unsafe linkat(AT_FDCWD, source, AT_FDCWD, named, AT_SYMLINK_FOLLOW) == 0 else {
        throw RowErrorFailure.target(path, errno: errno)
      }
      state.temporary = named
    }
    guard unsafe rename(named, path) == 0 else { throw RowErrorFailure.target(path, errno: errno) }
    state.temporary = nil
    // Only the folder's own fsync makes the new name outlive a power failure; not every file system has it.
    let descriptor = unsafe Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

extension ExportFile {
  private struct State {
    var descriptor: Int32 = -1
    /// The name that the file has for the time being.
    var temporary: String?
    var buffer: [UInt8] = []
    /// What compresses the bytes; nil when they go as they are.
    var encoder: GzipEncoder?
    var hash = SHA256()
    /// The first write that failed; a file with a hole must never get its name.
    var failure: Int32?
  }

  /// Linux's O_TMPFILE, which glibc shows to programs with GNU extensions only.
  private static let unnamed: Int32 = 0o20_000_000 | O_DIRECTORY

  private static func descriptorPath(_ descriptor: Int32) -> String {
    "/proc/self/fd/\(descriptor)"
  }

  private static func temporaryName(in folder: String) -> String {
    "\(folder)/.dfops-export-\(String(UInt64.random(in: .min ... .max), radix: 16)).tmp"
  }

  /// Opens a device or a pipe, without waiting for whoever reads it; nil when nobody does.
  private static func openDevice(_ path: String) throws(OpsError) -> Int32? {
    let descriptor = unsafe Glibc.open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    if descriptor < 0, errno == ENXIO { return nil }
    guard descriptor >= 0 else { throw RowErrorFailure.target(path, errno: errno) }
    return descriptor
  }

  private static func open(
    _ path: String, _ flags: Int32, for target: String
  ) throws(OpsError) -> Int32 {
    let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw RowErrorFailure.target(target, errno: errno) }
    return descriptor
  }

  private static func hexadecimal(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in digest {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
