internal import Glibc
internal import LineEditor

/// The names of files that a path may go on with.
enum FileCandidates {
  /// A larger folder is read up to here.
  private static let most = 5000

  /// Returns the entries of the folder that the beginning of a path names; hidden ones only when they are asked for.
  static func list(beginning: String, onlyFolders: Bool) -> [Candidate] {
    let slash = beginning.lastIndex(of: "/")
    let folder = slash.map { String(beginning[...$0]) } ?? ""
    let name = slash.map { beginning[beginning.index(after: $0)...] } ?? beginning[...]
    return entries(of: folder.isEmpty ? "." : folder)
      .filter { !$0.hasPrefix(".") || name.hasPrefix(".") }
      .sorted()
      .compactMap { entry in
        // In front of a dash a path says that it is one.
        let path = (folder.isEmpty && entry.hasPrefix("-") ? "./" : folder) + entry
        guard isFolder(path) else {
          return onlyFolders ? nil : Candidate(path, label: entry)
        }
        return Candidate(path + "/", label: entry + "/", isComplete: false)
      }
  }

  private static func entries(of folder: String) -> [String] {
    guard let stream = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while names.count < most, let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
        unsafe start.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(validatingCString: $0)
        }
      }
      if let name, name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
