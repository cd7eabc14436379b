/// How much of the catalog somebody needs; each includes what comes before it.
public enum CatalogReach: Int, Sendable, Comparable {
  /// The table of batches: its columns, its indexes and what the role may do with it.
  case batches
  /// The statuses that batches may have.
  case statuses
  /// The tables around it, and the foreign keys that lead to it.
  case whole

  /// Orders them by how much they are.
  public static func < (left: CatalogReach, right: CatalogReach) -> Bool {
    left.rawValue < right.rawValue
  }
}
