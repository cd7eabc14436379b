internal import Glibc
internal import LineEditor
public import OpsCore
internal import Synchronization

/// Runs work while the main thread waits for its end, and for signals.
public enum Foreground {
  /// How long work may take to end in order after the process was told to end.
  static let grace = Duration.seconds(10)

  /// Runs work to its end; it belongs to the main thread.
  ///
  /// ^C cancels the work, which then ends by itself. SIGTERM and SIGHUP cancel it, too; who calls has to end the process.
  /// Work that can end in order is told so first, and cancelled when somebody insists.
  ///
  /// - Parameters:
  ///   - interrupts: Where a wish to stop waits for work that can end in order.
  ///   - executor: Where the work runs; nil for the pool of the runtime.
  ///   - work: The work.
  /// - Returns: How the work ended; 128 and the number of the signal when that kept it from doing anything.
  public static func run(
    interrupts: InterruptGate? = nil, on executor: (any TaskExecutor)? = nil,
    _ work: @escaping @Sendable () async -> ExitStatus
  ) -> ExitStatus {
    run(interrupts: interrupts, on: executor, onContinue: {}, work)
  }

  /// Runs work, and calls back when the process goes on after it was stopped.
  static func run(
    interrupts: InterruptGate?, on executor: (any TaskExecutor)? = nil, onContinue: () -> Void,
    _ work: @escaping @Sendable () async -> ExitStatus
  ) -> ExitStatus {
    let signals = Signals.shared
    let answer = Answer<ExitStatus>()
    let task = Task(executorPreference: executor) { answer.give(await work()) }
    var deadline = signals.termination.map { _ in ContinuousClock.now + grace }
    while true {
      let ready = Bell.wait(for: [answer.descriptor, signals.descriptor], until: deadline)
      guard ready == 1 else { return status(answer.value ?? .interrupted) }
      let numbers = signals.take()
      if numbers.contains(SIGCONT) { onContinue() }
      if numbers.contains(SIGINT), interrupts?.takeKey() != true { task.cancel() }
      if let termination = signals.termination, deadline == nil {
        if interrupts?.take(termination: termination) != true { task.cancel() }
        deadline = .now + grace
      }
    }
  }

  /// The exit status that a signal gives, unless the work has something to say.
  static func status(
    _ status: ExitStatus, termination: Int32? = Signals.shared.termination
  ) -> ExitStatus {
    guard let termination, status == .interrupted else { return status }
    return ExitStatus(rawValue: 128 + termination)
  }
}

/// A value that somebody waits for in poll(2).
final class Answer<Value: Sendable>: Sendable {
  private let bell = Bell()
  private let cell = Mutex<Value?>(nil)

  /// Becomes readable when the value is there.
  var descriptor: Int32 { bell.descriptor }

  var value: Value? { cell.withLock { $0 } }

  func give(_ value: Value) {
    cell.withLock { $0 = value }
    bell.ring()
  }
}
