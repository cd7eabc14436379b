internal import LineEditor

/// Which offers fit what is typed.
enum Ranking {
  /// Fewer characters are found in too much to be a hint.
  private static let fewestForFuzzy = 3
  /// What is longer is no word that anybody is looking for.
  private static let longest = 200

  /// Returns the candidates that fit best: those that begin so, else so in another case, else those whose names contain
  /// it, else those whose names have its characters in this order.
  ///
  /// Those that begin so keep their order; the others are ordered by how well they fit.
  static func best(of offers: [Offer], for typed: String) -> [Candidate] {
    guard !typed.isEmpty else { return offers.map(\.candidate) }
    let beginning = offers.filter { $0.candidate.text.hasPrefix(typed) }
    guard beginning.isEmpty else { return beginning.map(\.candidate) }
    let lower = typed.lowercased()
    let alike = offers.filter { $0.candidate.text.lowercased().hasPrefix(lower) }
    guard alike.isEmpty, lower.count >= fewestForFuzzy else { return alike.map(\.candidate) }
    let containing = offers.filter { offer in
      offer.names.contains { $0.lowercased().contains(lower) }
    }
    guard containing.isEmpty else {
      return sorted(containing.map { ($0, score(of: lower, in: $0) ?? 0) })
    }
    return sorted(offers.compactMap { offer in score(of: lower, in: offer).map { (offer, $0) } })
  }

  /// The best first; those that are as good keep their order.
  private static func sorted(_ scored: [(offer: Offer, score: Int)]) -> [Candidate] {
    let order = scored.enumerated().map { (-$0.element.score, $0.offset) }.sorted { $0 < $1 }
    return order.map { scored[$0.1].offer.candidate }
  }

  private static func score(of typed: String, in offer: Offer) -> Int? {
    offer.names.compactMap { score(of: typed, in: $0) }.max()
  }

  /// How well a text fits what is typed; nil when its characters are not in the text in their order.
  ///
  /// The first one must begin a word; each that begins a word, or follows the one before, counts more.
  static func score(of typed: String, in text: String) -> Int? {
    let wanted = Array(typed.lowercased().unicodeScalars)
    let original = Array(text.prefix(longest).unicodeScalars)
    let letters = Array(text.prefix(longest).lowercased().unicodeScalars)
    // Where lower case has other characters, nothing can be said about the places of words.
    guard letters.count == original.count, !wanted.isEmpty, wanted.count <= letters.count else {
      return nil
    }
    // The best score of a match whose last character stands at each place.
    var best = [Int?](repeating: nil, count: letters.count)
    for (number, scalar) in wanted.enumerated() {
      var next = [Int?](repeating: nil, count: letters.count)
      var before: Int?
      for place in letters.indices {
        let begins = beginsWord(place, original)
        if letters[place] == scalar {
          if number == 0 {
            next[place] = begins ? 8 : nil
          } else {
            let adjacent = place > 0 ? best[place - 1].map { $0 + 5 } : nil
            let apart = before.map { $0 + (begins ? 4 : -1) }
            next[place] = [adjacent, apart].compactMap(\.self).max()
          }
        }
        before = [before, best[place]].compactMap(\.self).max()
      }
      best = next
    }
    // Of texts that fit alike, the shorter one is meant.
    return best.compactMap(\.self).max().map { $0 * 8 - min(letters.count, 64) / 8 }
  }

  private static func beginsWord(_ place: Int, _ text: [Unicode.Scalar]) -> Bool {
    guard isLetterOrDigit(text[place]) else { return false }
    guard place > 0 else { return true }
    let (before, here) = (text[place - 1].properties, text[place].properties)
    return !isLetterOrDigit(text[place - 1]) || (before.isLowercase && here.isUppercase)
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
