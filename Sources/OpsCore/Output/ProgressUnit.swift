/// What progress counts.
public enum ProgressUnit: Sendable, Equatable, ExpressibleByStringLiteral {
  /// Things, by their name in the plural.
  case things(String)
  /// Bytes, told as people read sizes.
  case bytes

  /// Counts things of this name, such as `rows`.
  public init(stringLiteral name: String) {
    self = .things(name)
  }

  func text(_ count: Int) -> String {
    switch self {
    case .things(let name): "\(count) \(name)"
    case .bytes: ByteCount.text(count)
    }
  }

  func text(_ count: Int, of total: Int) -> String {
    switch self {
    case .things(let name): "\(count) of \(total) \(name)"
    case .bytes: "\(ByteCount.text(count)) of \(ByteCount.text(total))"
    }
  }
}
