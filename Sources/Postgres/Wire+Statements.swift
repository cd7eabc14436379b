internal import CLibPQ

extension Wire {
  /// Runs one statement.
  func query(
    _ sql: String, _ parameters: [Value], in id: Int?
  ) -> Result<ResultSet, PostgresError> {
    Result { () throws(PostgresError) in
      try Self.checkTexts(sql, parameters)
      return try perform(in: id) { channel, watch in
        try channel.send(sql, parameters)
        return try channel.result(&watch)
      }
    }
  }

  /// Runs a text of several statements.
  func script(_ sql: String) -> Result<[ResultSet], PostgresError> {
    Result { () throws(PostgresError) in
      try Self.checkTexts(sql, [])
      return try perform(in: nil) { channel, watch in
        try channel.send(sql)
        return try channel.results(&watch)
      }
    }
  }

  /// Runs queries between BEGIN and COMMIT in one round trip.
  func read(
    _ queries: [(sql: String, parameters: [Value])], _ timeouts: Timeouts, rowSecurityOff: Bool
  ) -> Result<[ResultSet], PostgresError> {
    Result { () throws(PostgresError) in
      for query in queries { try Self.checkTexts(query.sql, query.parameters) }
      let mode = TransactionMode.readOnly
      let timeouts = timeouts.capped(by: ceiling)
      let guards = TransactionGuards(mode, timeouts, rowSecurityOff: rowSecurityOff)
      let limit = timeouts.statement == .zero ? nil : timeouts.statement
      return try perform(in: nil, limit: limit) { channel, watch in
        do {
          try channel.sendPipeline(
            [(mode.begin, []), (guards.establishAndReadBack, [])] + queries + [("COMMIT", [])])
          let results = try channel.pipelineResults(&watch, count: queries.count + 3)
          let settings = results[1].first
          if let pid = settings?[guards.settings.count].flatMap(Int32.init) { remember(pid) }
          guard let settings else {
            throw PostgresError(.settingsRefused, "the server returned no settings")
          }
          try guards.check(settings)
          return Array(results[2..<(queries.count + 2)])
        } catch {
          // The error has skipped COMMIT; the answer to ROLLBACK is of no interest.
          if !channel.isBroken && channel.isInTransaction {
            try? channel.send("ROLLBACK")
            _ = try? channel.results(&watch)
          }
          throw error
        }
      }
    }
  }

  /// C strings end at NUL: a text that holds one would lose its tail in silence.
  static func checkTexts(_ sql: String, _ parameters: [Value]) throws(PostgresError) {
    if sql.utf8.contains(0) {
      throw PostgresError(.misuse, "the statement holds a NUL character")
    }
    for (index, parameter) in parameters.enumerated()
    where parameter.text?.utf8.contains(0) == true {
      throw PostgresError(.misuse, "parameter $\(index + 1) holds a NUL character")
    }
  }
}
