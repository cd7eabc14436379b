/// A command that is a program of its own: an executable `dfops-NAME` on `PATH`.
public struct ExternalCommand: Sendable, Equatable {
  /// What the files of such programs begin with.
  static let prefix = "dfops-"
  private static let longestName = 64

  /// The name, without what the file begins with.
  public let name: String
  /// Where the program is.
  public let path: String
  /// Whether it may be run.
  public let isExecutable: Bool

  /// The program for messages.
  var label: String { Self.prefix + name }

  /// Says whether a word can be the name of one: a plain word, which leads to no other folder.
  static func isName(_ word: some StringProtocol) -> Bool {
    guard let first = word.first, first.isASCII, first.isLetter, word.count <= longestName else {
      return false
    }
    return word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
  }
}
