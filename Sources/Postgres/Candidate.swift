internal import Glibc

/// One address at which a server may answer.
struct Candidate: Hashable, Sendable {
  var host: String?
  var address: String?
  var port: String?

  /// The addresses of a connection string in their order.
  ///
  /// libpq would walk through them itself, yet its non-blocking interface never gives up on a silent one.
  static func all(of info: ConnectionInfo) -> [Candidate] {
    let whole = [Candidate()]
    guard info["service"] == nil, info["hostaddr"] == nil,
      ConnectionInfo.environment("PGSERVICE") == nil,
      ConnectionInfo.environment("PGHOSTADDR") == nil,
      let hosts = info["host"] ?? ConnectionInfo.environment("PGHOST")
    else { return whole }
    let names = hosts.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let port = info["port"] ?? ConnectionInfo.environment("PGPORT")
    let ports =
      port?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
    guard ports.count <= 1 || ports.count == names.count else { return whole }
    return names.enumerated().flatMap { index, name in
      let port = ports.count > 1 ? ports[index] : ports.first
      guard !name.isEmpty, !name.hasPrefix("/"), !name.hasPrefix("@") else {
        return [Candidate(host: name, address: nil, port: port)]
      }
      let addresses = addresses(of: name)
      guard !addresses.isEmpty else { return [Candidate(host: name, address: nil, port: port)] }
      return addresses.map { Candidate(host: name, address: $0, port: port) }
    }
  }

  /// Whether all hosts are sockets of this machine or addresses, so that connecting never waits for a name.
  static func needNoLookup(_ info: ConnectionInfo) -> Bool {
    guard info["service"] == nil, ConnectionInfo.environment("PGSERVICE") == nil else {
      return false
    }
    let hosts = info["host"] ?? ConnectionInfo.environment("PGHOST") ?? ""
    return hosts.split(separator: ",").allSatisfy { host in
      host.first == "/" || host.first == "@" || isAddress(String(host))
    }
  }

  private static func isAddress(_ host: String) -> Bool {
    [AF_INET, AF_INET6].contains { family in
      var address = in6_addr()
      return unsafe inet_pton(family, host, &address) == 1
    }
  }

  /// All parameters for libpq; what the connection string sets wins over the defaults.
  func parameters(of info: ConnectionInfo) -> [(key: String, value: String)] {
    var parameters = Self.defaults
    for keyword in info.keywords { parameters[keyword] = info[keyword] }
    if let host { parameters["host"] = host }
    if let address { parameters["hostaddr"] = address }
    if let port { parameters["port"] = port }
    return parameters.map { ($0.key, $0.value) }
  }

  private static let defaults = [
    "client_encoding": "UTF8",
    "fallback_application_name": "dfops",
    "gssencmode": "disable",
    "keepalives": "1",
    "keepalives_count": "3",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "target_session_attrs": "primary",
    "tcp_user_timeout": "20000",
  ]

  private static func addresses(of name: String) -> [String] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
    defer { unsafe freeaddrinfo(list) }
    var addresses: [String] = []
    var entry = unsafe list
    while let current = unsafe entry {
      var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      let status = unsafe getnameinfo(
        current.pointee.ai_addr, current.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0,
        NI_NUMERICHOST)
      if status == 0 {
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let address = String(decoding: bytes, as: UTF8.self)
        if !addresses.contains(address) { addresses.append(address) }
      }
      unsafe entry = current.pointee.ai_next
    }
    return addresses
  }
}
