internal import CZlib

/// Gives zlib room for its output, a piece at a time.
enum GzipRoom {
  private static let size = 1 << 16

  /// Calls zlib once, and appends what it has written.
  ///
  /// - Returns: Its status, and how many bytes of the room were left; none left means that there may be more to come.
  static func fill(
    _ stream: UnsafeMutablePointer<z_stream>, _ output: inout [UInt8],
    _ call: (UnsafeMutablePointer<z_stream>) -> Int32
  ) -> (status: Int32, left: Int) {
    var result = (status: Z_OK, left: 0)
    output += unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      unsafe stream.pointee.next_out = buffer.baseAddress
      unsafe stream.pointee.avail_out = UInt32(size)
      result.status = unsafe call(stream)
      result.left = unsafe Int(stream.pointee.avail_out)
      count = size - result.left
    }
    return result
  }
}
