internal import Glibc

/// The ways in which reading and exporting row errors fails, in words for operators.
enum RowErrorFailure {
  /// This database holds no table of row errors at all.
  static func noTables() -> OpsError {
    let known = ErrorSource.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    return OpsError(
      .failed, "this database has no table of row errors",
      hint: "looked for \(known)", code: "no_error_tables")
  }

  /// Errors may be there that this role cannot see, so that any number would be too low.
  static func unreadable(_ source: ErrorSource) -> OpsError {
    OpsError(
      .failed, "this role may not read \(source.name), so errors would be missing",
      hint: "connect as a role with SELECT on it", code: "error_table_unreadable")
  }

  /// The target of an export cannot be used.
  static func target(_ path: String, _ problem: String, hint: String? = nil) -> OpsError {
    OpsError(
      .failed, "cannot write \(Sanitiser.visible(path)): \(problem)", hint: hint,
      code: "target_not_writable")
  }

  /// A system call on the target of an export failed.
  static func target(_ path: String, errno code: Int32) -> OpsError {
    let text = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    let hint = code == ENOSPC ? "free some space, or name another place with --output" : nil
    return target(path, text.lowercased() + "; no file was left there", hint: hint)
  }
}
