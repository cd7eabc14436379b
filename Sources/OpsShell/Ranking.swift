internal import LineEditor

/// Which candidates fit what is typed.
enum Ranking {
  /// Returns the candidates that fit best, in their order: those that begin so, else so in another case, else contain it.
  static func best(of candidates: [Candidate], for typed: String) -> [Candidate] {
    guard !typed.isEmpty else { return candidates }
    let beginning = candidates.filter { $0.text.hasPrefix(typed) }
    guard beginning.isEmpty else { return beginning }
    let lower = typed.lowercased()
    let alike = candidates.filter { $0.text.lowercased().hasPrefix(lower) }
    // One or two characters are found in too much to be a hint.
    guard alike.isEmpty, lower.count > 2 else { return alike }
    return candidates.filter { $0.text.lowercased().contains(lower) }
  }
}
