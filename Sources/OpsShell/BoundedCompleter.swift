internal import Glibc
internal import LineEditor

/// Gives the line editor its candidates, or none when they do not come at once or somebody types on.
final class BoundedCompleter: Completing {
  /// How long a key may seem dead.
  static let limit = Duration.milliseconds(300)

  private let completer: Completer
  private let keyboard: Int32

  init(_ completer: Completer, keyboard: Int32 = STDIN_FILENO) {
    self.completer = completer
    self.keyboard = keyboard
  }

  func completion(of text: String) -> Completion {
    let answer = Answer<Completion>()
    let completer = completer
    let task = Task { answer.give(await completer.completion(of: text)) }
    _ = Bell.wait(for: [answer.descriptor, keyboard], until: .now + Self.limit)
    guard let completion = answer.value else {
      // What comes later is an answer to a line that nobody sees any more.
      task.cancel()
      return Completion()
    }
    return completion
  }
}
