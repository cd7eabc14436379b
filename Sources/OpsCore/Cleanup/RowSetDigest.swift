internal import Synchronization

/// A digest of rows whatever their order, to compare what an archive has with what a table has.
///
/// It finds accidents, not forgers: hashes of this process are summed.
struct RowSetDigest: Sendable, Equatable {
  /// The number of rows.
  private(set) var rows = 0
  private var sum: UInt64 = 0
  private var line: [UInt8] = []
  private let skipped: Set<Int>

  /// Makes the digest of no rows.
  ///
  /// - Parameter skipped: The places of columns that are left out.
  init(without skipped: Set<Int> = []) {
    self.skipped = skipped
  }

  /// Takes text of COPY, in pieces of any size; a row ends with its line.
  mutating func take(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      if line.isEmpty {
        add(rest[..<end])
      } else {
        line += rest[..<end]
        add(line[...])
        line.removeAll(keepingCapacity: true)
      }
      rest = rest[(end + 1)...]
    }
    line += rest
  }

  private mutating func add(_ row: ArraySlice<UInt8>) {
    var hasher = Hasher()
    if skipped.isEmpty {
      unsafe row.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    } else {
      let columns = row.split(separator: 0x09, omittingEmptySubsequences: false)
      for (place, column) in columns.enumerated() where !skipped.contains(place) {
        hasher.combine(column)
      }
    }
    sum &+= UInt64(bitPattern: Int64(hasher.finalize()))
    rows += 1
  }
}

/// A digest that a COPY fills from its own thread.
final class DigestBox: Sendable {
  private let state: Mutex<RowSetDigest>

  /// Begins with a digest.
  init(_ digest: RowSetDigest) {
    state = Mutex(digest)
  }

  /// The digest so far.
  var digest: RowSetDigest { state.withLock { $0 } }

  /// Takes a piece of a COPY.
  func take(_ piece: UnsafeRawBufferPointer) {
    let bytes = unsafe Array(piece)
    state.withLock { $0.take(bytes) }
  }
}
