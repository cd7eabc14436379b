internal import FoundationEssentials

/// Folders beside the build: one for temporary files may lie in memory, where no archive is taken.
public enum DiskFolder {
  /// Returns the path of a new folder, which does not exist yet.
  public static func path() -> String {
    let package = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return package + "/.build-state/\(UInt64.random(in: .min ... .max))"
  }
}
