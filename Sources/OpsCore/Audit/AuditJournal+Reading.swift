extension AuditJournal {
  /// Returns all entries, in their order.
  ///
  /// - Throws: `OpsError` when the journal cannot be read, or a line that no crash explains is not as it was written.
  public func entries() throws(OpsError) -> [AuditEntry] {
    try read(audit: "")
  }

  /// Finds the entries of one change.
  ///
  /// - Parameter audit: The id, or the beginning of it.
  /// - Returns: The entries in their order; none when no change has this id.
  /// - Throws: `OpsError` when the text is no id, when several changes begin with it, or when one of their lines is not
  ///   as it was written.
  public func entries(of audit: String) throws(OpsError) -> [AuditEntry] {
    let prefix = audit.lowercased()
    guard prefix.utf8.count >= 4, prefix.utf8.allSatisfy(Hexadecimal.isDigit) else {
      throw OpsError(
        .usage, "\(Sanitiser.visible(audit)) is no audit id",
        hint: "an audit id, or at least the first 4 of its hexadecimal digits")
    }
    let found = try read(audit: prefix)
    let ids = Set(found.map(\.audit)).sorted()
    guard ids.count > 1, !ids.contains(prefix) else {
      return found.filter { ids.count < 2 || $0.audit == prefix }
    }
    let shown = ids.prefix(4).joined(separator: ", ") + (ids.count > 4 ? ", …" : "")
    throw OpsError(
      .failed, "\(prefix) is the beginning of \(ids.count) audit ids: \(shown)",
      hint: "give more digits")
  }

  /// Follows the chain from its first line to its end.
  ///
  /// Nothing is repaired. Entries that others add meanwhile are not looked at.
  ///
  /// - Parameter head: A head that was kept elsewhere; it must be in the chain.
  /// - Returns: What could be proven, and what not.
  /// - Throws: `OpsError` when the journal cannot be read.
  public func verify(head: String? = nil) throws(OpsError) -> AuditVerification {
    do {
      let file = try JournalFile.forReading(path)
      let beside = try self.head.read()
      var check = JournalCheck(beside: beside, given: head?.lowercased())
      if let file {
        let size = try file.size()
        file.unlock()
        try file.forEachLine(upTo: size) { line, isTerminated in
          check.take(line, isTerminated: isTerminated)
          return true
        }
      }
      return check.finish()
    } catch {
      throw JournalFailure.unreadable(path, errno: error.errno)
    }
  }

  /// Reads the entries whose id begins so.
  private func read(audit prefix: String) throws(OpsError) -> [AuditEntry] {
    var reader = JournalReader(prefix: prefix)
    do {
      guard let file = try JournalFile.forReading(path) else { return [] }
      let size = try file.size()
      file.unlock()
      try file.forEachLine(upTo: size) { line, isTerminated in
        reader.take(line, isTerminated: isTerminated)
      }
    } catch {
      throw JournalFailure.unreadable(path, errno: error.errno)
    }
    return try reader.finish()
  }
}
