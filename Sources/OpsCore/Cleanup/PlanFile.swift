internal import Crypto
internal import FoundationEssentials

/// The file of a plan: a line with the format and the digest, then the plan as JSON.
///
/// A plan decides what is deleted, so a file that is not byte for byte what was written is no plan.
struct PlanFile: Equatable {
  /// The plan.
  let plan: CleanupPlan
  /// The SHA-256 of the JSON.
  let digest: String
  private let json: [UInt8]

  /// The format that this program writes, and the newest that it reads.
  static let format = 1

  private struct Header: Codable {
    var format: Int
    var sha256: String
  }

  /// What is wrong with a file.
  enum Failure: Error, Equatable {
    case damaged
    case newer(Int)
  }

  /// Makes the file of a plan.
  init(_ plan: CleanupPlan) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    json = Array(try encoder.encode(plan))
    digest = Hexadecimal.text(SHA256.hash(data: json))
    self.plan = plan
  }

  /// Reads a file.
  init(_ text: String) throws(Failure) {
    let bytes = Array(text.utf8)
    guard let end = bytes.firstIndex(of: 0x0A),
      let header = try? JSONDecoder().decode(Header.self, from: Data(bytes[..<end]))
    else { throw .damaged }
    guard header.format <= Self.format else { throw .newer(header.format) }
    json = Array(bytes[(end + 1)...])
    digest = Hexadecimal.text(SHA256.hash(data: json))
    guard digest == header.sha256,
      let plan = try? JSONDecoder().decode(CleanupPlan.self, from: Data(json))
    else { throw .damaged }
    self.plan = plan
  }

  /// The bytes of the file.
  var bytes: [UInt8] {
    Array("{\"format\":\(Self.format),\"sha256\":\"\(digest)\"}\n".utf8) + json
  }
}
