internal import Glibc
internal import OpsCore

/// Walks through a folder in the order of the bytes of the names, without holding more than a page of them.
struct FolderWalk {
  let folder: String
  private let limit: Int
  private let prefix: [UInt8]
  private let start: [UInt8]?
  private let cursor: [UInt8]?
  private var objects: [StoredObject] = []

  /// A name within one folder.
  private struct Entry {
    /// The path in the bucket; that of a folder ends with a slash, as it does in the names of what is inside.
    var path: [UInt8]
    var isFolder: Bool { path.last == Self.slash }

    static let slash = UInt8(ascii: "/")
  }

  init(folder: String, query: ObjectQuery) {
    self.folder = folder
    // One more than is asked for tells whether there are more.
    limit = query.limit + 1
    prefix = Array(query.prefix.utf8)
    start = query.start.map { Array($0.utf8) }
    cursor = query.cursor.map { Array($0.utf8) }
  }

  /// Reads the page that the query asks for.
  mutating func page() throws(StoreFailure) -> ObjectPage {
    try walk([])
    guard objects.count == limit else { return ObjectPage(objects: objects, cursor: nil) }
    objects.removeLast()
    return ObjectPage(objects: objects, cursor: objects.last?.name)
  }

  private mutating func walk(_ place: [UInt8]) throws(StoreFailure) {
    var last: [UInt8]?
    while objects.count < limit {
      let room = limit - objects.count
      let entries = try entries(of: place, after: last, atMost: room)
      for entry in entries where objects.count < limit {
        if entry.isFolder {
          try walk(entry.path)
        } else {
          add(entry)
        }
      }
      guard entries.count == room, let end = entries.last else { return }
      last = end.path
    }
  }

  /// A file may have gone since the folder was read.
  private mutating func add(_ entry: Entry) {
    guard let name = String(validating: entry.path, as: UTF8.self) else { return }
    guard let object = try? FolderStore.look(at: folder + "/" + name, name: name) else { return }
    objects.append(object)
  }

  /// Returns the first entries of a folder that the query is about.
  private func entries(
    of place: [UInt8], after last: [UInt8]?, atMost count: Int
  ) throws(StoreFailure) -> [Entry] {
    let path = folder + "/" + String(decoding: place, as: UTF8.self)
    guard let stream = unsafe opendir(path) else {
      // Another process has just removed it.
      if errno == ENOENT { return [] }
      throw SystemFailure(code: errno).failure
    }
    defer { unsafe closedir(stream) }
    var kept: [Entry] = []
    var bound: [UInt8]?
    while true {
      errno = 0
      guard let raw = unsafe readdir(stream) else {
        guard errno == 0 else { throw SystemFailure(code: errno).failure }
        break
      }
      let name = unsafe Self.name(raw)
      guard name != [0x2E], name != [0x2E, 0x2E] else { continue }
      let isFolder = unsafe Self.isFolder(raw, path)
      let entry = Entry(path: place + name + (isFolder ? [Entry.slash] : []))
      guard isWanted(entry, after: last) else { continue }
      if let bound, !entry.path.lexicographicallyPrecedes(bound) { continue }
      kept.append(entry)
      guard kept.count >= count + count / 2 + 16 else { continue }
      Self.sort(&kept, keeping: count)
      bound = kept.last?.path
    }
    Self.sort(&kept, keeping: count)
    return kept
  }

  private static func sort(_ entries: inout [Entry], keeping count: Int) {
    entries.sort { $0.path.lexicographicallyPrecedes($1.path) }
    if entries.count > count { entries.removeLast(entries.count - count) }
  }

  private func isWanted(_ entry: Entry, after last: [UInt8]?) -> Bool {
    if let last, !last.lexicographicallyPrecedes(entry.path) { return false }
    let isInside = entry.path.starts(with: prefix)
    guard isInside || (entry.isFolder && prefix.starts(with: entry.path)) else { return false }
    return isFrom(start, entry, orEqual: true) && isFrom(cursor, entry, orEqual: false)
  }

  /// A folder before the bound may still hold names after it.
  private func isFrom(_ bound: [UInt8]?, _ entry: Entry, orEqual: Bool) -> Bool {
    guard let bound else { return true }
    if entry.isFolder, bound.starts(with: entry.path) { return true }
    if entry.path == bound { return orEqual }
    return bound.lexicographicallyPrecedes(entry.path)
  }

  private static func name(_ raw: UnsafeMutablePointer<dirent>) -> [UInt8] {
    unsafe withUnsafePointer(to: &raw.pointee.d_name) { pointer in
      unsafe pointer.withMemoryRebound(to: UInt8.self, capacity: 256) { bytes in
        let length = unsafe strlen(UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self))
        return unsafe Array(UnsafeBufferPointer(start: bytes, count: length))
      }
    }
  }

  /// Some file systems do not tell the kind of an entry with its name.
  private static func isFolder(_ raw: UnsafeMutablePointer<dirent>, _ path: String) -> Bool {
    let type = unsafe raw.pointee.d_type
    guard type == UInt8(DT_UNKNOWN) else { return type == UInt8(DT_DIR) }
    var status = stat()
    let full = path + "/" + String(decoding: unsafe name(raw), as: UTF8.self)
    return unsafe lstat(full, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
