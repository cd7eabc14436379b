internal import Glibc
internal import OpsCore

/// The lines of all sessions, in a file of the state folder that only ever grows.
///
/// Sessions side by side add to it without losing each other's lines. What looks like a secret never gets there.
struct History {
  /// How much of the end of the file is read at the start.
  private static let window = 1 << 20
  /// A longer line is none that anybody wants to recall.
  private static let longest = 1 << 14

  private let path: String

  /// Opens the history of a state folder.
  ///
  /// - Throws: `OpsError` when the folder cannot be used.
  init(_ state: StateFolder) throws(OpsError) {
    path = try state.file("history.jsonl")
  }

  init(path: String) {
    self.path = path
  }

  /// Says whether a line may be kept: not after a leading blank, and without anything like a secret.
  static func keeps(_ line: String) -> Bool {
    guard let first = line.first, !first.isWhitespace, line.utf8.count <= longest else {
      return false
    }
    return !Secrets.seem(toBeIn: line)
  }

  /// Returns the last lines, oldest first; none when there is no file that can be read.
  func lines(limit: Int) -> [String] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return []
    }
    let size = Int(status.st_size)
    let start = max(0, size - Self.window)
    var bytes = [UInt8](repeating: 0, count: size - start)
    let count = unsafe pread(descriptor, &bytes, bytes.count, off_t(start))
    guard count > 0 else { return [] }
    var lines = String(decoding: bytes.prefix(count), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: true)[...]
    // The window may begin within a line.
    if start > 0 { lines = lines.dropFirst() }
    return lines.suffix(limit).compactMap(HistoryEntry.text(of:))
  }

  /// Adds a line; false when it could not be written.
  func add(_ entry: HistoryEntry) -> Bool {
    guard Self.keeps(entry.text) else { return true }
    let descriptor = unsafe open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    guard fchmod(descriptor, 0o600) == 0, lock(descriptor) else { return false }
    let bytes = Array(((endsWithinLine(descriptor) ? "\n" : "") + entry.line).utf8)
    return unsafe write(descriptor, bytes, bytes.count) == bytes.count
  }

  /// Locks the file; a session that was stopped while it held the lock is not waited for.
  private func lock(_ descriptor: Int32) -> Bool {
    for _ in 0..<50 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      usleep(2000)
    }
    return false
  }

  private func endsWithinLine(_ descriptor: Int32) -> Bool {
    let size = lseek(descriptor, 0, SEEK_END)
    var last: UInt8 = 0x0A
    return unsafe size > 0 && pread(descriptor, &last, 1, size - 1) == 1 && last != 0x0A
  }
}
