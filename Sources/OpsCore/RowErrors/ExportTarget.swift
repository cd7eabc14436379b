internal import Glibc

/// Where an export goes.
public enum ExportTarget: Sendable, Equatable {
  /// A file that is replaced as a whole, in its folder.
  case file(path: String, folder: String)
  /// A device or a pipe that is written as it comes.
  case device(path: String)
  /// Standard output.
  case standardOutput

  /// The name under which the target is reported.
  public var path: String {
    switch self {
    case .file(let path, _), .device(let path): path
    case .standardOutput: "-"
    }
  }

  /// Whether there is a file that the target will replace.
  public var replacesFile: Bool {
    if case .file(let path, _) = self { unsafe access(path, F_OK) == 0 } else { false }
  }

  /// What is said before it is written, when something other than a new file is in its place; nil otherwise.
  public var notice: String? {
    guard case .file(let path, _) = self, let link = Self.destination(of: path) else { return nil }
    return
      "\(Sanitiser.visible(path)) is a link to \(Sanitiser.visible(link)): the link is replaced,"
      + " and what it names stays as it is"
  }

  /// Makes a target of what was given as `--output`; `-` and the names of standard output are standard output.
  ///
  /// A file is replaced by another one of its name, and so is a symbolic link to a file: what a link names may be
  /// anything, and is not written. Devices and pipes are written in place.
  public init(_ given: String) throws(OpsError) {
    guard !["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(given) else {
      self = .standardOutput
      return
    }
    var status = stat()
    guard unsafe stat(given, &status) == 0 else {
      guard errno == ENOENT else { throw RowErrorFailure.target(given, errno: errno) }
      guard !given.isEmpty, !given.hasSuffix("/") else {
        throw RowErrorFailure.target(given, "it names a folder that does not exist")
      }
      self = .file(path: given, folder: try Self.folder(of: given))
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      throw RowErrorFailure.target(given, "it is a directory", hint: "name a file in it")
    case S_IFREG where Self.descriptors.contains { given.hasPrefix($0) }:
      self = .device(path: given)
    case S_IFREG:
      let isWritable = unsafe access(given, W_OK) == 0
      guard isWritable || Self.destination(of: given) != nil else {
        throw RowErrorFailure.target(given, errno: errno)
      }
      self = .file(path: given, folder: try Self.folder(of: given))
    default:
      self = .device(path: given)
    }
  }

  /// Where the descriptors of a process have names, which nothing can replace.
  private static let descriptors = ["/dev/fd/", "/proc/self/fd/"]

  /// Returns the name of the file for the errors of some batches, when none is given.
  public static func defaultName(for ids: [String], gzip: Bool = false) -> String {
    let ending = gzip ? ".csv.gz" : ".csv"
    guard ids.count > 1, let first = ids.first else {
      return "batch_errors_\(ids.first ?? "none")\(ending)"
    }
    return "batch_errors_\(first.prefix(8))_and_\(ids.count - 1)_more\(ending)"
  }

  private static func folder(of path: String) throws(OpsError) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    let folder = slash == path.startIndex ? "/" : String(path[..<slash])
    var status = stat()
    guard unsafe stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw RowErrorFailure.target(path, "there is no folder \(Sanitiser.visible(folder))")
    }
    return folder
  }

  /// What a symbolic link names; nil when the path is none.
  private static func destination(of path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink(path, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
