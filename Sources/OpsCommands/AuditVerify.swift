internal import ArgumentParser
internal import OpsCore

/// Proves that the journal has not been touched.
struct AuditVerify: OpsCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Prove that the journal has not been touched.",
    discussion: """
      Finds edits, gaps, swaps and torn lines, and, by the head kept beside the journal, a shortened \
      file. A journal that was rewritten together with that head is found only with a head that was \
      kept elsewhere: each change prints it. Nothing is repaired. Exit status 1 when it is not valid.

      EXAMPLE
        audit verify
      """)
  static let requirements: Requirements = []
  static let isReadOnly = true
  static let group = OpsCore.CommandGroup.changes

  @Option(
    help: ArgumentHelp("A head that was kept elsewhere: its 64 digits.", valueName: "hash"))
  var head: String?

  mutating func validate() throws {
    guard let head else { return }
    guard head.utf8.count == 64, head.utf8.allSatisfy(Self.isHexDigit) else {
      throw ValidationError("--head takes all 64 hexadecimal digits of a head")
    }
    self.head = head.lowercased()
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    Character(UnicodeScalar(byte)).isHexDigit && byte < 0x80
  }

  mutating func run(in context: Context) async throws -> Report {
    let found = try context.journal.verify(head: head)
    let report = Report.record([
      "entries": DataValue(orNull: found.entries), "valid": .bool(found.valid),
      "first_bad": DataValue(orNull: found.firstBad), "head": DataValue(orNull: found.head),
    ])
    for remark in found.remarks { context.output.notice(remark) }
    guard found.valid else {
      context.output.emit(report)
      throw OpsError(
        .failed, "the journal is not valid: \(found.problem ?? "its end is missing")",
        hint: "keep the file as it is; it is evidence")
    }
    return report
  }
}
