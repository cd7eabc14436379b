internal import Glibc

/// A small text file, such as a configuration, with what its permissions say.
struct TextFile: Sendable, Equatable {
  let text: String
  /// Whether others than the owner may read it.
  let isOpenToOthers: Bool

  /// Anything larger is no configuration.
  static let usualLimit = 1 << 20

  /// Why a file could not be read.
  struct Failure: Error, Equatable {
    let isMissing: Bool
    let reason: String
  }

  /// Reads a file whole.
  ///
  /// - Parameters:
  ///   - path: Where it is.
  ///   - limit: The most bytes that it may have.
  /// - Throws: ``Failure``.
  init(path: String, limit: Int = Self.usualLimit) throws(Failure) {
    // Opening a named pipe would wait for a writer.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.failure(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Self.failure(errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw Self.failure(EISDIR) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure(errno) }
      guard count > 0 else { break }
      bytes += buffer.prefix(count)
      guard bytes.count <= limit else {
        throw Failure(isMissing: false, reason: "it is larger than \(limit >> 20) MiB")
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(isMissing: false, reason: "it is not UTF-8")
    }
    self.text = text
    isOpenToOthers = status.st_mode & 0o044 != 0
  }

  private static func failure(_ code: Int32) -> Failure {
    Failure(isMissing: code == ENOENT || code == ENOTDIR, reason: systemReason(code))
  }
}

/// Returns what the system calls an error number, in lower case.
func systemReason(_ code: Int32) -> String {
  let text = unsafe strerror(code).map { unsafe String(cString: $0) }
  return text?.lowercased() ?? "error \(code)"
}
