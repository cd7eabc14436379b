/// The version of dfops.
public enum OpsVersion {
  /// The version, by semantic versioning.
  public static let current = "0.1.0"
}
