internal import Glibc

/// The ways in which the journal cannot be used, in words for operators.
enum JournalFailure {
  /// An entry could not be brought to disk; whoever wanted to record it must not act.
  static func notRecorded(_ path: String, errno code: Int32) -> OpsError {
    OpsError(
      .refused, "cannot record in the journal \(Sanitiser.visible(path)): \(text(code))",
      hint: "dfops changes nothing that it cannot record: see to it that this file can be written",
      code: "journal_not_writable")
  }

  /// The journal is there and cannot be read.
  static func unreadable(_ path: String, errno code: Int32) -> OpsError {
    OpsError(
      .failed, "cannot read the journal \(Sanitiser.visible(path)): \(text(code))",
      hint: "see to it that you may read this file, or set DFOPS_STATE_DIR to another folder",
      code: "journal_not_readable")
  }

  /// A line in the middle is not as it was written, so whatever is read from it may be wrong.
  static func altered(line: Int) -> OpsError {
    OpsError(
      .failed, "line \(line) of the journal is not as it was written",
      hint: "audit verify tells more; audit show ID reads a change whose lines are intact",
      code: "journal_altered")
  }

  private static func text(_ code: Int32) -> String {
    code == EWOULDBLOCK ? "another process keeps it locked" : systemReason(code)
  }
}
