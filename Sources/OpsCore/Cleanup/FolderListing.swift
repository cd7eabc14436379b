internal import Glibc

/// What is in a folder of the state folder.
enum FolderListing {
  /// Returns the names in a folder, without those that begin with a dot; none when it cannot be read.
  static func names(in path: String) -> [String] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  /// Removes a file, if there is one; returns whether there is none now.
  @discardableResult
  static func remove(_ path: String) -> Bool {
    unsafe unlink(path) == 0 || errno == ENOENT
  }

  /// Removes a folder that holds files only; returns the names that could not be removed.
  @discardableResult
  static func removeFlat(_ path: String) -> [String] {
    let left = names(in: path).filter { !remove(path + "/" + $0) }
    if left.isEmpty { _ = unsafe rmdir(path) }
    return left
  }
}
