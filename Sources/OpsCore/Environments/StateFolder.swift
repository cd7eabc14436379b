internal import Glibc

/// The folder in which dfops keeps what must outlive a process: pins, the journal, the history.
public struct StateFolder: Sendable, Equatable {
  /// The path of the folder.
  public let path: String

  /// Makes a folder of its path; nothing is created yet.
  public init(path: String) {
    self.path = path
  }

  /// Finds the folder: `$DFOPS_STATE_DIR`, else `dfops` in `$XDG_STATE_HOME`, else in `~/.local/state`.
  ///
  /// - Throws: `OpsError` with exit status 78 when there is no home folder either.
  public static func locate(
    processEnvironment: [String: String]
  ) throws(OpsError) -> StateFolder {
    if let path = processEnvironment["DFOPS_STATE_DIR"], !path.isEmpty {
      return StateFolder(path: path)
    }
    guard let base = BaseFolder.path("XDG_STATE_HOME", or: ".local/state", in: processEnvironment)
    else {
      throw OpsError(
        .configuration, "there is no place for the state of dfops",
        hint: "set DFOPS_STATE_DIR to a folder of your own", code: "state_not_writable")
    }
    return StateFolder(path: base + "/dfops")
  }

  /// Returns the path of a file in the folder, which exists from now on and is for its owner only.
  ///
  /// - Throws: `OpsError` with exit status 78 when the folder cannot be made, or others could change what is in it.
  public func file(_ name: String) throws(OpsError) -> String {
    try makeFolder()
    return location(of: name)
  }

  /// Returns the folder of this name in the folder, which exists from now on and is for its owner only.
  ///
  /// - Throws: `OpsError` with exit status 78 when it cannot be made.
  func folder(_ name: String) throws(OpsError) -> StateFolder {
    let inner = StateFolder(path: try file(name))
    try inner.makeFolder()
    return inner
  }

  /// Returns where a file is, without making the folder.
  func location(of name: String) -> String { path + "/" + name }

  private func makeFolder() throws(OpsError) {
    var status = stat()
    if unsafe stat(path, &status) != 0 {
      guard errno == ENOENT else { throw failure(systemReason(errno)) }
      try makePath()
      guard unsafe stat(path, &status) == 0 else { throw failure(systemReason(errno)) }
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw failure("it is not a folder") }
    guard status.st_mode & 0o077 != 0 else { return }
    // A folder that is meant for everybody, such as /tmp, must not be taken away from them.
    let isShared = status.st_mode & S_ISVTX != 0
    if !isShared, status.st_uid == geteuid(), unsafe chmod(path, 0o700) == 0 { return }
    guard status.st_mode & 0o022 == 0 else { throw failure("others can change what is in it") }
  }

  /// Makes the folder and those above it; another process may be at it, too.
  private func makePath() throws(OpsError) {
    var end = path.startIndex
    while end < path.endIndex {
      end = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
      let part = String(path[..<end])
      guard unsafe mkdir(part, 0o700) != 0, errno != EEXIST else { continue }
      // On a read-only file system an existing folder answers EROFS, too; what is really missing shows at the end.
      let code = errno
      guard end < path.endIndex, unsafe access(part, X_OK) == 0 else {
        throw failure(systemReason(code))
      }
    }
  }

  private func failure(_ reason: String) -> OpsError {
    OpsError(
      .configuration, "cannot use the state folder \(Sanitiser.visible(path)): \(reason)",
      hint: "set DFOPS_STATE_DIR to a folder of your own", code: "state_not_writable")
  }
}
