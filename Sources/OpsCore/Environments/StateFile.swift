internal import Glibc

/// A file of the state folder that is replaced as a whole: a reader sees the old one or the new one, never a half.
enum StateFile {
  /// Why a file could not be written.
  struct Failure: Error, Equatable {
    let reason: String
  }

  /// Replaces a file, or makes it, and returns when it is on disk, its name included.
  static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
    let temporary = path + ".new"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(reason: systemReason(errno)) }
    let code = store(bytes, in: descriptor)
    close(descriptor)
    guard code == 0, unsafe rename(temporary, path) == 0 else {
      let reason = systemReason(code == 0 ? errno : code)
      _ = unsafe unlink(temporary)
      throw Failure(reason: reason)
    }
    try syncFolder(of: path)
  }

  /// Returns when the names in the folder of a file are on disk.
  static func syncFolder(of path: String) throws(Failure) {
    let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    let descriptor = unsafe open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(reason: systemReason(errno)) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw Failure(reason: systemReason(errno)) }
  }

  /// Returns 0, or the number of the error.
  static func store(_ bytes: [UInt8], in descriptor: Int32) -> Int32 {
    let code = writeAll(bytes, to: descriptor)
    guard code == 0 else { return code }
    return fsync(descriptor) == 0 ? 0 : errno
  }

  /// Writes all bytes; returns 0, or the number of the error.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes[done...].withUnsafeBytes {
        unsafe write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return errno }
      done += count
    }
    return 0
  }
}
