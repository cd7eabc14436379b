internal import Glibc

/// The hash of the last line in a file of its own, `audit.head`, by which a journal that became shorter is found out.
struct JournalHead {
  let path: String

  /// Reads what the file says; nil when there is none.
  func read() throws(JournalFile.Failure) -> String? {
    guard let file = try JournalFile.forReading(path) else { return nil }
    let text = String(decoding: try file.read(0..<256), as: UTF8.self)
    return String(text.prefix { !$0.isWhitespace })
  }

  /// Replaces the file, so that whoever looks sees the old hash or the new one.
  func write(_ hash: String) throws(JournalFile.Failure) {
    let temporary = path + ".tmp"
    do {
      unsafe unlink(temporary)
      let file = try JournalFile.forAppending(temporary)
      try file.append(Array("\(hash)\n".utf8))
    }
    guard unsafe rename(temporary, path) == 0 else { throw JournalFile.Failure(errno: errno) }
    // Only the folder's own fsync makes the new name outlive a power failure; not every file system has it.
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
