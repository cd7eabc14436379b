internal import LineEditor
internal import OpsCore

/// What runs beside the shell: it knows the candidates and the counts before somebody asks for them.
final class Companion: Sendable {
  /// How long leaving may wait for a connection to be closed in order.
  private static let patience = Duration.milliseconds(100)

  let values: LiveValues
  private let session: Session
  private let sidecar: Sidecar
  private let externals: ExternalCommands

  /// Makes a companion.
  ///
  /// - Parameters:
  ///   - session: The session.
  ///   - externals: The programs that are commands.
  ///   - onChange: Called, from any thread, when something becomes known.
  init(
    _ session: Session, _ externals: ExternalCommands = .none,
    onChange: @escaping @Sendable () -> Void = {}
  ) {
    self.externals = externals
    let sidecar = Sidecar(session)
    let fetcher = LiveFetcher(session: session, sidecar: sidecar, externals: externals)
    self.session = session
    self.sidecar = sidecar
    values = LiveValues(onChange: onChange) { await fetcher.answer(to: $0) }
  }

  /// The candidates of this session.
  var candidates: SessionCandidates { SessionCandidates(session, values, externals) }

  /// Whether an environment was connected to before.
  func isKnown(_ environment: String) -> Bool { sidecar.isKnown(environment) }

  /// Fetches what will probably be asked for, where connecting pins nothing.
  func refresh() {
    let environment = session.environmentName
    guard session.isOn(.completion), isKnown(environment) else { return }
    values.refresh(.pool, in: environment)
  }

  /// Takes note that a command has run in an environment, which may have changed everything.
  func commandEnded(in environment: String) {
    values.forget { $0 == .audits || $0 == .plans }
    let sidecar = sidecar
    if session.environmentName != environment || !session.isOn(.completion) {
      values.clear()
      Task { await sidecar.close() }
    } else if session.openLink(to: environment) != nil {
      Task { await sidecar.encourage() }
    }
    refresh()
  }

  /// Ends everything, at once where the server does not answer; it blocks the thread.
  func close() {
    values.close()
    let sidecar = sidecar
    let answer = Answer<Bool>()
    Task {
      await sidecar.close()
      answer.give(true)
    }
    _ = Bell.wait(for: [answer.descriptor], until: .now + Self.patience)
  }
}
