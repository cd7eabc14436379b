/// What was taken away, to be put back: the last by ^Y, older ones by M-y after it.
struct KillRing: Equatable {
  /// What is taken away, seen from the cursor.
  enum Reach {
    case nextWord, previousWord, toPreviousBlank, toStart, toEnd

    /// Whether it stands before the cursor.
    var isBackward: Bool {
      switch self {
      case .previousWord, .toPreviousBlank, .toStart: true
      case .nextWord, .toEnd: false
      }
    }
  }

  private static let longest = 32

  private var texts: [String] = []
  private var position = 0

  /// What ^Y puts in; nil when nothing was taken away yet.
  var current: String? { texts.isEmpty ? nil : texts[position] }

  /// Keeps what was taken away.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - reach: Where it stood.
  ///   - isContinued: Whether the last thing that was done took something away as well: both are one then.
  mutating func add(_ text: String, _ reach: Reach, isContinued: Bool) {
    if isContinued, !texts.isEmpty {
      texts[texts.count - 1] =
        reach.isBackward ? text + texts[texts.count - 1] : texts[texts.count - 1] + text
    } else {
      texts = texts.suffix(Self.longest - 1) + [text]
    }
    position = texts.count - 1
  }

  /// Goes to the one before, from the oldest to the last.
  mutating func turn() {
    guard !texts.isEmpty else { return }
    position = (position + texts.count - 1) % texts.count
  }

  /// Returns how many characters a reach has, from the cursor between two texts.
  static func count(_ reach: Reach, before: [Unicode.Scalar], after: [Unicode.Scalar]) -> Int {
    switch reach {
    case .toStart: before.count
    case .toEnd: after.count
    case .nextWord: word(after[...], isPart: isLetter)
    case .previousWord: word(before.reversed()[...], isPart: isLetter)
    case .toPreviousBlank: word(before.reversed()[...], isPart: { !isBlank($0) })
    }
  }

  /// A word with what stands in front of it.
  private static func word(
    _ text: ArraySlice<Unicode.Scalar>, isPart: (Unicode.Scalar) -> Bool
  ) -> Int {
    let gap = text.prefix { !isPart($0) }.count
    return gap + text.dropFirst(gap).prefix(while: isPart).count
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
}
