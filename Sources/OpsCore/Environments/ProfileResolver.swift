internal import Postgres

/// Makes an environment of everything that speaks about it, the highest source first.
struct ProfileResolver: Sendable {
  let name: String
  /// The variables, the highest level first.
  let levels: [Variables]
  let config: ConfigProfile?
  /// What the config file is called as a source.
  let configName: String
  let services: ServiceFile

  func environment() throws(OpsError) -> Environment {
    let isProtected = config?.isProtected ?? (name == "prod")
    let dsn = try resolveDSN()
    var readonly: ConnectionInfo?
    if let text = config?.readonlyDSN {
      let resolved = try ResolvedDSN(text, source: "\(configName) \(key("readonly_dsn"))")
      readonly = services.expand(resolved.info)
    }
    return Environment(
      name: name, isProtected: isProtected, dsn: dsn.map { services.expand($0.info) },
      dsnSource: dsn?.source, readonlyDSN: readonly, projectRef: config?.projectRef,
      color: config?.color, postgrest: postgrest(), storage: try storage(),
      trigger: config?.trigger,
      limits: limits(isProtected: isProtected))
  }

  private func resolveDSN() throws(OpsError) -> ResolvedDSN? {
    for level in levels {
      if let dsn = try level.dsn() { return dsn }
    }
    let fromText = try config?.dsn.map { text throws(OpsError) in
      try ResolvedDSN(text, source: "\(configName) dsn")
    }
    guard let service = config?.service else { return fromText }
    if let fromText {
      throw ResolvedDSN.conflict(
        "\(fromText.source) of \(name)", "\(configName) service of \(name)")
    }
    var info = try ResolvedDSN("", source: configName).info
    info["service"] = service
    return ResolvedDSN(info, source: "\(configName) service")
  }

  /// What the profile says wins; else Supabase's gateway serves PostgREST under a fixed path.
  private func postgrest() -> PostgRESTSettings? {
    let key =
      config?.postgrestKey ?? variable("SUPABASE_SERVICE_ROLE_KEY") ?? variable("SUPABASE_ANON_KEY")
    if let url = config?.postgrestURL {
      return PostgRESTSettings(url: url, adminURL: config?.postgrestAdminURL, apiKey: key)
    }
    guard var url = variable("SUPABASE_URL") else { return nil }
    while url.hasSuffix("/") { url.removeLast() }
    return PostgRESTSettings(
      url: url + "/rest/v1", adminURL: config?.postgrestAdminURL, apiKey: key)
  }

  /// What the profile says wins; else a Supabase project has its own store, to which only the service key leads.
  private func storage() throws(OpsError) -> StorageSettings? {
    let url = variable("SUPABASE_URL")
    let key = variable("SUPABASE_SERVICE_ROLE_KEY")
    if let storage = config?.storage {
      return try storage.settings(supabaseURL: url, key: key)
    }
    guard let url, let key else { return nil }
    return StorageSettings(.supabase(url: StorageSettings.storageURL(of: url), key: key))
  }

  private func variable(_ name: String) -> String? {
    for level in levels {
      if let found = level.find(name) { return found.value }
    }
    return nil
  }

  private func limits(isProtected: Bool) -> Limits {
    var limits = Limits.standard(isProtected: isProtected)
    if let cap = config?.batches { limits.batches = cap.number.map { Int($0) } }
    if let cap = config?.dependentRows { limits.dependentRows = cap.number.map { Int($0) } }
    if let cap = config?.tablePercent { limits.share = cap.number.map { $0 / 100 } }
    if let cap = config?.unindexedSeconds { limits.unindexedSeconds = cap.number }
    if let gates = config?.waivedGates { limits.waivedGates = Set(gates) }
    return limits
  }

  private func key(_ key: String) -> String { "env.\(name).\(key)" }
}

extension ConfigCap {
  /// The number; nil when there is no cap.
  fileprivate var number: Double? {
    switch self {
    case .lifted: nil
    case .at(let number): number
    }
  }
}
