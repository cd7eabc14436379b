internal import Glibc
internal import LineEditor

/// Gives the line editor what is at hand; where that is nothing yet, it waits a moment for what is being asked.
final class WaitingCompleter: Completing {
  /// How long a key may seem dead.
  static let limit = Duration.milliseconds(150)

  private let completer: Completer
  private let values: LiveValues
  private let keyboard: Int32

  init(_ completer: Completer, _ values: LiveValues, keyboard: Int32 = STDIN_FILENO) {
    self.completer = completer
    self.values = values
    self.keyboard = keyboard
  }

  func completion(of text: String) -> Completion {
    let deadline = ContinuousClock.now + Self.limit
    var found = completer.completion(of: text)
    // An answer may lead to another question: first the batches at hand, then those that begin so.
    while found.candidates.isEmpty, values.isBusy, values.wait(until: deadline, orFor: keyboard) {
      found = completer.completion(of: text)
    }
    return found
  }
}
