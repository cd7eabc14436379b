/// The settings that every transaction establishes and reads back.
///
/// Session settings and `options=` do not survive a pooler; SET LOCAL does.
struct TransactionGuards {
  let settings: [(name: String, value: String)]

  init(_ mode: TransactionMode, _ timeouts: Timeouts, rowSecurityOff: Bool) {
    var settings = [
      ("statement_timeout", "\(timeouts.statement.milliseconds)ms"),
      ("lock_timeout", "\(timeouts.lock.milliseconds)ms"),
      ("idle_in_transaction_session_timeout", "\(timeouts.idle.milliseconds)ms"),
      ("DateStyle", "ISO, YMD"),
      ("TimeZone", "UTC"),
      ("standard_conforming_strings", "on"),
    ]
    // Row security would hide rows in silence; switched off it raises an error.
    if rowSecurityOff { settings.append(("row_security", "off")) }
    if !mode.isReadOnly { settings.append(("synchronous_commit", "on")) }
    self.settings = settings
  }

  /// Establishes the settings; the values are literals of this module, so no parameter is needed.
  var establish: String {
    "SELECT " + settings.map { Self.setting($0.name, $0.value) }.joined(separator: ",")
  }

  /// Reads the settings back, one column each, then the process id of the server process.
  var readBack: String {
    let columns = settings.map { "current_setting('\($0.name)')" }
    return "SELECT " + (columns + ["pg_backend_pid()"]).joined(separator: ",")
  }

  /// Establishes and reads back in one statement, for transactions of a single query.
  var establishAndReadBack: String { establish + ",pg_backend_pid()" }

  /// Compares what was read back.
  func check(_ row: Row) throws(PostgresError) {
    for (index, setting) in settings.enumerated() {
      let actual = row[index] ?? ""
      guard !Self.isSame(setting.name, wanted: setting.value, actual: actual) else { continue }
      throw PostgresError(
        .settingsRefused,
        "the server did not take \(setting.name) = \(setting.value), it has \(actual)",
        hint: "a pooler or a setting of the role stands in between; connect directly")
    }
  }

  private static func setting(_ name: String, _ value: String) -> String {
    guard name == "synchronous_commit" else { return "set_config('\(name)','\(value)',true)" }
    // Never lowers a stronger choice.
    return "set_config('\(name)',CASE current_setting('\(name)') WHEN 'remote_apply'"
      + " THEN 'remote_apply' ELSE 'on' END,true)"
  }

  private static func isSame(_ name: String, wanted: String, actual: String) -> Bool {
    if wanted.hasSuffix("ms"), let wanted = milliseconds(wanted) {
      return milliseconds(actual) == wanted
    }
    return actual == wanted || (name == "synchronous_commit" && actual == "remote_apply")
  }

  /// Reads `15s`, `2min`, `500ms`, `0` as PostgreSQL writes them.
  static func milliseconds(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits) else { return nil }
    switch text.dropFirst(digits.count) {
    case "ms", "": return number
    case "s": return number * 1000
    case "min": return number * 60_000
    case "h": return number * 3_600_000
    case "d": return number * 86_400_000
    default: return nil
    }
  }
}
