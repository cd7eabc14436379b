internal import Postgres

/// The user's file of connection services, read as libpq reads it.
///
/// libpq would fill a service in by itself, yet nobody could see where it leads: whether that is this machine, and
/// which project.
struct ServiceFile: Sendable, Equatable {
  private var services: [String: [String: String]] = [:]

  /// Reads the text of a file.
  init(_ text: String) {
    var name: String?
    for line in text.split(whereSeparator: \.isNewline) {
      let line = Self.trimmed(line)
      if line.isEmpty || line.hasPrefix("#") { continue }
      if line.hasPrefix("["), line.hasSuffix("]") {
        name = String(line.dropFirst().dropLast())
        // Of two sections of one name, libpq takes the first.
        if let known = name, services[known] != nil { name = nil }
        if let name { services[name] = [:] }
      } else if let current = name, let equals = line.firstIndex(of: "=") {
        let key = String(line[..<equals])
        if services[current]?[key] == nil {
          services[current]?[key] = String(line[line.index(after: equals)...])
        }
      } else if let current = name {
        // An LDAP lookup, or something odd: libpq knows better.
        services[current] = nil
        name = nil
      }
    }
  }

  /// Reads the file that libpq would read first; nothing when there is none.
  static func load(_ processEnvironment: [String: String]) -> ServiceFile {
    let home = BaseFolder.home(processEnvironment).map { $0 + "/.pg_service.conf" }
    guard let path = processEnvironment.text("PGSERVICEFILE") ?? home,
      let file = try? TextFile(path: path)
    else { return ServiceFile("") }
    return ServiceFile(file.text)
  }

  /// Puts the settings of a service in its place; leaves the string as it is when the service is not in this file.
  func expand(_ info: ConnectionInfo) -> ConnectionInfo {
    guard let name = info["service"], let service = services[name] else { return info }
    var info = info
    for (key, value) in service where info[key] == nil { info[key] = value }
    info["service"] = nil
    return info
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let start = text.drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return start[...end]
  }
}
