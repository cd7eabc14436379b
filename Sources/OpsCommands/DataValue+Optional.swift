internal import OpsCore

extension DataValue {
  /// Makes a text, or null.
  init(orNull text: String?) { self = text.map(DataValue.text) ?? .null }

  /// Makes an integer, or null.
  init(orNull number: Int?) { self = number.map { .int(Int64($0)) } ?? .null }

  /// Makes a number, or null.
  init(orNull number: Double?) { self = number.map(DataValue.double) ?? .null }

  /// Makes a boolean, or null.
  init(orNull flag: Bool?) { self = flag.map(DataValue.bool) ?? .null }

  /// Makes a time, or null.
  init(orNull time: Instant?) { self = time.map(DataValue.time) ?? .null }
}
