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
  /// The largest size in bytes that is read.
  var limit = TextFile.usualLimit

  /// Reads the document; nothing is created for that.
  ///
  /// - Throws: `OpsError` with exit status 78.
  func read() throws(OpsError) -> Content {
    let path = state.location(of: name)
    do throws(TextFile.Failure) {
      return try decode(try TextFile(path: path, limit: limit).text, path)
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
    do throws(StateFile.Failure) {
      try StateFile.replace(path, with: Array(bytes))
    } catch {
      throw failure("cannot write", path, error.reason)
    }
  }

  private func failure(_ what: String, _ path: String, _ reason: String) -> OpsError {
    OpsError(
      .configuration, "\(what) \(Sanitiser.visible(path)): \(reason)",
      hint: "check the state folder, or set DFOPS_STATE_DIR to another one",
      code: "state_not_writable")
  }
}
