internal import Postgres
internal import Synchronization

/// What lasts from one command to the next: the environment, its connection, arming, settings, the last listing.
public final class Session: Sendable {
  private struct State {
    var environmentName: String
    var isNamed: Bool
    var links: [String: Link] = [:]
    var identities: [String: Identity] = [:]
    /// How often a connection that had broken was made anew, by environment.
    var reconnections: [String: Int] = [:]
    var connection: PromptState.Connection = .untried
    var arming: Arming?
    var listing: Listing?
    var settings: [SessionSetting: String] = [:]
    var aliases = Aliases()
    var used: Set<String> = []
    var hasQuit = false
    var trace = LineTrace()
  }

  /// The environments that are configured.
  public let profiles: Profiles
  /// Where pins, journal and history live.
  public let state: StateFolder
  /// What tells this session from others in the history.
  public let id = String(UInt32.random(in: 0x1000_0000 ... .max), radix: 16)
  /// Where a wish to stop waits for work that can end in order.
  public let interrupts = InterruptGate()
  private let loadProfiles: @Sendable (String) throws -> Profiles
  private let cell: Mutex<State>

  /// Makes a session without a connection.
  ///
  /// - Parameters:
  ///   - profiles: The environments that are configured.
  ///   - state: Where pins, journal and history live.
  ///   - environmentName: The environment to begin with.
  ///   - isNamed: Whether somebody has named that environment, and not only a variable of another program.
  ///   - loadProfiles: Reads another config file, for a line that names one.
  public init(
    profiles: Profiles, state: StateFolder, environmentName: String, isNamed: Bool,
    loadProfiles: @escaping @Sendable (String) throws -> Profiles
  ) {
    self.profiles = profiles
    self.state = state
    self.loadProfiles = loadProfiles
    cell = Mutex(State(environmentName: environmentName, isNamed: isNamed))
  }

  /// The name of the present environment.
  public var environmentName: String { cell.withLock { $0.environmentName } }

  /// Whether somebody has named the present environment, by an option of the call or by `use`.
  public var isEnvironmentNamed: Bool { cell.withLock { $0.isNamed } }

  /// Whether the session is to end.
  public var hasQuit: Bool { cell.withLock { $0.hasQuit } }

  /// The last listing of batches, whose rows `%3` names.
  public var listing: Listing? {
    get { cell.withLock { $0.listing } }
    set { cell.withLock { $0.listing = newValue } }
  }

  /// What the line that runs, or ran last, turned out to mean.
  public var lineTrace: LineTrace { cell.withLock { $0.trace } }

  /// Begins the trace of a line.
  public func beginTrace() {
    cell.withLock { $0.trace = LineTrace() }
  }

  /// Adds to the trace of the line that runs.
  func trace(_ add: (inout LineTrace) -> Void) {
    var trace = lineTrace
    add(&trace)
    cell.withLock { [trace] in $0.trace = trace }
  }

  /// What the prompt says.
  public var promptState: PromptState {
    let name = environmentName
    let environment = try? profiles.environment(named: name)
    return cell.withLock { state in
      PromptState(
        environment: name, isProtected: environment?.isProtected ?? true,
        color: environment?.color, connection: state.connection,
        arming: state.arming.flatMap { $0.isActive(in: name) ? $0 : nil })
    }
  }

  /// Says whether a command is used for the first time.
  func isFirstUse(of command: String) -> Bool {
    cell.withLock { $0.used.insert(command).inserted }
  }

  /// Ends the session after this command.
  public func quit() {
    cell.withLock { $0.hasQuit = true }
  }

  /// Returns a session of its own over another config file, in the same environment and without arming.
  func reconfigured(_ config: String) throws -> Session {
    let other = Session(
      profiles: try loadProfiles(config), state: state, environmentName: environmentName,
      isNamed: isEnvironmentNamed, loadProfiles: loadProfiles)
    let (settings, aliases) = cell.withLock { ($0.settings, $0.aliases) }
    other.cell.withLock { state in
      state.settings = settings
      state.aliases = aliases
    }
    return other
  }

  // MARK: Settings

  /// The value of a setting.
  public func value(of setting: SessionSetting) -> String {
    cell.withLock { $0.settings[setting] } ?? setting.initialValue
  }

  /// Whether a setting that is on or off is on.
  public func isOn(_ setting: SessionSetting) -> Bool { value(of: setting) == SessionSetting.on }

