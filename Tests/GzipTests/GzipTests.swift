import Gzip
import Testing

@Suite("The gzip format")
struct GzipTests {
  static let texts: [[UInt8]] = [
    [], [0], Array("a,b,\"c\"\n".utf8), Array(repeating: 0x61, count: 3_000_000),
    (0..<1_000_000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 7) },
  ]

  @Test("Bytes come back as they went, whatever the size of the pieces", arguments: 0..<5)
  func roundTrip(index: Int) throws {
    let bytes = Self.texts[index]
    for size in [1 << 20, 70_001] {
      #expect(try decoded(encoded(bytes, pieces: size), pieces: size) == bytes)
    }
  }

  @Test("A repetitive megabyte gets small")
  func ratio() {
    #expect(encoded(Self.texts[3], pieces: 1 << 16).count < 20_000)
  }

  @Test("A cut file is told from a whole one, at every byte")
  func cut() throws {
    let whole = encoded(Self.texts[2], pieces: 100)
    for count in 0..<whole.count {
      #expect(throws: GzipDecoder.Failure.cut) {
        try decoded(Array(whole.prefix(count)), pieces: 100)
      }
    }
  }

  @Test("One changed byte of the content or the checksum is found")
  func damaged() {
    let whole = encoded(Self.texts[2], pieces: 100)
    // The header of ten bytes holds nothing that the content depends upon.
    for index in 10..<whole.count {
      var changed = whole
      changed[index] ^= 0x41
      #expect(throws: GzipDecoder.Failure.self) { try decoded(changed, pieces: 100) }
    }
    #expect(throws: GzipDecoder.Failure.damaged) { try decoded(whole + [0], pieces: 100) }
  }

  private func encoded(_ bytes: [UInt8], pieces: Int) -> [UInt8] {
    let encoder = GzipEncoder()
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      unsafe bytes[start..<min(start + pieces, bytes.count)].withUnsafeBytes {
        unsafe encoder.append($0, to: &output)
      }
    }
    encoder.finish(into: &output)
    return output
  }

  private func decoded(_ bytes: [UInt8], pieces: Int) throws -> [UInt8] {
    let decoder = GzipDecoder()
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      try unsafe bytes[start..<min(start + pieces, bytes.count)].withUnsafeBytes {
        try unsafe decoder.append($0, to: &output)
      }
    }
    try decoder.finish()
    return output
  }
}
