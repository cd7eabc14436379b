/// Tells from the signs that a client can see whether a pooler stands between.
enum PoolerDetection {
  static let transactionPort = "6543"

  static func isSupabasePooler(host: String) -> Bool {
    host.lowercased().hasSuffix(".pooler.supabase.com")
  }

  /// Judges a connection.
  ///
  /// - Parameters:
  ///   - clientPID: The process id that the other side told at connect; a pooler invents one.
  ///   - backendPID: The process id that SQL tells; nil when unknown.
  ///   - host: The host.
  ///   - port: The port.
  ///   - applicationName: What the other side reported as our name; Supavisor reports its own.
  /// - Returns: What is known; a pooler of which nothing says that it works by session must be taken for the worse.
  static func judge(
    clientPID: Int32, backendPID: Int32?, host: String, port: String, applicationName: String?
  ) -> ConnectionCard.Pooling {
    let isSupavisor = isSupabasePooler(host: host) || applicationName == "Supavisor"
    if !isSupavisor {
      guard let backendPID else { return .unknown }
      if clientPID == backendPID { return .no }
    }
    if port == transactionPort { return .transaction }
    return isSupabasePooler(host: host) && port == "5432" ? .session : .unknown
  }
}
