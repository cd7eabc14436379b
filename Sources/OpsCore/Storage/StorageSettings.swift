/// Where the original files of an environment's batches lie, as its profile says.
public struct StorageSettings: Sendable, Equatable, CustomStringConvertible {
  /// The kind of store, with what is needed to reach it.
  public enum Service: Sendable, Equatable {
    /// A folder that holds a folder for each bucket.
    case folder(path: String)
    /// Supabase Storage; the key is never shown.
    case supabase(url: String, key: String?)
    /// Google Cloud Storage, by a file of credentials or what the machine has, and as another account.
    case googleCloud(credentials: String?, impersonate: String?)
  }

  /// The store.
  public var service: Service
  /// The bucket.
  public var bucket: String
  /// The name of a batch's object where the batch itself names none; `{id}` stands for its id.
  public var template: String

  /// The bucket and the names of the deployed workers.
  public static let defaultBucket = "intake"
  /// The names that the deployed workers give.
  public static let defaultTemplate = "simplicity/{id}.csv"

  /// Makes settings.
  public init(
    _ service: Service, bucket: String = Self.defaultBucket,
    template: String = Self.defaultTemplate
  ) {
    self.service = service
    self.bucket = bucket
    self.template = template
  }

  /// The store and its bucket, without the key.
  public var description: String {
    switch service {
    case .folder(let path): "\(path)/\(bucket)"
    case .supabase(let url, _): "\(url), bucket \(bucket)"
    case .googleCloud: "gs://\(bucket)"
    }
  }

  /// Reads the one text that stands for a store: `file:///folder`, `gs://bucket`, `supabase`, or the address of a
  /// Supabase project; nil for anything else.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - supabaseURL: The address of the environment's own Supabase project.
  /// - Returns: The settings; nil when the text leads to no store.
  static func parse(_ text: String, supabaseURL: String?) -> StorageSettings? {
    if text == "supabase" {
      return supabaseURL.map { StorageSettings(.supabase(url: storageURL(of: $0), key: nil)) }
    }
    if let path = text.dropping(prefix: "file://") {
      guard path.hasPrefix("/") else { return nil }
      return StorageSettings(.folder(path: withoutSlashes(path)))
    }
    if let bucket = text.dropping(prefix: "gs://") {
      let bucket = withoutSlashes(bucket)
      guard !bucket.isEmpty, !bucket.contains("/") else { return nil }
      return StorageSettings(.googleCloud(credentials: nil, impersonate: nil), bucket: bucket)
    }
    guard text.hasPrefix("https://") || text.hasPrefix("http://") else { return nil }
    return StorageSettings(.supabase(url: storageURL(of: text), key: nil))
  }

  /// The address of the Storage API; a project's own address leads to it by a fixed path.
  static func storageURL(of url: String) -> String {
    let url = withoutSlashes(url)
    return url.hasSuffix("/storage/v1") ? url : url + "/storage/v1"
  }

  private static func withoutSlashes(_ text: String) -> String {
    var text = text[...]
    while text.count > 1, text.hasSuffix("/") { text = text.dropLast() }
    return String(text)
  }
}

extension String {
  /// The rest of a text that begins so; nil when it does not.
  func dropping(prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
