internal import FoundationEssentials
internal import Subprocess
internal import SystemPackage

extension Tool {
  /// The folder with the completion scripts of this clone.
  public static var completions: String {
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/completions"
  }

  /// Runs another shell, in which `dfops` is on the path, and returns what it prints.
  ///
  /// - Parameters:
  ///   - words: The shell and its arguments.
  ///   - variables: What is set beside the variables of the tool.
  /// - Returns: Standard output and standard error.
  /// - Throws: When it cannot be started, or lasts longer than 30 seconds.
  public func shell(_ words: [String], variables: [String: String] = [:]) async throws -> String {
    let folder = stateDirectory + "/bin"
    if !FileManager.default.fileExists(atPath: folder) {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/dfops", withDestinationPath: Self.path)
    }
    var all = self.variables.merging(variables) { $1 }
    all["PATH"] = folder + ":" + (all["PATH"] ?? "")
    all["LC_ALL"] = "C.UTF-8"
    all["TERM"] = "xterm"
    all["COMPLETIONS"] = Self.completions
    let keys = all.compactMap { key, value in
      Subprocess.Environment.Key(rawValue: key).map { ($0, value) }
    }
    let result = try await Subprocess.run(
      .name("timeout"), arguments: Arguments(["30"] + words),
      environment: .custom(Dictionary(keys) { first, _ in first }),
      output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    guard case .exited(let status) = result.terminationStatus, status != 124 else {
      throw ProcessError("\(words[0]) did not end; it said:\n\(result.standardOutput)")
    }
    return result.standardOutput + result.standardError
  }
}
