/// The end of the journal: its last intact line, and what may stand behind it.
struct JournalTail {
  /// The hash of the last intact line.
  var hash = JournalLine.origin
  /// The number of the last intact line.
  var number = 0
  /// Whether the file ends within a line.
  var lacksLineEnd = false
  /// What stands behind the last intact line; each of its lines has an end, the last one is given one.
  var torn: [UInt8] = []

  /// Finds the end of a file, from behind.
  init(of file: borrowing JournalFile) throws(JournalFile.Failure) {
    let size = try file.size()
    var window = 1 << 16
    while true {
      let start = max(0, size - window)
      let bytes = try file.read(start..<size)
      lacksLineEnd = !bytes.isEmpty && bytes.last != 0x0A
      if find(in: bytes[...], isWhole: start == 0) { return }
      window *= 2
    }
  }

  /// Looks for the last intact line; false when more of the file is needed.
  private mutating func find(in bytes: ArraySlice<UInt8>, isWhole: Bool) -> Bool {
    var end = bytes.last == 0x0A ? bytes.endIndex - 1 : bytes.endIndex
    while end > bytes.startIndex {
      let before = bytes[..<end].lastIndex(of: 0x0A)
      guard before != nil || isWhole else { return false }
      let start = before.map { $0 + 1 } ?? bytes.startIndex
      if let line = JournalLine(Array(bytes[start..<end])) {
        hash = line.hash
        number = line.number
        torn = Self.closed(bytes[min(end + 1, bytes.endIndex)...])
        return true
      }
      guard let before else { break }
      end = before
    }
    guard isWhole else { return false }
    torn = Self.closed(bytes)
    return true
  }

  private static func closed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.isEmpty || bytes.last == 0x0A ? Array(bytes) : Array(bytes) + [0x0A]
  }
}
