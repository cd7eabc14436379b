/// Asks PostgREST whether it has a schema cache.
public protocol SchemaCacheProbe: Sendable {
  /// Asks once.
  ///
  /// - Parameter timeout: How long an answer is waited for.
  /// - Returns: What was found; failures are results, not errors.
  func probe(timeout: Duration) async -> ProbeResult
}

/// What PostgREST answered.
public struct ProbeResult: Sendable, Equatable {
  /// Whether it answers requests; nil when that could not be found out.
  public var answers: Bool?
  /// Its error code, such as `PGRST205`.
  public var code: String?
  /// Whether it says that its cache is missing or old.
  public var stale: Bool
  /// What was found, in words.
  public var detail: String
  /// How often it has loaded the schema since it was started; nil when unknown.
  public var loads: Int?

  /// Makes a result.
  public init(answers: Bool?, code: String?, stale: Bool, detail: String, loads: Int?) {
    self.answers = answers
    self.code = code
    self.stale = stale
    self.detail = detail
    self.loads = loads
  }
}
