internal import Postgres

/// Conditions and their parameters, numbered in the order in which they are added.
struct Conditions: Sendable, Equatable {
  private(set) var clauses: [String] = []
  private(set) var parameters: [Value] = []

  /// Adds a parameter and returns its place, such as `$3`.
  mutating func bind(_ value: Value) -> String {
    parameters.append(value)
    return "$\(parameters.count)"
  }

  mutating func add(_ clause: String) { clauses.append(clause) }

  /// The parameters alone, for another set of conditions in the same statement.
  var parametersOnly: Conditions {
    var conditions = self
    conditions.clauses = []
    return conditions
  }

  /// The WHERE clause; empty when there are no conditions.
  var sql: String {
    clauses.isEmpty ? "" : " WHERE " + clauses.joined(separator: " AND ")
  }
}

extension BatchFilter {
  /// Returns the filter as conditions on the alias `b`.
  ///
  /// - Parameters:
  ///   - schema: What the database has.
  ///   - ids: The ids that `except` stands for.
  ///   - start: Conditions, or only parameters, that come before.
  /// - Returns: The conditions; every text of the operator is a parameter.
  func conditions(
    in schema: SchemaProfile, excepting ids: [String] = [], startingWith start: Conditions = .init()
  ) -> Conditions {
    var conditions = start
    if !statuses.isEmpty {
      let list = conditions.bind(.textArray(statuses))
      conditions.add("b.status = ANY(\(list)::\(BatchSQL.statusType(schema))[])")
    }
    if let idle { idle.add(to: &conditions, schema) }
    for pattern in filenames {
      conditions.add("b.filename ILIKE \(conditions.bind(.text(pattern.like))) ESCAPE '\\'")
    }
    for pattern in notFilenames {
      // NOT ILIKE would drop a row without a name in silence.
      let like = conditions.bind(.text(pattern.like))
      conditions.add("(b.filename ILIKE \(like) ESCAPE '\\') IS NOT TRUE")
    }
    if let from = created.from {
      conditions.add("b.created_at >= \(conditions.bind(.timestamp(from.iso8601)))::timestamptz")
    }
    if let until = created.until {
      conditions.add("b.created_at < \(conditions.bind(.timestamp(until.iso8601)))::timestamptz")
    }
    if let source, let column = BatchSQL.sourceColumn(schema) {
      conditions.add("b.\(Quoting.identifier(column)) = \(conditions.bind(.text(source)))")
    }
    if !ids.isEmpty {
      conditions.add("b.id <> ALL(\(conditions.bind(.textArray(ids)))::uuid[])")
    }
    return conditions
  }
}

extension BatchFilter.Idle {
  fileprivate func add(to conditions: inout Conditions, _ schema: SchemaProfile) {
    conditions.add(BatchSQL.isOf(classes, &conditions, schema))
    let since = conditions.bind(.timestamp(since.iso8601))
    let moved = BatchSQL.moved(schema)
    let isOld = "\(moved) <= \(since)::timestamptz"
    // A batch without any stamp has not moved that anybody knows of.
    let mayBeNull = schema.batchColumn("created_at")?.isNotNull != true
    conditions.add(mayBeNull ? "(\(isOld) OR \(moved) IS NULL)" : isOld)
  }
}
