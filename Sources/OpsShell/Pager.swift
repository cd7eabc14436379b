internal import Children
internal import Glibc
internal import OpsCore
internal import Synchronization

/// Shows results in the pager that the operator has chosen.
final class Pager: Paging {
  private let words: [String]
  private let environment: [String: String]
  private let gate: InterruptGate
  /// Whether the program cannot even be started, which is said once.
  private let isMissing = Atomic(false)

  /// Makes a pager on the terminal of this process; nil when there is none, or nothing is to be paged.
  ///
  /// - Parameters:
  ///   - variables: What the process was started with.
  ///   - gate: Where ^C comes in; in the pager it is meant for the pager.
  /// - Throws: `OpsError` when the command cannot be taken apart.
  init?(_ variables: [String: String], gate: InterruptGate) throws(OpsError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, Screen.isCapable,
      let words = try PagerCommand.words(variables)
    else { return nil }
    self.words = words
    environment = PagerCommand.environment(variables)
    self.gate = gate
  }

  var rows: Int? {
    isMissing.load(ordering: .relaxed) ? nil : Screen.rows
  }

  func show(_ text: String) async -> PagingFailure? {
    let loan = TerminalLoan()
    let child: PagerProcess
    do {
      child = try PagerProcess(words, environment)
    } catch {
      loan.end(isLeftBehind: false)
      isMissing.store(true, ordering: .relaxed)
      return PagingFailure(
        "the pager \(words[0]) cannot be started (\(error.reason)); results come without one")
    }
    var end: Child.Ending?
    let keys = await gate.lendKeys {
      // Only the end of the process cancels what has lent its keys.
      end = await withTaskCancellationHandler {
        await OwnThread.run { child.finish(giving: text) }
      } onCancel: {
        child.terminate()
      }
    }
    loan.end(isLeftBehind: end?.isViolent ?? false)
    // Whoever presses ^C, or ends the whole, has seen enough, whatever the pager makes of it.
    guard let end, end != .exited(0), keys == 0, !Task.isCancelled else { return nil }
    return PagingFailure("the pager \(words[0]) \(end.words); this is the result without it")
  }
}

extension Child.Ending {
  /// Whether the program had no chance to tidy up.
  var isViolent: Bool {
    if case .signalled = self { return true }
    return false
  }

  /// How the program ended, in words.
  var words: String {
    switch self {
    case .exited(let status): "ended with the exit status \(status)"
    case .signalled(let signal): "was ended by the signal \(signal)"
    }
  }
}
