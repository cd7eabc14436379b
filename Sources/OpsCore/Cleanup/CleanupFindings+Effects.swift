extension CleanupFindings {
  /// The triggers that will fire, by name.
  var triggers: [Warning] {
    var warnings: [Warning] = []
    func add(_ trigger: CleanupTable.Trigger, _ event: String, _ table: TableName, _ rows: Int?) {
      let time = trigger.firesBefore ? "BEFORE" : "AFTER"
      // A trigger for rows is silent without any; one for statements fires all the same.
      guard !trigger.firesForEachRow || rows != 0 else { return }
      let times =
        trigger.firesForEachRow
        ? "fires for each of \(rows.map(String.init) ?? "unknown") rows"
        : "fires once a statement"
      let keeps =
        trigger.firesForEachRow && trigger.firesBefore
        ? ", and may keep rows as they are" : ""
      warnings.append(
        Warning(
          "trigger \(trigger.name) (\(time) \(event)) of \(table) \(times)\(keeps)", .trigger))
    }
    for deletion in graph.deletions {
      for trigger in tables[deletion.table]?.triggers ?? [] where trigger.firesOnDelete {
        add(trigger, "DELETE", deletion.table, rows(of: deletion.table))
      }
    }
    for (index, reference) in graph.references.enumerated() {
      for trigger in tables[reference.table]?.triggers ?? [] where trigger.firesOnUpdate {
        let isTouched =
          trigger.columns.isEmpty
          || trigger.columns.contains(where: reference.key.emptiedColumns.contains)
        guard isTouched else { continue }
        let rows = counts.references[index]?.values.reduce(0, +)
        add(
          trigger, "UPDATE OF \(reference.key.emptiedColumns.joined(separator: ", "))",
          reference.table, rows)
      }
    }
    return warnings
  }

  /// The publications that will tell others.
  var publications: [Warning] {
    var warnings: [Warning] = []
    for deletion in graph.deletions {
      let rows = rows(of: deletion.table)
      for publication in tables[deletion.table]?.publications ?? []
      where publication.tellsDeletes && rows != 0 {
        warnings.append(
          Warning(
            "publication \(publication.name) tells its subscribers of every row that goes from"
              + " \(deletion.table)", .publication))
      }
    }
    for name in Set(graph.references.map(\.table)).sorted(by: { $0.description < $1.description }) {
      let rows = references(of: name)
      for publication in tables[name]?.publications ?? []
      where publication.tellsUpdates && rows != 0 {
        warnings.append(
          Warning(
            "publication \(publication.name) tells its subscribers of every reference that is"
              + " emptied in \(name)", .publication))
      }
    }
    return warnings
  }

  /// A foreign key without an index, with what it costs.
  struct Unindexed: Sendable {
    var key: Dependency
    /// The rows whose deletion each reads the whole table.
    var rows: Int
    /// The time of one reading, in seconds.
    var scan: Double
    var warning: Warning

    /// The price of all of them, in seconds.
    var seconds: Double { Double(rows) * scan }
  }

  /// The foreign keys whose check has no index to use.
  ///
  /// The check is made for every row that goes, also when the table that refers has none left.
  var unindexed: [Unindexed] {
    graph.keys.filter { !$0.hasIndex }.compactMap { key in
      guard let table = tables[key.table], let rows = rows(of: key.referenced), rows > 0 else {
        return nil
      }
      let price = Double(rows) * table.scanSeconds
      let isTooMuch = limits.unindexedSeconds.map { price > $0 } ?? false
      let text =
        "\(key.constraint) has no index: \(key.table) is read whole for each of"
        + " \(CleanupWords.counted(rows, "row", "rows")) of \(key.referenced), "
        + "\(CleanupWords.seconds(price)) altogether"
      let limit = limits.unindexedSeconds.map { CleanupWords.seconds($0) } ?? ""
      let columns = key.columns.map(Self.quoted).joined(separator: ", ")
      return Unindexed(
        key: key, rows: rows, scan: table.scanSeconds,
        warning: isTooMuch
          ? Warning(
            "\(text), above the limit of \(limit); first:"
              + " \(CleanupWords.createIndex) ON \(key.table.sql) (\(columns))", .obstacle)
          : Warning(text))
    }
  }
}
