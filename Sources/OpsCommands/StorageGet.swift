internal import ArgumentParser
internal import OpsCore

/// Fetches the object of one batch.
struct StorageGet: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Fetch the original file of a batch.",
    discussion: """
      The file appears under its name only when it is whole: its size, and its digest where the \
      store tells one, are compared first. It is readable by its owner only. A file of that name is \
      replaced, and that is said.

      EXAMPLE
        storage get 3f2a91c0 --output original.csv
      """)
  static let requirements: Requirements = [.connection]
  static let group = OpsCore.CommandGroup.services

  @Argument(
    help: "The batch: an id, the beginning of one, or %3 of the last listing.",
    completion: .batchIDs)
  var id: String

  @Option(
    help: ArgumentHelp(
      "Write to this file; - is standard output. Default: ID.csv in this folder.",
      valueName: "file"), completion: .file(extensions: ["csv"]))
  var output: String?

  mutating func validate() throws {
    guard output != "" else { throw ValidationError("--output needs the name of a file, or -") }
  }

  mutating func run(in context: Context) async throws -> Report {
    // A target that cannot be used is said before anything is asked.
    var target = try output.map { given throws(OpsError) in try ExportTarget(given) }
    let storage = try context.requiredStorage()
    let (batch, location, object) = try await context.presentObject(of: id, in: storage)
    target = try target ?? ExportTarget("\(batch)\(Self.ending(of: object.name))")
    guard let target else { return .none }
    if let notice = target.notice {
      context.output.notice(notice)
    } else if target.replacesFile {
      context.output.notice("\(target.path) exists and is replaced")
    }
    let meter = Meter("storage get", unit: .bytes, total: object.bytes)
    let download = ObjectDownload(from: storage.store, to: target, counting: meter)
    let copy = { try await download.run(object) { context.waitsForReader(of: target) } }
    // Lines among the bytes would be taken for some of them.
    guard
      let summary = target == .standardOutput
        ? try await context.output.quietly(copy)
        : try await context.output.reporting(meter, during: copy)
    else { return .none }
    guard target != .standardOutput else { return .none }
    return .record([
      "id": .text(batch), "object": .text(object.name),
      "found_by": .text(location.source.rawValue), "output": .text(summary.output),
      "bytes": .int(Int64(summary.bytes)), "sha256": .text(summary.sha256),
      "digest_checked": .bool(summary.isDigestChecked),
      "version": DataValue(orNull: object.version),
    ])
  }

  /// The ending of the object's name, when it is a plain one.
  private static func ending(of name: String) -> String {
    let last = name.split(separator: "/").last ?? ""
    guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return "" }
    let ending = last[dot...]
    let isPlain = ending.dropFirst().utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20)
    }
    return isPlain && ending.utf8.count <= 8 ? String(ending) : ""
  }
}
