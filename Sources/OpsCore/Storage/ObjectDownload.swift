internal import Crypto

/// Copies an object into a file that gets its name only when it is whole.
public struct ObjectDownload: Sendable {
  /// What was copied.
  public struct Summary: Sendable, Equatable {
    /// Where it is now.
    public var output: String
    /// The size in bytes.
    public var bytes: Int
    /// The SHA-256 of the bytes.
    public var sha256: String
    /// Whether the store's own digest was compared.
    public var isDigestChecked: Bool
  }

  let store: any ObjectStore
  let target: ExportTarget
  var meter: Meter?

  /// Makes a download; the bytes that have come are counted.
  public init(from store: any ObjectStore, to target: ExportTarget, counting meter: Meter? = nil) {
    self.store = store
    self.target = target
    self.meter = meter
  }

  /// Copies, compares size and digest with what the store has said, and only then names the file.
  ///
  /// - Parameters:
  ///   - object: What is copied.
  ///   - onWait: Says that the target is a pipe whose reader is waited for.
  /// - Returns: What was copied; nil when the reader of standard output has gone.
  /// - Throws: `OpsError` with exit status 1; no file was left then.
  public func run(
    _ object: StoredObject, onWait: () -> Void = {}
  ) async throws -> Summary? {
    let file = try await ExportFile.open(target, onWait: onWait)
    var md5 = Insecure.MD5()
    var count = 0
    do {
      try await store.read(object) { piece in
        md5.update(data: piece)
        count += piece.count
        meter?.add(piece.count)
        try file.append { $0 += piece }
      }
      guard count == object.bytes else {
        throw broken(object, "\(count) bytes came instead of \(object.bytes)")
      }
      let digest = Hexadecimal.text(md5.finalize())
      if let expected = object.md5, expected != digest {
        throw broken(object, "its MD5 is \(digest), the store says \(expected)")
      }
      return Summary(
        output: target.path, bytes: count, sha256: try file.finish(),
        isDigestChecked: object.md5 != nil)
    } catch is ExportFile.ReaderGone {
      return nil
    } catch let failure as StoreFailure {
      throw failure.error("read \(Sanitiser.visible(object.name))", at: store.place)
    }
  }

  private func broken(_ object: StoredObject, _ problem: String) -> OpsError {
    let rest = target == .standardOutput ? "" : "; no file was left"
    return OpsError(
      .failed, "\(Sanitiser.visible(object.name)) did not come whole: \(problem)\(rest)",
      hint: "try again; it may have been replaced meanwhile", code: "storage")
  }
}
