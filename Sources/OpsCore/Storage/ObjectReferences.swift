internal import Postgres

/// Asks which batches refer to objects, in whatever way they write their names.
struct ObjectReferences: Sendable {
  let settings: StorageSettings
  let link: Link
  /// So many paths with escapes are looked at; with more, nobody could tell what they refer to.
  private static let mostEscaped = 100_000

  /// Returns the batches that refer to each of the names.
  ///
  /// A batch to which the template gives the name refers to it, too, whatever its own column says: workers read by the
  /// template.
  func batches(referringTo names: [String]) async throws -> [String: Set<String>] {
    guard !names.isEmpty else { return [:] }
    let wanted = Set(names)
    let ids = names.compactMap(settings.batch(ofName:))
    let spellings = names.flatMap {
      [$0, "\(settings.bucket)/\($0)", "gs://\(settings.bucket)/\($0)"]
    }
    let rows = try await BatchStore(link: link).read(
      ObjectSQL.referring(in: link.schema), [.textArray(spellings), .textArray(ids)])
    guard rows.count <= Self.mostEscaped + names.count * 4 else {
      throw OpsError(
        .failed,
        "too many batches write their storage_path with escapes to tell which object is whose",
        hint: "storage head ID finds the object of one batch")
    }
    var found: [String: Set<String>] = [:]
    for row in rows {
      let id = try row.string("id")
      for name in Self.names(of: id, path: try row.optionalString("path"), in: settings)
      where wanted.contains(name) {
        found[name, default: []].insert(id)
      }
    }
    return found
  }

  private static func names(
    of id: String, path: String?, in settings: StorageSettings
  ) -> [String] {
    let own = try? ObjectLocation(batch: id, path: path, in: settings)
    return (own?.names ?? []) + [settings.name(ofBatch: id)]
  }
}
