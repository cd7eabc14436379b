/// Everything that a command may use: where it runs, what it was told, who answers, where results go.
public struct Context: Sendable {
  /// Makes the probe of an environment's PostgREST; nil when there is nothing to probe with.
  public typealias MakeProbe = @Sendable (Environment) -> (any SchemaCacheProbe)?
  /// Makes the store of an environment's original files; nil when its profile names none.
  public typealias MakeStore = @Sendable (Environment) throws -> (any ObjectStore)?

  /// What lasts from one command to the next.
  public let session: Session
  /// The options of this line, over those of the call.
  public let options: GlobalOptions
  /// Where results and messages go.
  public let output: Output
  /// Who answers questions.
  public let confirmer: any Confirmer
  /// The line as it was given, for the journal.
  public let commandLine: String
  /// How further lines are run, for commands that run some.
  public let dispatcher: Dispatcher
  private let lineArming: Arming?
  private let reach: CatalogReach

  /// Makes the context of one line.
  ///
  /// - Parameters:
  ///   - dispatcher: Who runs the line.
  ///   - options: The options of this line, over those of the call.
  ///   - output: Where results and messages go.
  ///   - commandLine: The line as it was given.
  ///   - lineArming: The permission to change that holds for this line only.
  ///   - reach: How much of the catalog ``link()`` has read at least.
  public init(
    dispatcher: Dispatcher, options: GlobalOptions, output: Output, commandLine: String,
    lineArming: Arming? = nil, reach: CatalogReach = .whole
  ) {
    self.dispatcher = dispatcher
    session = dispatcher.session
    confirmer = UndisturbedConfirmer(confirmer: dispatcher.confirmer, output: output)
    self.options = options
    self.output = output
    self.commandLine = commandLine
    self.lineArming = lineArming
    self.reach = reach
  }

  /// The environment of this line.
  ///
  /// - Throws: `OpsError` with exit status 78 when it is not configured.
  public var environment: Environment {
    get throws(OpsError) {
      try session.profiles.environment(named: options.env ?? session.environmentName)
    }
  }

  /// The permission to change that is in force now; nil when there is none.
  public var arming: Arming? {
    if let lineArming { return lineArming }
    return session.arming(in: options.env ?? session.environmentName)
  }

  /// The journal of changes.
  public var journal: AuditJournal { AuditJournal(session.state) }

  /// The probe of PostgREST; nil when there is nothing to probe with.
  public var probe: (any SchemaCacheProbe)? {
    (try? environment).flatMap(dispatcher.makeProbe)
  }

  /// Makes connections whose identity is proven.
  public var connector: Connector {
    Connector(
      profiles: session.profiles, state: session.state, confirmer: confirmer, output: output,
      retryAuth: options.retryAuth)
  }

  /// Returns the connection to the environment of this line.
  ///
  /// - Throws: `OpsError` or `PostgresError` when there is none to be had, or it is not what the profile says.
  public func link() async throws -> Link {
    // What a profile says is found out anew each time, which nobody needs who is connected already.
    let open = session.openLink(to: options.env ?? session.environmentName)
    if let open, open.schema.reach >= reach { return open }
    return try await session.link(to: environment, by: connector, reach: reach)
  }
}
