internal import TOMLKit

/// A value of a TOML document, apart from the library that read it.
enum ConfigValue: Sendable, Equatable {
  case string(String)
  case bool(Bool)
  case int(Int)
  case double(Double)
  case array([ConfigValue])
  case table([String: ConfigValue])
  /// A date or a time, which no setting takes.
  case other(String)

  /// The type, with its article.
  var typeName: String {
    switch self {
    case .string: "a string"
    case .bool: "a boolean"
    case .int: "an integer"
    case .double: "a number"
    case .array: "an array"
    case .table: "a table"
    case .other(let name): "a \(name)"
    }
  }
}

/// Reads TOML.
enum TOMLDocument {
  /// Reads a document.
  ///
  /// - Throws: `OpsError` with exit status 78 that tells file, line and column, and never a value.
  static func parse(_ text: String, path: String) throws(OpsError) -> [String: ConfigValue] {
    guard !text.utf8.contains(0) else {
      throw OpsError(
        .configuration, "\(Sanitiser.visible(path)): holds a NUL character",
        hint: "save it as plain text in UTF-8", code: "config_malformed")
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let place = error.source.begin
      throw OpsError(
        .configuration,
        "\(Sanitiser.visible(path)):\(place.line):\(place.column): \(reason(error.description))",
        hint: "a table is [env.dev], a text stands in quotes: dsn = \"service=dev\"",
        code: "config_malformed")
    } catch {
      throw OpsError(
        .configuration, "\(Sanitiser.visible(path)): is not TOML",
        hint: "a table is [env.dev], a text stands in quotes: dsn = \"service=dev\"",
        code: "config_malformed")
    }
    return values(of: table)
  }

  private static func values(of table: TOMLTable) -> [String: ConfigValue] {
    var values: [String: ConfigValue] = [:]
    for key in table.keys {
      if let value = table[key] { values[key] = self.value(of: value) }
    }
    return values
  }

  private static func value(of value: any TOMLValueConvertible) -> ConfigValue {
    if let text = value.string { return .string(text) }
    if let flag = value.bool { return .bool(flag) }
    if let number = value.int { return .int(number) }
    if let number = value.double { return .double(number) }
    if let table = value.table { return .table(values(of: table)) }
    if let array = value.array { return .array(array.map { self.value(of: $0) }) }
    return .other(value.type.description)
  }

  /// The library quotes what it stumbled over, which may be a piece of a password; single characters may stay.
  private static func reason(_ description: String) -> String {
    // Scalar by scalar: a quote with a combining mark behind it is no character of its own.
    let line = description.unicodeScalars.prefix { $0 != "\n" }
    let parts = line.split(separator: "'", omittingEmptySubsequences: false)
    var kept = ""
    for (index, part) in parts.enumerated() {
      let isQuoted = !index.isMultiple(of: 2)
      let text = String(part)
      kept += isQuoted ? (part.count <= 1 ? "'\(text)'" : "'…'") : text
    }
    return Sanitiser.visible(kept)
  }
}
