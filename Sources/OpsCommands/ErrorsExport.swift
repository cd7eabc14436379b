internal import ArgumentParser
internal import OpsCore

/// Writes the errors of batches into a CSV file.
struct ErrorsExport: ManyIDsCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the errors of batches into a CSV file.",
    discussion: """
      The file has the runbook's columns, then source, stage and file_line, and the errors of all \
      tables that exist. It appears under its name only when it is complete and on disk, readable \
      by its owner only; a file of that name is replaced.

      Messages quote what stands in the files of others. --excel-safe puts an apostrophe before \
      texts that begin with = + - @, a tab or a carriage return, which a spreadsheet would run as \
      formulas; without it they are written byte for byte.

      EXAMPLE
        errors export 3f2a91c0 --output errors.csv
      """)
  static let requirements: Requirements = [.connection]
  static let group = OpsCore.CommandGroup.errors

  @Argument(
    help: "The batches: ids, beginnings of ids, or %3 of the last listing.",
    completion: .faultyBatches)
  var ids: [String]

  @Option(
    help: ArgumentHelp(
      "Write to this file; - is standard output. Default: batch_errors_ID.csv (.gz) in this folder.",
      valueName: "file"), completion: .file(extensions: ["csv"]))
  var output: String?

  @Flag(help: "Keep spreadsheets from running cells as formulas.")
  var excelSafe = false

  @Flag(help: "Compress the file with gzip.")
  var gzip = false

  mutating func validate() throws {
    guard output != "" else { throw ValidationError("--output needs the name of a file, or -") }
  }

  mutating func run(in context: Context) async throws -> Report {
    // A target that cannot be used is said before anything is asked.
    var target = try output.map { given throws(OpsError) in try ExportTarget(given) }
    let link = try await context.link()
    var batches: [ErrorExport.Batch] = []
    for id in ids {
      let batch = try await context.batch(id, link)
      guard !batches.contains(where: { $0.id == batch.id }) else { continue }
      batches.append(ErrorExport.Batch(id: batch.id, expected: batch.rowsInvalid))
    }
    if target == nil {
      target = try ExportTarget(ExportTarget.defaultName(for: batches.map(\.id), gzip: gzip))
    }
    guard let target else { return .none }
    if let notice = target.notice { context.output.notice(notice) }
    let export = ErrorExport(batches: batches, target: target, excelSafe: excelSafe, gzip: gzip)
    guard let summary = try await run(export, link, in: context) else { return .none }
    warn(of: summary.differing, in: context)
    return target == .standardOutput ? .none : .record(Self.fields(summary))
  }

  private func run(
    _ export: ErrorExport, _ link: Link, in context: Context
  ) async throws -> ErrorExport.Summary? {
    let work = {
      try await export.run(from: context.errorStore(link), skipping: context.tellSkipped) {
        context.waitsForReader(of: export.target)
      }
    }
    // Lines among the rows would be taken for rows.
    guard export.target != .standardOutput else { return try await context.output.quietly(work) }
    let start = ContinuousClock.now
    let counts = export.batches.compactMap(\.expected)
    let total = counts.count == export.batches.count ? counts.reduce(0, +) : nil
    return try await context.output.reporting(
      {
        Progress.text(
          "errors export", done: export.rowsWritten, total: total, unit: "rows",
          seconds: Double((ContinuousClock.now - start).components.seconds))
      }, during: work)
  }

  private func warn(
    of differing: [(id: String, rows: Int, expected: Int)], in context: Context
  ) {
    for batch in differing.prefix(3) {
      context.output.notice(
        "warning: batch \(batch.id) counts \(batch.expected) invalid rows, "
          + "but \(batch.rows) errors are recorded")
    }
    if differing.count > 3 {
      context.output.notice("warning: so do \(differing.count - 3) more batches")
    }
  }

  private static func fields(_ summary: ErrorExport.Summary) -> Fields {
    [
      "output": .text(summary.output),
      "rows": DataValue(orNull: summary.rows),
      "expected": DataValue(orNull: summary.expected),
      "sources": .object(Fields(summary.sources.map { ($0.name, DataValue(orNull: $0.rows)) })),
      "sha256": .text(summary.sha256),
    ]
  }
}

extension Context {
  /// Says that nothing happens before somebody reads a pipe.
  func waitsForReader(of target: ExportTarget) {
    output.notice("\(target.path) is a pipe that nobody reads yet; ^C ends the wait")
  }
}
