public import ArgumentParser

/// The formats of results.
public enum OutputFormat: String, CaseIterable, Sendable, ExpressibleByArgument {
  /// Columns, fitted to the screen.
  case table
  /// One value a line.
  case vertical
  /// One JSON document.
  case json
  /// One JSON object a line.
  case ndjson
  /// RFC 4180, with a header.
  case csv
  /// A table for documents and chats.
  case markdown

  /// Whether a line stands below a table, with what is to be known about it.
  public var hasFooters: Bool { self == .table || self == .vertical }

  /// Whether programs read it: data byte for byte, nothing fitted or cut.
  public var isForMachines: Bool { self == .json || self == .ndjson || self == .csv }
}
