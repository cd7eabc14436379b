internal import LineEditor
internal import OpsCore

/// A candidate with the words by which it is found when nothing begins as it is typed.
struct Offer: Sendable, Equatable {
  var candidate: Candidate
  /// Such as the name of a batch's file; an id is no such word, because chance finds any digits in it.
  var names: [String]

  /// Offers a word that is its own name.
  init(_ candidate: Candidate) {
    self.init(candidate, names: [candidate.text])
  }

  init(_ candidate: Candidate, names: [String]) {
    self.candidate = candidate
    self.names = names
  }
}

/// Tells the candidates that only the session or the database knows.
protocol CandidateSource: Sendable {
  /// The names that were given to lines.
  var aliases: Aliases { get }
  /// The commands that are not built in.
  var commands: [Candidate] { get }

  /// Returns what is at hand, best first.
  ///
  /// - Parameters:
  ///   - kind: What is wanted.
  ///   - beginning: What is typed of it; offers that do not fit it may be among the answer.
  ///   - environment: The environment that the line names; nil for the one of the session.
  /// - Returns: The offers.
  func offers(_ kind: LiveCandidates, beginning: String, environment: String?) -> [Offer]

  /// Returns what a program that is a command offers.
  ///
  /// - Parameters:
  ///   - name: The name of the command.
  ///   - words: The words behind it, the unfinished one last.
  ///   - environment: The environment that the line names; nil for the one of the session.
  /// - Returns: The offers; none when there is no such program.
  func offers(ofProgram name: String, _ words: [String], environment: String?) -> [Offer]
}
