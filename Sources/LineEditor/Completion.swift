/// Finds what may stand at the cursor.
public protocol Completing: AnyObject {
  /// Returns the candidates for the end of a text, which is the line up to the cursor.
  ///
  /// It is called while somebody waits for the answer, and should return within a fraction of a second.
  func completion(of text: String) -> Completion
}

/// The candidates for the end of a text.
public struct Completion: Sendable, Equatable {
  /// How many characters (Unicode scalars) at the end of the text a candidate replaces.
  public var replaced: Int
  /// What these characters mean, without quotes; nil when they mean what they are.
  public var meaning: String?
  /// The candidates, best first.
  public var candidates: [Candidate]

  /// Makes a completion.
  public init(replaced: Int = 0, meaning: String? = nil, candidates: [Candidate] = []) {
    self.replaced = replaced
    self.meaning = meaning
    self.candidates = candidates
  }
}

/// Something that may stand at the cursor.
public struct Candidate: Sendable, Equatable {
  /// What is put into the line.
  public var text: String
  /// What the text means, without quotes.
  public var meaning: String
  /// What is listed.
  public var label: String
  /// What it is, in a few words; empty for nothing.
  public var description: String
  /// Whether the word is complete, so that a blank follows.
  public var isComplete: Bool

  /// Makes a candidate.
  ///
  /// - Parameters:
  ///   - text: What is put into the line.
  ///   - meaning: What the text means, without quotes; the text when nil.
  ///   - label: What is listed, without control characters; the text when nil.
  ///   - description: What it is, without control characters.
  ///   - isComplete: Whether a blank follows.
  public init(
    _ text: String, meaning: String? = nil, label: String? = nil, description: String = "",
    isComplete: Bool = true
  ) {
    self.text = text
    self.meaning = meaning ?? text
    self.label = label ?? text
    self.description = description
    self.isComplete = isComplete
  }
}

/// What TAB does: put in what all candidates share, else list them.
///
/// A single candidate that does not begin as it was typed is listed as well, and put in by another TAB: nobody should find
/// an id in the line without having seen what it names.
enum CompletionStep: Equatable {
  case nothing
  /// Takes characters away before the cursor, and puts in a text.
  case insert(removing: Int, String)
  case list([Candidate])

  static func decide(
    _ completion: Completion, in text: String, isListed: Bool = false
  ) -> CompletionStep {
    guard let first = completion.candidates.first else { return .nothing }
    let typed = String(String.UnicodeScalarView(text.unicodeScalars.suffix(completion.replaced)))
    let meaning = completion.meaning ?? typed
    func continues(_ text: String) -> Bool { text.lowercased().hasPrefix(meaning.lowercased()) }
    if completion.candidates.count == 1 {
      let whole = first.text + (first.isComplete ? " " : "")
      guard whole != typed else { return .nothing }
      return isListed || continues(first.meaning)
        ? .insert(removing: completion.replaced, whole) : .list([first])
    }
    // What was typed may name the candidates otherwise, as a file does its batch: it is not taken away.
    let shared = commonPrefix(of: completion.candidates.map(\.meaning))
    let added = commonPrefix(of: completion.candidates.map(\.text))
    guard shared.unicodeScalars.count > meaning.unicodeScalars.count, continues(shared),
      added.unicodeScalars.count >= shared.unicodeScalars.count
    else { return isListed ? .nothing : .list(completion.candidates) }
    return .insert(removing: completion.replaced, added)
  }

  /// The longest beginning that all texts have.
  static func commonPrefix(of texts: [String]) -> String {
    guard let first = texts.first else { return "" }
    return texts.dropFirst().reduce(first) { shared, text in
      String(zip(shared, text).prefix { $0 == $1 }.map(\.0))
    }
  }
}
