internal import FoundationEssentials
internal import Glibc

/// A small JSON document in the state folder that several processes read and change.
///
/// A reader sees the old document or the new one, never a half; writers wait for one another.
struct StateDocument<Content: Codable & Sendable>: Sendable {
  let state: StateFolder
  let name: String
  let empty: Content
  /// Whether a damaged document counts as an empty one.
  let isExpendable: Bool

  /// Reads the document; nothing is created for that.
  ///
  /// - Throws: `OpsError` with exit status 78.
  func read() throws(OpsError) -> Content {
    let path = state.location(of: name)
    do throws(TextFile.Failure) {
      return try decode(try TextFile(path: path).text, path)
    } catch {
      if error.isMissing || isExpendable { return empty }
      throw failure("cannot read", path, error.reason)
    }
  }

  /// Changes the document: locks, reads, changes, replaces.
  ///
  /// - Throws: `OpsError` with exit status 78; the document is then as it was.
  func update(_ body: (inout Content) -> Void) throws(OpsError) {
    let path = try state.file(name)
    let lock = unsafe open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw failure("cannot lock", path, systemReason(errno)) }
    // Closing lets go of the lock.
    defer { close(lock) }
    while flock(lock, LOCK_EX) != 0 {
      guard errno == EINTR else { throw failure("cannot lock", path, systemReason(errno)) }
    }
    var content = try read()
    body(&content)
    try write(content, to: path)
  }

  private func decode(_ text: String, _ path: String) throws(TextFile.Failure) -> Content {
    do {
      return try JSONDecoder().decode(Content.self, from: Data(text.utf8))
    } catch {
      throw TextFile.Failure(isMissing: false, reason: "it is damaged")
    }
  }

  private func write(_ content: Content, to path: String) throws(OpsError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    guard let bytes = try? encoder.encode(content) else {
      throw failure("cannot write", path, "its content has no JSON form")
    }
    let temporary = path + ".new"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("cannot write", path, systemReason(errno)) }
    let code = Self.store(Array(bytes), in: descriptor)
    close(descriptor)
    guard code == 0, unsafe rename(temporary, path) == 0 else {
      let reason = systemReason(code == 0 ? errno : code)
      _ = unsafe unlink(temporary)
      throw failure("cannot write", path, reason)
    }
  }

  /// Returns 0, or the number of the error.
  private static func store(_ bytes: [UInt8], in descriptor: Int32) -> Int32 {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes[done...].withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return errno }
      done += count
    }
    return fsync(descriptor) == 0 ? 0 : errno
  }

  private func failure(_ what: String, _ path: String, _ reason: String) -> OpsError {
    OpsError(
      .configuration, "\(what) \(Sanitiser.visible(path)): \(reason)",
      hint: "check the state folder, or set DFOPS_STATE_DIR to another one",
      code: "state_not_writable")
  }
}
