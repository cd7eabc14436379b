internal import CLibPQ

extension Wire {
  struct Begun: Sendable {
    let id: Int
    let backendPID: Int32
  }

  /// Opens a transaction and proves its settings.
  func begin(
    _ mode: TransactionMode, _ timeouts: Timeouts, rowSecurityOff: Bool
  ) -> Result<Begun, PostgresError> {
    Result { () throws(PostgresError) in
      guard ceiling == nil || mode.isReadOnly else {
        throw PostgresError(.misuse, "this connection only reads")
      }
      let timeouts = timeouts.capped(by: ceiling)
      let guards = TransactionGuards(mode, timeouts, rowSecurityOff: rowSecurityOff)
      let limit = timeouts.statement == .zero ? nil : timeouts.statement
      return try perform(in: nil, limit: limit) { channel, watch in
        do {
          try channel.send([mode.begin, guards.establish, guards.readBack].joined(separator: ";"))
          guard let row = try channel.results(&watch).last?.first,
            let pid = row[guards.settings.count].flatMap(Int32.init)
          else { throw PostgresError(.settingsRefused, "the server returned no settings") }
          try guards.check(row)
          let begun = beginTransaction(mode, limit: limit, backendPID: pid)
          return Begun(id: begun.id, backendPID: pid)
        } catch {
          if !channel.isBroken && channel.isInTransaction {
            try? channel.send("ROLLBACK")
            _ = try? channel.results(&watch)
          }
          throw error
        }
      }
    }
  }

  /// Commits, and proves by the command tag that the server did.
  func commit(_ id: Int, _ mode: TransactionMode) -> Result<Void, PostgresError> {
    Result { () throws(PostgresError) in
      guard open?.id == id else {
        // COMMIT was never sent, so the outcome is known.
        throw PostgresError(.connectionLost, "the connection was lost; nothing was changed")
      }
      do throws(PostgresError) {
        let tag = try perform(in: id, stopping: .atCommit) { channel, watch in
          try channel.send("COMMIT")
          return try channel.result(&watch).commandTag
        }
        endTransaction()
        guard tag == "COMMIT" else {
          throw PostgresError(
            .server, "COMMIT answered \(tag): the transaction had failed, nothing was changed",
            sqlState: .inFailedTransaction)
        }
      } catch {
        endTransaction()
        throw Self.commitError(error, mode)
      }
    }
  }

  /// Rolls back; a connection that cannot is given up, which rolls back as well.
  func rollBack(_ id: Int) {
    guard open?.id == id else { return }
    do {
      _ = try perform(in: id, limit: .seconds(5), stopping: .never) { channel, watch in
        try channel.send("ROLLBACK")
        return try channel.results(&watch)
      }
    } catch {
      abandon()
    }
    endTransaction()
  }

  private static func commitError(
    _ error: PostgresError, _ mode: TransactionMode
  ) -> PostgresError {
    let isOpen =
      error.code == .connectionLost || (error.code == .interrupted && error.sqlState == nil)
    guard isOpen, !mode.isReadOnly else { return error }
    return PostgresError(
      .commitUnknown,
      "the connection was lost during COMMIT; whether the change was kept is not known",
      sqlState: error.sqlState, hint: "ask the server for the status of the transaction",
      severity: error.severity)
  }
}
