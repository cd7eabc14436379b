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

  /// Makes a target of what was given as `--output`; `-` is standard output.
  ///
  /// A symbolic link is followed, so that the file it points to is replaced, not the link.
  public init(_ given: String) throws(OpsError) {
    guard given != "-" else {
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
    case S_IFREG:
      guard unsafe access(given, W_OK) == 0 else {
        throw RowErrorFailure.target(given, errno: errno)
      }
      let path = Self.resolved(given) ?? given
      self = .file(path: path, folder: try Self.folder(of: path))
    default:
      self = .device(path: given)
    }
  }

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

  private static func resolved(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}
