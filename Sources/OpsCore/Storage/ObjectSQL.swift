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

  /// The batches that write where their files are with an escape, which may mean several names.
  static func escaped(in schema: SchemaProfile) -> String {
    "SELECT b.id::text AS id, \(path(schema)) AS path FROM \(BatchSQL.table) AS b"
      + " WHERE strpos(\(path(schema)), '%') > 0"
  }

  /// Returns those of the ids, parameter 1, that are there.
  static let existing =
    "SELECT b.id::text AS id FROM \(BatchSQL.table) AS b WHERE b.id = ANY($1::uuid[])"

  /// Declares the cursor over all batches by the names of their objects, as ``ObjectLocation`` makes them of what the
  /// batches say; those with escapes, and those that lead to another store, are left out.
  ///
  /// Parameter 1 is the template's beginning, 2 its end, 3 the bucket.
  static func namesCursor(in schema: SchemaProfile) -> String {
    """
    DECLARE dfops_names NO SCROLL CURSOR FOR
    SELECT (CASE WHEN n.path IS NULL THEN $1::text || n.id || $2::text
        WHEN starts_with(n.rest, $3::text || '/') THEN substr(n.rest, length($3::text) + 2)
        ELSE n.rest END) COLLATE "C" AS name, n.id
    FROM (SELECT p.id, p.path, ltrim(CASE WHEN strpos(p.path, '://') > 0
          THEN substr(p.path, strpos(p.path, '://') + 3 + length($3::text))
          ELSE p.path END, '/') AS rest
      FROM (SELECT b.id::text AS id, \(path(schema)) AS path FROM \(BatchSQL.table) AS b) AS p
      WHERE coalesce(strpos(p.path, '%'), 0) = 0 AND (coalesce(strpos(p.path, '://'), 0) = 0
        OR starts_with(substr(p.path, strpos(p.path, '://') + 3), $3::text || '/'))) AS n
    ORDER BY 1
    """
  }

  private static func path(_ schema: SchemaProfile) -> String {
    schema.batchColumnNames.contains("storage_path") ? "nullif(b.storage_path, '')" : "NULL::text"
  }
}
