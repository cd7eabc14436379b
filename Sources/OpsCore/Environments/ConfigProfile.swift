/// What the config file says about one environment; nil is nothing.
struct ConfigProfile: Sendable, Equatable {
  var dsn: String?
  var service: String?
  var readonlyDSN: String?
  var isProtected: Bool?
  var projectRef: String?
  var color: String?
  var postgrestURL: String?
  var postgrestAdminURL: String?
  var postgrestKey: String?
  var storage: ConfigStorage?
  var trigger: [String]?
  var batches: ConfigCap?
  var dependentRows: ConfigCap?
  var tablePercent: ConfigCap?
  var unindexedSeconds: ConfigCap?
  var waivedGates: [String]?
}

/// A cap in the config file.
enum ConfigCap: Sendable, Equatable {
  /// There is none, whatever the environment has by itself.
  case lifted
  case at(Double)
}

/// The keys of the config file.
///
/// Keys whose rooms read them themselves are only known here, so that a typing error in one of them is found.
enum ConfigKeys {
  static let root = ["env"]
  static let profile = [
    "alerts", "api", "color", "contacts", "dsn", "limits", "logs", "postgrest", "project_ref",
    "protected", "readonly_dsn", "service", "storage", "trigger", "worker",
  ]
  static let postgrest = ["admin_url", "key", "url"]
  static let storage = [
    "bucket", "credentials", "impersonate", "key", "root", "template", "url",
  ]
  static let limits = [
    "batches", "dependent_rows", "table_percent", "unindexed_seconds", "waive_gates",
  ]
  static let colors = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
}
