internal import Glibc

/// Who acts, as far as the operating system knows.
enum AuditOperator {
  /// The name of the user; the number where the system has no name for it.
  static let name: String = {
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16_384)
    let size = buffer.count
    let status = unsafe getpwuid_r(geteuid(), &entry, &buffer, size, &found)
    if status == 0, unsafe found != nil, let name = unsafe entry.pw_name {
      return unsafe String(cString: name)
    }
    if let name = unsafe getenv("USER") { return unsafe String(cString: name) }
    return String(geteuid())
  }()

  /// The name of the machine.
  static let host: String = {
    var buffer = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown" }
    return String(
      decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()
}
