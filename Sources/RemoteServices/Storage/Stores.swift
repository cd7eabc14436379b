internal import FoundationEssentials
public import OpsCore

/// Makes the store that a profile names.
public enum Stores {
  /// Makes the store by the variables of this process.
  ///
  /// - Throws: `OpsError` with exit status 78 when credentials that are named cannot be used.
  public static func make(_ settings: StorageSettings) throws(OpsError) -> any ObjectStore {
    try make(settings, variables: ProcessInfo.processInfo.environment)
  }

  /// Makes the store; nothing is asked for that.
  ///
  /// - Throws: `OpsError` with exit status 78 when credentials that are named cannot be used.
  static func make(
    _ settings: StorageSettings, variables: [String: String]
  ) throws(OpsError) -> any ObjectStore {
    switch settings.service {
    case .folder(let path): return FolderStore(root: path, bucket: settings.bucket)
    case .supabase(let url, let key):
      return SupabaseStore(url: url, bucket: settings.bucket, key: key)
    case .googleCloud(let credentials, let account):
      // An emulator never gets a real token, so that none is even looked for.
      if let host = variables["STORAGE_EMULATOR_HOST"], !host.isEmpty {
        return GoogleCloudStore(bucket: settings.bucket, base: emulator(host), tokens: nil)
      }
      let found = try GoogleCredentials.find(
        path: credentials, impersonate: account, variables: variables)
      return GoogleCloudStore(bucket: settings.bucket, tokens: TokenSource(found))
    }
  }

  /// The address of an emulator, which some programs write without a scheme.
  private static func emulator(_ host: String) -> String {
    var address = host.contains("://") ? host : "http://" + host
    while address.hasSuffix("/") { address.removeLast() }
    return address
  }
}
