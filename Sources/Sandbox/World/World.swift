internal import ArgumentParser

/// One of the two environments of the sandbox.
enum World: String, CaseIterable, Sendable, ExpressibleByArgument {
  /// The schema that the runbook describes.
  case dev
  /// The schema that is deployed.
  case prod

  /// The status in which a batch waits for the ingest worker.
  var entryStatus: String { self == .dev ? "uploaded" : "pending" }

  /// The table that the ingest worker of this environment writes row errors into.
  var errorTable: String {
    self == .dev ? "intake.row_errors" : "intake.simplicity_failed_rows"
  }
}
