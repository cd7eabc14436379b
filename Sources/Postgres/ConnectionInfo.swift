internal import CLibPQ
internal import Glibc

/// Where and how to connect: a parsed connection string.
///
/// It holds what the string says and nothing else; libpq adds its environment variables, `service=` files and
/// password files at connect.
public struct ConnectionInfo: Sendable, Hashable, CustomStringConvertible {
  private var settings: [String: String] = [:]

  /// Parses a URI (`postgresql://…`) or a keyword string (`host=… dbname=…`).
  ///
  /// - Throws: `PostgresError` with the code `.invalidConnectionString`; its message never quotes the string.
  public init(dsn: String) throws(PostgresError) {
    guard !dsn.unicodeScalars.contains("\0") else {
      throw Self.failure("holds a NUL character")
    }
    var problem: UnsafeMutablePointer<CChar>?
    guard let options = unsafe PQconninfoParse(dsn, &problem) else {
      defer { unsafe PQfreemem(problem) }
      let text = unsafe problem.map { unsafe String(cString: $0) } ?? "cannot be parsed"
      throw Self.failure(Redaction.withoutQuotations(String(text.prefix { $0 != "\n" })))
    }
    defer { unsafe PQconninfoFree(options) }
    var option = unsafe options
    while let keyword = unsafe option.pointee.keyword {
      if let value = unsafe option.pointee.val {
        unsafe settings[String(cString: keyword)] = unsafe String(cString: value)
      }
      unsafe option += 1
    }
    try validate(isURI: dsn.hasPrefix("postgresql://") || dsn.hasPrefix("postgres://"))
  }

  /// The value of a libpq keyword, such as `sslmode`; nil when the string does not set it.
  public subscript(keyword: String) -> String? {
    get { settings[keyword] }
    set { settings[keyword] = newValue }
  }

  /// The keywords that are set, sorted.
  public var keywords: [String] { settings.keys.sorted() }

  /// The host or the directory of the socket, as written.
  public var host: String? { settings["host"] ?? settings["hostaddr"] }

  /// The port, as written.
  public var port: String? { settings["port"] }

  /// The database, as written.
  public var database: String? { settings["dbname"] }

  /// The user, as written.
  public var user: String? { settings["user"] }

  /// Whether the string leads to this machine: a socket, or a loopback address.
  public var isLocal: Bool {
    let service = settings["service"] ?? (host == nil ? Self.environment("PGSERVICE") : nil)
    guard service == nil else { return false }
    let address = settings["hostaddr"] ?? Self.environment("PGHOSTADDR")
    let hosts = address ?? settings["host"] ?? Self.environment("PGHOST") ?? ""
    return hosts.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { host in
      host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost"
        || host == "::1" || host.hasPrefix("127.")
    }
  }

  /// Raises `sslmode` to `require` when it is weaker or unset; a stronger one in the environment stays in force.
  public mutating func requireTLS() {
    switch settings["sslmode"] ?? Self.environment("PGSSLMODE") {
    case "require", "verify-ca", "verify-full": break
    default: settings["sslmode"] = "require"
    }
  }

  /// Writes the string in keyword form with every secret masked.
  public func redacted() -> String {
    keywords.map { keyword in
      let value = Self.secretKeywords.contains(keyword) ? Redaction.mask : settings[keyword] ?? ""
      return "\(keyword)=\(Self.quoted(value))"
    }.joined(separator: " ")
  }

  /// Takes the secrets of this string out of a text.
  public func redact(_ text: String) -> String {
    Redaction.redact(text, secrets: secrets)
  }

  /// The string in keyword form with every secret masked.
  public var description: String { redacted() }

  static let secretKeywords: Set<String> = ["password", "sslpassword"]

  var secrets: [String] {
    Self.secretKeywords.compactMap { settings[$0] }
      + [Self.environment("PGPASSWORD")].compactMap(\.self)
  }

  static func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  private static func quoted(_ value: String) -> String {
    let isPlain =
      !value.isEmpty && !value.utf8.contains { $0 <= 0x20 || $0 == 0x27 || $0 == 0x5C }
    guard !isPlain else { return value }
    return "'" + value.replacingScalars("\\", with: "\\\\").replacingScalars("'", with: "\\'")
      + "'"
  }

  private static func failure(_ problem: String) -> PostgresError {
    PostgresError(
      .invalidConnectionString, "the connection string is not valid: \(problem)",
      hint: "in a URI, write @ : / ? # % of a password as %40 %3A %2F %3F %23 %25")
  }

  /// Finds passwords that were not percent-encoded: libpq would take their tail for a host, a port or a database and
  /// print it in its messages.
  private func validate(isURI: Bool) throws(PostgresError) {
    let hosts = (settings["host"] ?? "").split(separator: ",")
    if hosts.contains(where: { $0.dropFirst().contains("@") }) {
      throw Self.failure("its host holds an @")
    }
    let ports = (settings["port"] ?? "").split(separator: ",")
    if ports.contains(where: { UInt16($0).map { $0 == 0 } ?? true }) {
      throw Self.failure("its port is not a number from 1 to 65535")
    }
    if isURI, settings["dbname"]?.contains("@") == true {
      throw Self.failure("its database name holds an @")
    }
  }
}
