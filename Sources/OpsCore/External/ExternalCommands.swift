internal import Glibc

/// Finds the programs on `PATH` that are commands, when somebody asks for one and not before.
public struct ExternalCommands: Sendable {
  /// The variables that the process was started with.
  let variables: [String: String]
  private let folders: [String]

  /// Makes a finder over the variables of the process.
  public init(processEnvironment: [String: String]) {
    variables = processEnvironment
    // A relative folder would make the meaning of a line depend on where one stands.
    folders = (processEnvironment["PATH"] ?? "").split(separator: ":").map(String.init)
      .filter { $0.hasPrefix("/") }
  }

  /// A finder that finds nothing.
  public static let none = ExternalCommands(processEnvironment: [:])

  /// Returns the program of a name; nil when there is none.
  ///
  /// One that may not be run is returned only when no other may, so that somebody can be told.
  public func find(_ name: String) -> ExternalCommand? {
    guard ExternalCommand.isName(name) else { return nil }
    var blocked: ExternalCommand?
    for folder in folders {
      let path = "\(folder)/\(ExternalCommand.prefix)\(name)"
      guard Self.isFile(path) else { continue }
      if unsafe access(path, X_OK) == 0 {
        return ExternalCommand(name: name, path: path, isExecutable: true)
      }
      blocked = blocked ?? ExternalCommand(name: name, path: path, isExecutable: false)
    }
    return blocked
  }

  /// Returns the names of all programs that may be run, in their order.
  public func names() -> [String] {
    var names: Set<String> = []
    for folder in folders {
      guard let stream = unsafe opendir(folder) else { continue }
      defer { unsafe closedir(stream) }
      while let entry = unsafe readdir(stream) {
        let file = unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
          unsafe start.withMemoryRebound(to: CChar.self, capacity: 256) {
            unsafe String(validatingCString: $0)
          }
        }
        guard let file, file.hasPrefix(ExternalCommand.prefix) else { continue }
        let name = file.dropFirst(ExternalCommand.prefix.count)
        if ExternalCommand.isName(name) { names.insert(String(name)) }
      }
    }
    return names.filter { find($0)?.isExecutable == true }.sorted()
  }

  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
