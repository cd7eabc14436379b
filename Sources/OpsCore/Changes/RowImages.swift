internal import Postgres

/// Rows as texts, read within the transaction of a change.
struct RowImages: Sendable {
  /// The images in the order of their keys.
  let images: [AuditImage]
  /// The `xmin` of each row, by key.
  let versions: [String: String]
  private let key: String

  /// Reads the rows of a write.
  init(
    _ keys: [String], key: String, shape: TableShape, lock: ChangeSQL.Lock,
    in transaction: Transaction
  ) async throws(PostgresError) {
    let statement = ChangeSQL.images(of: shape, key: key, keys: keys, lock: lock)
    var images: [AuditImage] = []
    var versions: [String: String] = [:]
    for row in try await transaction.query(statement.sql, statement.parameters) {
      var columns: [String: String?] = [:]
      // By position: a column may have the name of another result.
      for (index, column) in shape.columns.enumerated() {
        columns.updateValue(row[index + 1], forKey: column.name)
      }
      let value = try row.string(key)
      versions[value] = row[0]
      images.append(AuditImage(table: shape.table.description, key: key, columns: columns))
    }
    self.images = images
    self.versions = versions
    self.key = key
  }

  /// The images by the value of their key.
  var byKey: [String: AuditImage] {
    Dictionary(images.map { (($0.columns[key] ?? nil) ?? "", $0) }) { first, _ in first }
  }
}
