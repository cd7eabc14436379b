internal import Postgres

/// The connection of a session that only fetches candidates and counts: one at most, reading only, and never for long.
///
/// It asks nobody anything, and what becomes of it changes neither the session's own connection nor the prompt.
public actor Sidecar {
  private let session: Session
  private var link: Link?
  private var backoff = Backoff()
  private var backoffEnvironment = ""
  /// Counts the times that it was closed: a connection that was begun before is not kept.
  private var closings = 0

  /// Makes a sidecar without a connection.
  public init(_ session: Session) {
    self.session = session
  }

  /// Whether an environment was connected to before, so that connecting pins nothing.
  public nonisolated func isKnown(_ environment: String) -> Bool {
    (try? PinStore(session.state).pin(of: environment)) != nil
  }

  /// Returns the connection to an environment, made anew when it is another one or dead.
  ///
  /// - Parameter environment: The name of the environment.
  /// - Returns: The link; nil when there is none to be had without a question, or a try has failed a short while ago.
  public func link(to environment: String) async -> Link? {
    if let link, link.environment.name == environment, link.connection.isAlive { return link }
    await drop()
    guard session.isOn(.completion),
      let profile = try? session.profiles.environment(named: environment)
    else { return nil }
    // The first use of a protected environment is a question, which is not asked at a key.
    guard !profile.isProtected || isKnown(environment) else { return nil }
    if backoffEnvironment != environment { backoff.reset() }
    backoffEnvironment = environment
    guard backoff.allows(at: .now) else { return nil }
    let closings = closings
    do {
      let made = try await connector.connect(profile)
      guard closings == self.closings else {
        await made.connection.close()
        return nil
      }
      backoff.reset()
      link = made
      return made
    } catch {
      // A try that was cut short tells nothing about the server.
      if !Task.isCancelled { backoff.failed(at: .now) }
      return nil
    }
  }

  /// Tries again soon, because the session itself has reached the server.
  public func encourage() {
    backoff.reset()
  }

  /// Closes the connection; it is made again when something is asked.
  public func close() async {
    closings += 1
    await drop()
  }

  private func drop() async {
    guard let closed = link else { return }
    link = nil
    await closed.connection.close()
  }

  private var connector: Connector {
    let silence = Output(results: MemorySink(), messages: MemorySink())
    return Connector(
      profiles: session.profiles, state: session.state, confirmer: NoTerminalConfirmer(),
      output: silence, retryAuth: false, haste: .completion)
  }
}
