/// Reads the verbose message that libpq keeps when it could not connect.
enum ConnectFailure {
  static func error(text: String, needsPassword: Bool) -> PostgresError {
    let lines = text.split(separator: "\n").map(String.init)
    // With sslmode=prefer libpq tries twice and keeps both messages; the last one counts.
    let line = lines.last { isMessage($0) } ?? lines.first ?? "could not connect"
    let (message, state) = withoutState(line)
    let hint = lines.last { $0.hasPrefix("HINT:") }.map { trimmed($0.dropFirst(5)) }
    return PostgresError(
      isAuthentication(message, state, needsPassword) ? .authenticationFailed : .connectionFailed,
      message, sqlState: state, hint: hint, severity: state == nil ? nil : "FATAL")
  }

  private static func isMessage(_ line: String) -> Bool {
    let extras = ["DETAIL:", "HINT:", "LOCATION:", "CONTEXT:", "\t", " "]
    return !extras.contains { line.hasPrefix($0) }
  }

  private static func isAuthentication(
    _ message: String, _ state: SQLState?, _ needsPassword: Bool
  ) -> Bool {
    if let state, state.classCode == "28" { return true }
    // Poolers answer with other codes, but in these words.
    return needsPassword || message.contains("password authentication failed")
      || message.contains("no password supplied")
  }

  /// Takes `28P01: ` out of `FATAL:  28P01: password authentication failed`.
  private static func withoutState(_ line: String) -> (String, SQLState?) {
    var rest = line[...]
    while let mark = rest.firstRange(of: ":  ") {
      rest = rest[mark.upperBound...]
      let state = rest.prefix(5)
      let isState =
        state.utf8.count == 5
        && state.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) }
      if isState, rest.dropFirst(5).hasPrefix(": ") {
        let message = line[..<mark.lowerBound] + ": " + rest.dropFirst(7)
        return (String(message), SQLState(rawValue: String(state)))
      }
    }
    return (line, nil)
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " })
  }
}
