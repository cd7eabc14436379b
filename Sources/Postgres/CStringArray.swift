internal import Glibc

/// Lends texts to C as an array of C strings.
enum CStringArray {
  /// Calls the body with the array, which ends with NULL and lives as long as the call.
  static func with<Result>(
    _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
  ) -> Result {
    // One block for all bytes: a thousand parameters cost two allocations.
    let size = texts.reduce(0) { $0 + ($1.map { $0.utf8.count + 1 } ?? 0) }
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: max(size, 1)) { bytes in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafePointer<CChar>?.self, capacity: texts.count + 1
      ) { pointers in
        var offset = 0
        for (index, text) in texts.enumerated() {
          guard let text else {
            unsafe pointers.initializeElement(at: index, to: nil)
            continue
          }
          unsafe pointers.initializeElement(
            at: index, to: bytes.baseAddress.map { unsafe UnsafePointer($0 + offset) })
          for byte in text.utf8 {
            unsafe bytes.initializeElement(at: offset, to: CChar(bitPattern: byte))
            offset += 1
          }
          unsafe bytes.initializeElement(at: offset, to: 0)
          offset += 1
        }
        unsafe pointers.initializeElement(at: texts.count, to: nil)
        guard let base = pointers.baseAddress else { preconditionFailure("No memory") }
        return unsafe body(UnsafePointer(base))
      }
    }
  }
}
