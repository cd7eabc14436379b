/// Writes names and texts so that SQL takes them literally.
///
/// Values belong into parameters. These functions serve only what cannot be a parameter: identifiers, and COPY.
public enum Quoting {
  /// Quotes one identifier.
  public static func identifier(_ name: String) -> String {
    "\"" + name.replacingScalars("\"", with: "\"\"") + "\""
  }

  /// Quotes the name of an object in a schema.
  public static func qualified(_ schema: String, _ name: String) -> String {
    identifier(schema) + "." + identifier(name)
  }

  /// Quotes a text as a string literal that reads the same whatever standard_conforming_strings says.
  public static func literal(_ text: String) -> String {
    let quotes = text.replacingScalars("'", with: "''")
    guard quotes.utf8.contains(UInt8(ascii: "\\")) else { return "'" + quotes + "'" }
    return " E'" + quotes.replacingScalars("\\", with: "\\\\") + "'"
  }
}

extension String {
  /// Says whether the scalars of a text stand in this one, in their order and without a gap.
  package func containsScalars(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    let bytes = Array(utf8)
    return bytes.indices.contains { bytes[$0...].starts(with: wanted) }
  }

  /// Replaces a text wherever its scalars stand.
  ///
  /// Swift's own function compares characters, for which a quote with an accent behind it is no quote; SQL, shells and
  /// files see the quote.
  package func replacingScalars(_ text: String, with replacement: String) -> String {
    // Most texts hold nothing to replace, and the first search of a process is dear.
    guard let first = text.utf8.first, utf8.contains(first) else { return self }
    return String(unicodeScalars.replacing(text.unicodeScalars, with: replacement.unicodeScalars))
  }
}
