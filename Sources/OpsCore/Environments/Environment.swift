public import Postgres

/// One of the worlds that an operator works in, as its profile says.
public struct Environment: Sendable, Equatable, CustomStringConvertible {
  /// The name, such as `prod`.
  public var name: String
  /// Whether it is read-only unless armed, and asks more.
  public var isProtected: Bool
  /// Where the database is; nil when nothing says it.
  public var dsn: ConnectionInfo?
  /// Where the connection string was found, such as `SUPABASE_DB_URL_PROD (environment)`.
  public var dsnSource: String?
  /// Where the database is for those who only read.
  public var readonlyDSN: ConnectionInfo?
  /// The Supabase project that it must be.
  public var projectRef: String?
  /// The colour of its prompt.
  public var color: String?
  /// How its PostgREST is asked.
  public var postgrest: PostgRESTSettings?
  /// Where the original files of its batches lie; nil when nothing says it.
  public var storage: StorageSettings?
  /// The command that starts the worker which polls for batches.
  public var trigger: [String]?
  /// What one change may touch.
  public var limits: Limits

  /// Makes an environment.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - isProtected: Whether it is read-only unless armed.
  ///   - dsn: Where the database is.
  ///   - dsnSource: Where the connection string was found.
  ///   - readonlyDSN: Where the database is for those who only read.
  ///   - projectRef: The Supabase project that it must be.
  ///   - color: The colour of its prompt.
  ///   - postgrest: How its PostgREST is asked.
  ///   - storage: Where the original files lie.
  ///   - trigger: The command that starts the worker.
  ///   - limits: What one change may touch; by default the caps of a protected environment, or none.
  public init(
    name: String, isProtected: Bool, dsn: ConnectionInfo? = nil, dsnSource: String? = nil,
    readonlyDSN: ConnectionInfo? = nil, projectRef: String? = nil, color: String? = nil,
    postgrest: PostgRESTSettings? = nil, storage: StorageSettings? = nil,
    trigger: [String]? = nil, limits: Limits? = nil
  ) {
    self.name = name
    self.isProtected = isProtected
    self.dsn = dsn
    self.dsnSource = dsnSource
    self.readonlyDSN = readonlyDSN
    self.projectRef = projectRef
    self.color = color
    self.postgrest = postgrest
    self.storage = storage
    self.trigger = trigger
    self.limits = limits ?? .standard(isProtected: isProtected)
  }

  /// The name.
  public var description: String { name }
}