  /// Changes a setting.
  public func set(_ setting: SessionSetting, to value: String) {
    cell.withLock { $0.settings[setting] = value }
  }

  // MARK: Aliases

  /// The names that were given to lines.
  public var aliases: Aliases { cell.withLock { $0.aliases } }

  /// Gives a name to a line.
  ///
  /// - Throws: `OpsError` with exit status 64 when the name or the line is none.
  public func define(
    alias name: String, as line: String, over table: CommandTable
  ) throws(OpsError) {
    var aliases = aliases
    try aliases.define(name, as: line, over: table)
    cell.withLock { $0.aliases = aliases }
  }

  /// Takes a name back; false when it was no alias.
  public func remove(alias name: String) -> Bool {
    cell.withLock { $0.aliases.remove(name) }
  }

  // MARK: Arming

  /// Returns the arming that is in force for an environment; nil when there is none.
  public func arming(in environment: String) -> Arming? {
    cell.withLock { $0.arming }.flatMap { $0.isActive(in: environment) ? $0 : nil }
  }

  /// Allows changes in an environment for a while.
  public func arm(_ environment: String, reason: String, for span: Duration) -> Arming {
    let arming = Arming(environment: environment, until: .now + span, reason: reason)
    cell.withLock { $0.arming = arming }
    return arming
  }

  /// Ends the permission to change.
  public func disarm() {
    cell.withLock { $0.arming = nil }
  }

  // MARK: Environment and connection

  /// Switches to another environment: connections are closed, arming and the listing end.
  ///
  /// - Throws: `OpsError` with exit status 78 when there is no such environment.
  public func use(_ name: String) async throws {
    _ = try profiles.environment(named: name)
    await close()
    cell.withLock { state in
      state.environmentName = name
      state.isNamed = true
      state.arming = nil
      state.listing = nil
      state.connection = .untried
    }
  }

  /// Returns the connection to an environment that is open now; nil without one.
  public func openLink(to environment: String) -> Link? {
    cell.withLock { $0.links[environment] }.flatMap { $0.connection.isAlive ? $0 : nil }
  }

  /// Returns the connection to an environment, made anew when there is none that lives, with so much of the catalog.
  func link(
    to environment: Environment, by connector: Connector, reach: CatalogReach
  ) async throws -> Link {
    let name = environment.name
    if let link = openLink(to: name) {
      if link.schema.reach >= reach { return link }
      let wider = try await link.reading(reach)
      cell.withLock { $0.links[name] = wider }
      return wider
    }
    let dead = cell.withLock { $0.links.removeValue(forKey: name) }
    await dead?.connection.close()
    do {
      let link = try await connector.connect(environment, reach: reach)
      cell.withLock { state in
        if let known = state.identities[name], known != link.identity { state.arming = nil }
        state.identities[name] = link.identity
        state.links[name] = link
        if dead != nil { state.reconnections[name, default: 0] += 1 }
        if name == state.environmentName { state.connection = .connected }
      }
      return link
    } catch {
      cell.withLock { state in
        // Another identity after a reconnect ends the permission as well.
        if let error = error as? OpsError, error.exit == .cannotConnect { state.arming = nil }
        // An attempt that was cut short, as by a key after TAB, tells nothing about the server.
        // A server that answers, if only that something is locked, is not missing.
        if name == state.environmentName, !Task.isCancelled,
          OpsError(mapping: error).exit == .cannotConnect
        {
          state.connection = .missing
        }
      }
      throw error
    }
  }

  /// How often a connection to an environment was found broken, and made anew.
  func reconnections(to environment: String) -> Int {
    cell.withLock { $0.reconnections[environment, default: 0] }
  }

  /// Lets go of the connection to an environment, whose server does not answer: the next command makes another one.
  func abandonLink(to environment: String) {
    let link = cell.withLock { $0.links.removeValue(forKey: environment) }
    // Closing has to wait for the statement that hangs.
    if let link { Task.detached { await link.connection.close() } }
  }

  /// Takes note that a connection broke in a transaction: arming ends, and nothing is repeated.
  public func transactionLost() {
    cell.withLock { state in
      state.arming = nil
      state.connection = .lost
    }
  }

  /// Closes all connections.
  public func close() async {
    let links = cell.withLock { state in
      defer { state.links = [:] }
      return Array(state.links.values)
    }
    for link in links { await link.connection.close() }
  }
}
