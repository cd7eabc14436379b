extension DataValue {
  /// Makes a text, or null.
  public init(orNull text: String?) { self = text.map(DataValue.text) ?? .null }

  /// Makes an integer, or null.
  public init(orNull number: Int?) { self = number.map { .int(Int64($0)) } ?? .null }

  /// Makes a number, or null.
  public init(orNull number: Double?) { self = number.map(DataValue.double) ?? .null }

  /// Makes a boolean, or null.
  public init(orNull flag: Bool?) { self = flag.map(DataValue.bool) ?? .null }

  /// Makes a time, or null.
  public init(orNull time: Instant?) { self = time.map(DataValue.time) ?? .null }
}
