internal import Foundation

/// The object store: a folder per bucket, a file per object.
struct ObjectFolder {
  /// The bucket of the original files.
  static let bucket = "intake"

  /// The folder that holds the buckets.
  let root: String

  init(home: Home, world: World) {
    root = home.file("objects/\(world.rawValue)")
  }

  /// Names the object of a batch, as the column `storage_path` holds it.
  static func key(of batch: String) -> String { "simplicity/\(batch).csv" }

  /// Stores an object under its key.
  func put(_ text: String, key: String) throws {
    let url = url(of: key)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url, options: .atomic)
  }

  /// Returns an object, or nil where there is none.
  func get(_ key: String) -> String? {
    try? String(contentsOf: url(of: key), encoding: .utf8)
  }

  /// Removes an object; one that is not there is no error.
  func remove(_ key: String) {
    try? FileManager.default.removeItem(at: url(of: key))
  }

  /// Removes all objects.
  func empty() throws {
    if FileManager.default.fileExists(atPath: root) {
      try FileManager.default.removeItem(atPath: root)
    }
    try FileManager.default.createDirectory(
      atPath: "\(root)/\(Self.bucket)", withIntermediateDirectories: true)
  }

  /// A key comes from a column that anybody may write: it must not lead out of the bucket.
  private func url(of key: String) -> URL {
    let parts = key.split(separator: "/").filter { $0 != ".." && $0 != "." }
    return URL(fileURLWithPath: "\(root)/\(Self.bucket)/" + parts.joined(separator: "/"))
  }
}
