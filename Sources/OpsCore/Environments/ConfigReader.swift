/// Reads profiles out of a parsed config file, and names what it does not know.
struct ConfigReader {
  let path: String
  private(set) var warnings: [String] = []

  init(path: String) {
    self.path = Sanitiser.visible(path)
  }

  mutating func profiles(
    in root: [String: ConfigValue]
  ) throws(OpsError) -> [String: ConfigProfile] {
    noteUnknown(in: root, known: ConfigKeys.root, at: [])
    var profiles: [String: ConfigProfile] = [:]
    let tables = try table(root, "env", at: []) ?? [:]
    for name in tables.keys.sorted() {
      guard EnvironmentName.isValid(name) else {
        throw failure("env.\(name)", "is no name of an environment: \(EnvironmentName.rule)")
      }
      guard let values = try table(tables, name, at: ["env"]) else { continue }
      profiles[name] = try profile(values, at: ["env", name])
    }
    return profiles
  }

  private mutating func profile(
    _ values: [String: ConfigValue], at place: [String]
  ) throws(OpsError) -> ConfigProfile {
    noteUnknown(in: values, known: ConfigKeys.profile, at: place)
    var profile = ConfigProfile()
    profile.dsn = try string(values, "dsn", at: place)
    profile.service = try string(values, "service", at: place)
    profile.readonlyDSN = try string(values, "readonly_dsn", at: place)
    profile.isProtected = try flag(values, "protected", at: place)
    profile.projectRef = try string(values, "project_ref", at: place)
    profile.color = try color(values, at: place)
    profile.trigger = try command(values, "trigger", at: place)
    profile.storage = try storage(values, at: place)
    try readPostgREST(values, at: place, into: &profile)
    try readLimits(values, at: place, into: &profile)
    return profile
  }

  private mutating func readPostgREST(
    _ values: [String: ConfigValue], at place: [String], into profile: inout ConfigProfile
  ) throws(OpsError) {
    guard let table = try table(values, "postgrest", at: place) else { return }
    let place = place + ["postgrest"]
    noteUnknown(in: table, known: ConfigKeys.postgrest, at: place)
    profile.postgrestURL = try string(table, "url", at: place)
    profile.postgrestAdminURL = try string(table, "admin_url", at: place)
    profile.postgrestKey = try string(table, "key", at: place)
  }

  private mutating func readLimits(
    _ values: [String: ConfigValue], at place: [String], into profile: inout ConfigProfile
  ) throws(OpsError) {
    guard let table = try table(values, "limits", at: place) else { return }
    let place = place + ["limits"]
    noteUnknown(in: table, known: ConfigKeys.limits, at: place)
    profile.batches = try cap(table, "batches", at: place, most: 1e9)
    profile.dependentRows = try cap(table, "dependent_rows", at: place, most: 1e15)
    profile.tablePercent = try cap(table, "table_percent", at: place, most: 100)
    profile.unindexedSeconds = try cap(table, "unindexed_seconds", at: place, most: 1e9)
    profile.waivedGates = try gates(table, "waive_gates", at: place)
  }

  // MARK: Values

  func string(
    _ values: [String: ConfigValue], _ key: String, at place: [String]
  ) throws(OpsError) -> String? {
    guard let value = values[key] else { return nil }
    guard case .string(let text) = value else { throw wrongType(value, key, place, "a string") }
    return text.isEmpty ? nil : text
  }

  private func flag(
    _ values: [String: ConfigValue], _ key: String, at place: [String]
  ) throws(OpsError) -> Bool? {
    guard let value = values[key] else { return nil }
    guard case .bool(let flag) = value else { throw wrongType(value, key, place, "true or false") }
    return flag
  }

  func table(
    _ values: [String: ConfigValue], _ key: String, at place: [String]
  ) throws(OpsError) -> [String: ConfigValue]? {
    guard let value = values[key] else { return nil }
    guard case .table(let table) = value else { throw wrongType(value, key, place, "a table") }
    return table
  }

  private func color(
    _ values: [String: ConfigValue], at place: [String]
  ) throws(OpsError) -> String? {
    guard let color = try string(values, "color", at: place) else { return nil }
    guard ConfigKeys.colors.contains(color) else {
      throw failure(
        Self.name("color", place), "must be one of " + ConfigKeys.colors.joined(separator: ", "))
    }
    return color
  }

  /// A command is a list of words; one text is split as a shell would, and no shell runs it.
  private func command(
    _ values: [String: ConfigValue], _ key: String, at place: [String]
  ) throws(OpsError) -> [String]? {
    guard let value = values[key] else { return nil }
    var words: [String] = []
    switch value {
    case .string(let text): words = try Words.split(text)
    case .array(let values):
      for value in values {
        guard case .string(let word) = value else {
          throw wrongType(value, key, place, "an array of strings")
        }
        words.append(word)
      }
    default: throw wrongType(value, key, place, "an array of strings")
    }
    guard words.first?.isEmpty == false else {
      throw failure(Self.name(key, place), "must name a program")
    }
    return words
  }

  private func gates(
    _ values: [String: ConfigValue], _ key: String, at place: [String]
  ) throws(OpsError) -> [String]? {
    guard let value = values[key] else { return nil }
    guard case .array(let names) = value else {
      throw wrongType(value, key, place, "an array of strings")
    }
    var gates: [String] = []
    for name in names {
      guard case .string(let gate) = name, CleanupGates.names.contains(gate) else {
        throw failure(
          Self.name(key, place), "takes only " + CleanupGates.names.joined(separator: ", "))
      }
      gates.append(gate)
    }
    return gates
  }

  private func cap(
    _ values: [String: ConfigValue], _ key: String, at place: [String], most: Double
  ) throws(OpsError) -> ConfigCap? {
    guard let value = values[key] else { return nil }
    let number: Double
    switch value {
    case .bool(false): return .lifted
    case .int(let whole): number = Double(whole)
    case .double(let fraction): number = fraction
    default: throw wrongType(value, key, place, "a number, or false for no cap")
    }
    guard number > 0, number <= most else {
      throw failure(Self.name(key, place), "is out of range")
    }
    return .at(number)
  }

  // MARK: Complaints

  mutating func noteUnknown(
    in values: [String: ConfigValue], known: [String], at place: [String]
  ) {
    for key in values.keys.sorted() where !known.contains(key) {
      let near = Suggestion.near(key, among: known).first
      let meant = near.map { "did you mean \($0)?" } ?? "known are \(known.joined(separator: ", "))"
      let name = Sanitiser.visible(Self.name(key, place))
      warnings.append("\(path): unknown key \(name), which does nothing; \(meant)")
    }
  }

  func wrongType(
    _ value: ConfigValue, _ key: String, _ place: [String], _ wanted: String
  ) -> OpsError {
    failure(Self.name(key, place), "must be \(wanted), not \(value.typeName)")
  }

  func failure(_ name: String, _ problem: String) -> OpsError {
    OpsError(
      .configuration, "\(path): \(Sanitiser.visible(name)) \(problem)",
      hint: "put that right in the file, or name another one by --config FILE",
      code: "config_value")
  }

  static func name(_ key: String, _ place: [String]) -> String {
    (place + [key]).joined(separator: ".")
  }
}
