internal import Synchronization

/// What a live view shows: it looks again and again, and says what it has seen.
protocol LiveSubject: Sendable {
  associatedtype Found: Sendable

  /// Takes what a look has found, or why it found nothing.
  ///
  /// - Returns: Whether this was the last.
  /// - Throws: What ends the view.
  mutating func take(_ result: Result<Found, any Error>) throws -> Bool
  /// The lines of the whole screen.
  ///
  /// - Parameters:
  ///   - size: The size of the screen.
  ///   - silence: How long nothing has been found although it should have been; nil when all is as it should be.
  /// - Returns: The lines, none of them wider than the screen.
  func screen(_ size: LiveSize, silence: Duration?) -> [String]
  /// What is new since it was asked last, for outputs that are no screen.
  mutating func news() -> [String]
}

/// Looks again and again, on a screen that renews itself or line by line.
struct LiveLoop {
  /// How a view ended.
  enum End: Sendable, Equatable {
    /// There was nothing more to see.
    case finished
    /// Somebody had seen enough.
    case left
    /// The time was over.
    case expired
  }

  let interval: Duration
  /// How long at most; nil for ever.
  var timeout: Duration?
  let output: Output
  let terminal: (any LiveTerminal)?
  /// Lets go of the connection on which a look hangs that does not end.
  let abandon: @Sendable () -> Void
  /// How long a look that goes on gets to end when somebody leaves, who must not wait for a server.
  private static let patience = Duration.milliseconds(30)
  /// How much later than the interval says an answer may come before the screen says so.
  private static let tolerance = Duration.seconds(2)
  /// How often keys, the size of the screen and answers are looked at.
  private static let beat = Duration.milliseconds(50)

  /// Runs until the subject ends, somebody leaves, or the task is cancelled.
  ///
  /// - Throws: What the subject throws; `CancellationError`.
  func run<Subject: LiveSubject>(
    _ subject: inout Subject, look: @escaping @Sendable () async throws -> Subject.Found
  ) async throws -> End {
    let eye = Eye(look)
    terminal?.begin()
    let result: Result<End, any Error>
    do {
      result = .success(try await watch(&subject, eye))
    } catch {
      result = .failure(error)
    }
    if await !eye.close(within: Self.patience) { abandon() }
    terminal?.end()
    // What was seen last stays on the screen.
    if let terminal {
      output.emit(lines: subject.screen(terminal.size, silence: silence(eye.lastAnswer)))
    }
    return try result.get()
  }

  private func watch<Subject: LiveSubject>(
    _ subject: inout Subject, _ eye: Eye<Subject.Found>
  ) async throws -> End {
    var painter = FramePainter()
    let deadline = timeout.map { ContinuousClock.now + $0 }
    var next = ContinuousClock.now
    while true {
      if ContinuousClock.now >= next, eye.open() { next = .now + interval }
      var isLast = false
      if let found = eye.take() {
        isLast = try subject.take(found)
        if terminal == nil { output.emit(lines: subject.news()) }
      }
      if let terminal {
        let size = terminal.size
        let news = painter.update(
          to: subject.screen(size, silence: silence(eye.lastAnswer)), on: size)
        // Whatever else is written, as after ^Z, finds a line of its own.
        if !news.isEmpty { terminal.write(news + "\u{1B}[\(size.rows);1H") }
      }
      if isLast { return .finished }
      if let deadline, deadline <= .now { return .expired }
      if output.hasLostReader { return .left }
      switch try await key() {
      case .leave: return .left
      case .refresh: next = .now
      case .repaint: painter.forget()
      case .other, nil: break
      }
    }
  }

  private func silence(_ last: ContinuousClock.Instant) -> Duration? {
    let span = ContinuousClock.now - last
    return span > interval + Self.tolerance ? span : nil
  }

  private func key() async throws -> ViewKey? {
    guard let terminal else {
      try await Task.sleep(for: Self.beat)
      return nil
    }
    let key = await terminal.key(within: Self.beat)
    try Task.checkCancellation()
    return key
  }
}

/// Looks once at a time, beside the view, so that keys work while a server is slow.
private final class Eye<Found: Sendable>: Sendable {
  private struct State {
    var task: Task<Void, Never>?
    var found: Result<Found, any Error>?
    var lastAnswer = ContinuousClock.now
  }

  private let look: @Sendable () async throws -> Found
  private let state = Mutex(State())

  init(_ look: @escaping @Sendable () async throws -> Found) {
    self.look = look
  }

  /// When the last look ended; the time of the first one before.
  var lastAnswer: ContinuousClock.Instant { state.withLock { $0.lastAnswer } }

  /// Begins to look; false while it looks.
  func open() -> Bool {
    state.withLock { state in
      guard state.task == nil else { return false }
      state.task = Task { [self] in
        let found: Result<Found, any Error>
        do {
          found = .success(try await look())
        } catch {
          found = .failure(error)
        }
        self.state.withLock { $0.found = found }
      }
      return true
    }
  }

  /// What was found, once.
  func take() -> Result<Found, any Error>? {
    state.withLock { state in
      guard let found = state.found else { return nil }
      state = State()
      return found
    }
  }

  /// Ends a look that goes on, and waits for its end a while, because its connection is used again.
  ///
  /// - Returns: Whether it has ended.
  func close(within patience: Duration) async -> Bool {
    guard let task = state.withLock({ $0.task }) else { return true }
    task.cancel()
    let deadline = ContinuousClock.now + patience
    // Sleep would end at once in a task that is cancelled, as this one may be.
    return await Task.detached {
      while !self.hasEnded, ContinuousClock.now < deadline {
        try? await Task.sleep(for: .milliseconds(2))
      }
      return self.hasEnded
    }.value
  }

  private var hasEnded: Bool { state.withLock { $0.found != nil || $0.task == nil } }
}
