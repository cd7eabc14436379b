/// A small generator of numbers (SplitMix64) that gives the same numbers for the same seed, so that every
/// reset brings the same batches.
struct Chance: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension RandomNumberGenerator {
  /// Returns one of the elements.
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &self)]
  }

  /// Makes a random id.
  ///
  /// - Parameter node: The last twelve digits, where they are to be known again.
  /// - Returns: A UUID of version 4.
  mutating func uuid(node: String? = nil) -> String {
    func digits(_ count: Int) -> String {
      (0..<count).map { _ in String(UInt8.random(in: 0...15, using: &self), radix: 16) }.joined()
    }
    let variant = pick(["8", "9", "a", "b"])
    return [digits(8), digits(4), "4" + digits(3), variant + digits(3), node ?? digits(12)]
      .joined(separator: "-")
  }
}
