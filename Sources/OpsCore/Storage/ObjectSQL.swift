/// The statements about what batches say of their files.
enum ObjectSQL {
  /// Returns where batches say that their files are; parameter 1 are the ids.
  static func paths(in schema: SchemaProfile) -> String {
    """
    SELECT b.id::text AS id, \(path(schema)) AS path FROM \(BatchSQL.table) AS b
    WHERE b.id = ANY($1::uuid[])
    """
  }

  /// Finds the batches that may refer to objects.
  ///
  /// Parameter 1 are the ways to write the names, 2 the ids to which the template gives them. A path with an escape in it
  /// can be written in too many ways, so that all of those are looked at.
  static func referring(in schema: SchemaProfile) -> String {
    let path = path(schema)
    return """
      SELECT b.id::text AS id, \(path) AS path FROM \(BatchSQL.table) AS b
      WHERE ltrim(\(path), '/') = ANY($1::text[]) OR strpos(\(path), '%') > 0
      UNION
      SELECT b.id::text, \(path) FROM \(BatchSQL.table) AS b WHERE b.id = ANY($2::uuid[])
      """
  }

  private static func path(_ schema: SchemaProfile) -> String {
    schema.batchColumnNames.contains("storage_path") ? "nullif(b.storage_path, '')" : "NULL::text"
  }
}
