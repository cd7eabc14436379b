internal import Synchronization

/// Takes what a scan finds: everything to a file, the first few to the screen.
public final class OrphanList: Sendable {
  private struct State {
    var orphans: [String] = []
    var missing: [(id: String, name: String)] = []
  }

  private let file: ExportFile?
  private let state = Mutex(State())
  private static let shown = 20

  /// Makes a list; without a target only the first few are kept.
  public init(_ target: ExportTarget?) throws(OpsError) {
    file = try target.map { target throws(OpsError) in try ExportFile(target) }
  }

  /// The names of the first objects without a batch.
  public var orphans: [String] { state.withLock { $0.orphans } }
  /// The first batches without an object.
  public var missing: [(id: String, name: String)] { state.withLock { $0.missing } }

  /// Adds a finding.
  public func add(_ finding: OrphanScan.Finding) throws {
    let fields: Fields
    switch finding {
    case .orphan(let object):
      state.withLock { if $0.orphans.count < Self.shown { $0.orphans.append(object.name) } }
      fields = [
        "object": .text(object.name), "bytes": .int(Int64(object.bytes)),
        "version": object.version.map(DataValue.text) ?? .null,
        "modified_at": object.modifiedAt.map(DataValue.time) ?? .null,
      ]
    case .missing(let id, let name):
      state.withLock { if $0.missing.count < Self.shown { $0.missing.append((id, name)) } }
      fields = ["object": .text(name), "batch": .text(id)]
    }
    guard let file else { return }
    let line = JSONText.encode(.object(fields)) + "\n"
    try file.append { $0 += line.utf8 }
  }

  /// Gives the file its name.
  public func finish() throws {
    do {
      _ = try file?.finish()
    } catch is ExportFile.ReaderGone {
      return
    }
  }
}
