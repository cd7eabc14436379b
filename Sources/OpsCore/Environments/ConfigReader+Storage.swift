/// What the config file says about the store of an environment; nil is nothing.
struct ConfigStorage: Sendable, Equatable {
  /// Where the text stands, for messages.
  var name: String
  /// The one text that stands for a store.
  var url: String?
  /// A folder.
  var root: String?
  var bucket: String?
  var template: String?
  var key: String?
  var credentials: String?
  var impersonate: String?

  /// Makes the settings of the store.
  ///
  /// - Parameters:
  ///   - supabaseURL: The address of the environment's own Supabase project.
  ///   - projectKey: The key of that project, for want of one of its own.
  /// - Returns: The settings.
  /// - Throws: `OpsError` with exit status 78 when the text leads to no store.
  func settings(supabaseURL: String?, key projectKey: String?) throws(OpsError) -> StorageSettings {
    let address = url ?? root.map { "file://" + $0 } ?? "supabase"
    guard var settings = StorageSettings.parse(address, supabaseURL: supabaseURL) else {
      throw failure(
        address == "supabase"
          ? "needs SUPABASE_URL, or a url of its own"
          : "must be file:///folder, gs://bucket, supabase, or the address of a Supabase project")
    }
    switch settings.service {
    case .folder: break
    case .supabase(let url, _):
      settings.service = .supabase(url: url, key: key ?? projectKey)
    case .googleCloud:
      settings.service = .googleCloud(credentials: credentials, impersonate: impersonate)
    }
    if let bucket {
      guard !bucket.contains("/") else { throw failure("bucket is a name without slashes") }
      settings.bucket = bucket
    }
    if let template {
      guard template.contains("{id}") else { throw failure("template must hold {id}") }
      settings.template = template
    }
    return settings
  }

  private func failure(_ problem: String) -> OpsError {
    OpsError(
      .configuration, "\(Sanitiser.visible(name)) \(problem)",
      hint: "put that right in the file, or name another one by --config FILE",
      code: "config_value")
  }
}

extension ConfigReader {
  /// Reads a store: one text, or a table with more about it.
  mutating func storage(
    _ values: [String: ConfigValue], at place: [String]
  ) throws(OpsError) -> ConfigStorage? {
    let name = "\(path): \(Self.name("storage", place))"
    if case .string(let text)? = values["storage"] {
      return text.isEmpty ? nil : ConfigStorage(name: name, url: text)
    }
    guard let table = try table(values, "storage", at: place) else { return nil }
    let place = place + ["storage"]
    noteUnknown(in: table, known: ConfigKeys.storage, at: place)
    let storage = ConfigStorage(
      name: name, url: try string(table, "url", at: place),
      root: try string(table, "root", at: place), bucket: try string(table, "bucket", at: place),
      template: try string(table, "template", at: place),
      key: try string(table, "key", at: place),
      credentials: try string(table, "credentials", at: place),
      impersonate: try string(table, "impersonate", at: place))
    guard storage.url == nil || storage.root == nil else {
      throw failure(Self.name("root", place), "and url exclude each other")
    }
    return storage
  }
}
