internal import Glibc
public import OpsCore

/// A store in the file system: a folder for the bucket, a file for each object.
///
/// The version of an object is what changes when its file is written or exchanged: its time, its size and its inode.
/// Between the look at the version and the removal of the name another process could still exchange the file; no call
/// of the system joins the two.
public struct FolderStore: ObjectStore {
  let folder: String

  /// Makes a store over the folder that holds the buckets.
  public init(root: String, bucket: String) {
    folder = root + "/" + bucket
  }

  /// The path of the folder.
  public var place: String { folder }
  /// Names are removed one by one.
  public var namesPerRequest: Int { 100 }
  /// A folder is read whole for every page, so pages are large.
  public var pageSize: Int { 50_000 }
  /// A look is one call of the system.
  public var looksAreCheap: Bool { true }
  /// A listing can begin anywhere.
  public var startsAnywhere: Bool { true }

  /// Lists files in the order of their names.
  public func page(_ query: ObjectQuery) async throws(StoreFailure) -> ObjectPage {
    try checkFolder()
    var walk = FolderWalk(folder: folder, query: query)
    return try walk.page()
  }

  /// Looks at a file; what is no plain file is no object.
  public func look(_ name: String) async throws(StoreFailure) -> StoredObject? {
    do throws(SystemFailure) {
      return try Self.look(at: try path(of: name), name: name)
    } catch {
      guard error.code == ENOENT || error.code == ENOTDIR else { throw error.failure }
    }
    try checkFolder()
    return nil
  }

  /// Reads the file, if it is still the one that was seen.
  public func read(_ object: StoredObject, _ receive: ([UInt8]) throws -> Void) async throws {
    let path = try path(of: object.name)
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw SystemFailure(code: errno).failure }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0,
      Self.object(status, name: object.name)?.version == object.version
    else { throw StoreFailure(.lost, "it was replaced meanwhile") }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      try Task.checkCancellation()
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SystemFailure(code: errno).failure }
      guard count > 0 else { return }
      try receive(Array(buffer.prefix(count)))
    }
  }

  /// Removes files whose version is the named one.
  public func delete(_ objects: [ObjectVersion]) async throws(StoreFailure) -> [ObjectAnswer] {
    try checkFolder()
    return objects.map(delete)
  }

  private func delete(_ object: ObjectVersion) -> ObjectAnswer {
    do throws(SystemFailure) {
      let path = try path(of: object.name)
      guard let found = try Self.look(at: path, name: object.name) else { return .absent }
      guard object.version == nil || found.version == object.version else { return .replaced }
      guard unsafe unlink(path) == 0 else { throw SystemFailure(code: errno) }
      return .deleted
    } catch {
      switch error.code {
      case ENOENT, ENOTDIR: return .absent
      default:
        let failure = error.failure
        return failure.kind == .denied ? .denied(failure.reason) : .failed(failure)
      }
    }
  }

  // MARK: Files

  /// A bucket that is not there must not look like an empty one.
  private func checkFolder() throws(StoreFailure) {
    var status = stat()
    guard unsafe stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw StoreFailure(.refused, "there is no folder for the bucket")
    }
  }

  /// A name comes from a column that anybody may write: it must not lead out of the bucket.
  private func path(of name: String) throws(SystemFailure) -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.utf8.contains(0), parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
    else { throw SystemFailure(code: ENOENT) }
    return folder + "/" + name
  }

  /// Looks at a path without following a link.
  static func look(at path: String, name: String) throws(SystemFailure) -> StoredObject? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { throw SystemFailure(code: errno) }
    return object(status, name: name)
  }

  private static func object(_ status: stat, name: String) -> StoredObject? {
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    let time = status.st_mtim
    let micros = Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    return StoredObject(
      name: name, bytes: Int(status.st_size),
      modifiedAt: Instant(microsecondsSinceEpoch: micros),
      version: "\(time.tv_sec).\(time.tv_nsec)-\(status.st_size)-\(status.st_ino)")
  }
}

/// A call of the system that failed.
struct SystemFailure: Error {
  let code: Int32

  /// The failure as askers of a store get it.
  var failure: StoreFailure {
    let text = unsafe strerror(code).map { unsafe String(cString: $0).lowercased() }
    let kind: StoreFailure.Kind =
      switch code {
      case EACCES, EPERM, EROFS, EISDIR: .denied
      case ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP: .refused
      default: .lost
      }
    return StoreFailure(kind, text ?? "error \(code)")
  }
}
