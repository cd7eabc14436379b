/// A number of things in words: `1 batch`, `2 batches`.
public struct Counted: Sendable, Equatable, CustomStringConvertible {
  private let count: Int
  private let noun: String

  /// Makes the words.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - noun: What is counted, in the plural.
  public init(_ count: Int, of noun: String) {
    self.count = count
    self.noun = noun
  }

  /// The words.
  public var description: String { "\(count) \(count == 1 ? singular : noun)" }

  private var singular: String {
    if noun.hasSuffix("batches") { return String(noun.dropLast(2)) }
    if noun.hasSuffix("ies") { return noun.dropLast(3) + "y" }
    return noun.hasSuffix("s") ? String(noun.dropLast()) : noun
  }
}
