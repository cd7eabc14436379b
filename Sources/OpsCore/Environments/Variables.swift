internal import Postgres

/// The variables of one level, read for one environment.
struct Variables: Sendable {
  /// Where variables come from.
  enum Origin: Sendable, Equatable {
    case process
    case file(String)

    func describe(_ variable: String) -> String {
      switch self {
      case .process: "\(variable) (environment)"
      case .file(let name): "\(name) \(variable)"
      }
    }
  }

  /// A value and where it was found.
  struct Found: Sendable, Equatable {
    let value: String
    let source: String
  }

  let values: [String: String]
  let origin: Origin
  /// The endings to try, the first first.
  let suffixes: [String]

  /// The process's variables: those without an ending belong to the environment that SUPABASE_MODE names.
  static func process(_ values: [String: String], for name: String) -> Variables {
    let suffix = EnvironmentName.suffix(name)
    let isMode = values.text("SUPABASE_MODE") == name
    return Variables(
      values: values, origin: .process, suffixes: isMode ? [suffix, ""] : [suffix])
  }

  /// The variables of `.env.NAME`, which all belong to that environment.
  static func file(_ values: [String: String], for name: String) -> Variables {
    Variables(
      values: values, origin: .file(".env." + name),
      suffixes: [EnvironmentName.suffix(name), ""])
  }

  /// Finds a variable.
  func find(_ name: String) -> Found? {
    for suffix in suffixes {
      if let value = values.text(name + suffix) {
        return Found(value: value, source: origin.describe(name + suffix))
      }
    }
    return nil
  }

  /// Whether there is a connection string for this environment.
  var hasDSN: Bool { Self.names.contains { find($0) != nil } }

  /// Finds the connection string.
  ///
  /// - Throws: `OpsError` with exit status 78 when it is malformed, or when two of the same rank differ.
  func dsn() throws(OpsError) -> ResolvedDSN? {
    for suffix in suffixes {
      var found: [ResolvedDSN] = []
      for name in Self.names {
        guard let value = values.text(name + suffix) else { continue }
        found.append(try ResolvedDSN(value, source: origin.describe(name + suffix)))
      }
      guard let first = found.first else { continue }
      if let other = found.last, other.info != first.info {
        throw ResolvedDSN.conflict(first.source, other.source)
      }
      return first
    }
    return nil
  }

  /// The first is the canonical one, the second its older name.
  private static let names = ["DATABASE_URL", "SUPABASE_DB_URL"]
}

/// A connection string and where it was found.
struct ResolvedDSN: Sendable, Equatable {
  let info: ConnectionInfo
  let source: String

  init(_ text: String, source: String) throws(OpsError) {
    do throws(PostgresError) {
      info = try ConnectionInfo(dsn: text)
    } catch {
      throw OpsError(
        .configuration, "\(Sanitiser.visible(source)): \(error.message)", hint: error.hint,
        code: "invalid_dsn")
    }
    self.source = source
  }

  init(_ info: ConnectionInfo, source: String) {
    self.info = info
    self.source = source
  }

  static func conflict(_ first: String, _ second: String) -> OpsError {
    OpsError(
      .configuration, "\(first) and \(second) lead to different databases",
      hint: "unset one of them, so that nobody has to guess", code: "conflicting_dsn")
  }
}
