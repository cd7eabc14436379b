/// What the catalog says about a table that a cleanup touches.
struct CleanupTable: Sendable, Equatable {
  /// A trigger that somebody made.
  struct Trigger: Sendable, Equatable {
    var name: String
    /// The bits of `tgtype`.
    var type: Int
    /// The columns of an UPDATE to which it is limited; none for all.
    var columns: [String]

    var firesForEachRow: Bool { type & 1 != 0 }
    var firesBefore: Bool { type & 2 != 0 }
    var firesOnDelete: Bool { type & 8 != 0 }
    var firesOnUpdate: Bool { type & 16 != 0 }
  }

  /// A publication that has the table.
  struct Publication: Sendable, Equatable {
    var name: String
    var tellsDeletes: Bool
    var tellsUpdates: Bool
  }

  var name: TableName
  /// The letter of `relkind`.
  var kind = "r"
  var canSelect = true
  var canDelete = true
  /// The columns that the role may update.
  var updatable: Set<String> = []
  var isRowSecurityActive = false
  /// Whether the role may make temporary tables in this database, in which the ids of a chunk stand.
  var allowsTemporary = true
  /// Whether other tables inherit from it.
  var hasHeirs = false
  var hasPrimaryKey = true
  var hasReplicaIdentity = true
  /// Whether each change of a row is logged with all of the row.
  var logsWholeRows = false
  /// The size of the table alone in blocks.
  var pages = 0
  /// The rows as the server estimates them.
  var tuples = 0.0
  /// The bytes of the table with what is stored beside it.
  var bytes = 0
  /// The average width of a row by the server's statistics; nil without any.
  var width: Int?
  var deleteRules: [String] = []
  var updateRules: [String] = []
  var triggers: [Trigger] = []
  var publications: [Publication] = []

  /// Whether all its rows can be counted.
  var isReadable: Bool { canSelect && !isRowSecurityActive }

  /// How long it takes to read all of it, in seconds: measured per block and per row.
  var scanSeconds: Double { Double(pages) * 0.000_010 + tuples * 0.000_000_060 }

  /// The bytes of a row in an archive before compression, as far as anything tells.
  ///
  /// - Parameter counted: Rows that are there for certain, where there are no statistics yet.
  /// - Returns: The bytes; 0 when nothing tells.
  func rowBytes(counted: Int) -> Double {
    // Numbers and times are longer as text than as they are stored.
    if let width { return Double(width) * 1.5 }
    let rows = max(tuples, Double(counted))
    return rows > 0 ? Double(bytes) / rows : 0
  }
}
