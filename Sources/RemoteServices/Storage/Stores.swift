public import OpsCore

/// Makes the store that a profile names.
public enum Stores {
  /// Makes the store; nothing is asked for that.
  ///
  /// - Throws: `OpsError` with exit status 78 when credentials that are named cannot be used.
  public static func make(_ settings: StorageSettings) throws(OpsError) -> any ObjectStore {
    switch settings.service {
    case .folder(let path): return FolderStore(root: path, bucket: settings.bucket)
    case .supabase(let url, let key):
      return SupabaseStore(url: url, bucket: settings.bucket, key: key)
    case .googleCloud:
      throw OpsError(.configuration, "this kind of store cannot be reached: \(settings)")
    }
  }
}
