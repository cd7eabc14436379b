/// A batch of a plan, as it was when it was looked at.
public struct FrozenBatch: Codable, Sendable, Equatable {
  /// The id.
  public var id: String
  /// The name of the file.
  public var filename: String
  /// The status.
  public var status: String
  /// The row's `xmin`, which any UPDATE changes.
  public var version: String
  /// How many rows of each dependent table go with it, in the order of ``CleanupGraph/dependents``.
  public var rows: [Int]
  /// How many references to it are emptied, in the order of ``CleanupGraph/references``.
  public var references: [Int]

  /// Makes a frozen batch.
  public init(
    id: String, filename: String, status: String, version: String, rows: [Int], references: [Int]
  ) {
    self.id = id
    self.filename = filename
    self.status = status
    self.version = version
    self.rows = rows
    self.references = references
  }

  /// The number of rows that go with it.
  public var weight: Int { rows.reduce(0, +) + references.reduce(0, +) }
}

/// In a file a batch is one text: plans have ten thousand of them, and objects with names take their time.
///
/// Its parts are separated by tabs: id, version, rows, references, the length of the status; then the status and the
/// name, which may hold anything.
extension FrozenBatch {
  /// Reads a batch.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    let parts = text.split(separator: "\t", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, let length = Int(parts[4]), length >= 0,
      let end = parts[5].utf8.index(
        parts[5].startIndex, offsetBy: length, limitedBy: parts[5].endIndex)
    else { throw Self.malformed(decoder) }
    id = String(parts[0])
    version = String(parts[1])
    rows = try Self.numbers(parts[2], decoder)
    references = try Self.numbers(parts[3], decoder)
    status = String(parts[5][..<end])
    filename = String(parts[5][end...])
  }

  /// Writes a batch.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    let parts = [
      id, version, rows.map(String.init).joined(separator: ","),
      references.map(String.init).joined(separator: ","), String(status.utf8.count),
      status + filename,
    ]
    try container.encode(parts.joined(separator: "\t"))
  }

  private static func numbers(_ text: Substring, _ decoder: any Decoder) throws -> [Int] {
    try text.split(separator: ",").map { part in
      guard let number = Int(part) else { throw malformed(decoder) }
      return number
    }
  }

  private static func malformed(_ decoder: any Decoder) -> DecodingError {
    DecodingError.dataCorrupted(
      DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "no frozen batch"))
  }
}
