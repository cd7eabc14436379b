/// How an environment's PostgREST is asked.
public struct PostgRESTSettings: Sendable, Equatable, CustomStringConvertible {
  /// The address of its API.
  public var url: String
  /// The address of its admin server; nil when that cannot be reached.
  public var adminURL: String?
  /// The key that its gateway asks for; never shown.
  public var apiKey: String?

  /// Makes settings.
  public init(url: String, adminURL: String? = nil, apiKey: String? = nil) {
    self.url = url
    self.adminURL = adminURL
    self.apiKey = apiKey
  }

  /// The address, without the key.
  public var description: String { url }
}
