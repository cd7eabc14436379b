internal import FoundationEssentials

/// A program that a test writes and the tool runs.
public enum TestProgram {
  /// Writes a program.
  ///
  /// A process of its own copies it into its place: the system runs no file that somebody has open for writing, and
  /// whatever another test starts at that moment inherits what this process has open.
  ///
  /// - Parameters:
  ///   - text: Its text.
  ///   - path: Where it is to stand.
  ///   - mode: Its permissions, as chmod takes them.
  /// - Throws: When it cannot be written.
  public static func write(_ text: String, to path: String, mode: String = "755") throws {
    let draft = path + ".draft"
    try Data(text.utf8).write(to: URL(filePath: draft))
    defer { try? FileManager.default.removeItem(atPath: draft) }
    try ChildProcess.run(["install", "-m", mode, draft, path], outputPath: "/dev/null")
  }
}
