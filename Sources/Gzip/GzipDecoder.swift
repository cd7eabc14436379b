internal import CZlib

/// Reads the gzip format (RFC 1952), piece by piece, and proves its checksum.
@safe public final class GzipDecoder {
  /// Why bytes could not be read.
  public enum Failure: Error, Sendable, Equatable {
    /// They are not, or no longer, in the gzip format; or their checksum differs.
    case damaged
    /// They end too early.
    case cut
  }

  // zlib keeps the address of the stream.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isAtEnd = false

  /// Makes a decoder.
  public init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let status = unsafe czlib_inflate_start(stream)
    precondition(status == Z_OK, "zlib has no memory")
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Reads bytes; what they stand for is appended to the output.
  ///
  /// - Throws: ``Failure/damaged``, also for bytes behind the end.
  public func append(
    _ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]
  ) throws(Failure) {
    guard unsafe !bytes.isEmpty else { return }
    guard !isAtEnd, bytes.count <= Int(Int32.max) else { throw .damaged }
    let start = unsafe bytes.bindMemory(to: UInt8.self).baseAddress
    unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
    unsafe stream.pointee.avail_in = UInt32(bytes.count)
    var left = 0
    repeat {
      let result = unsafe GzipRoom.fill(stream, &output) { unsafe inflate($0, Z_NO_FLUSH) }
      left = result.left
      switch result.status {
      case Z_STREAM_END:
        isAtEnd = true
        guard unsafe stream.pointee.avail_in == 0 else { throw .damaged }
        return
      case Z_OK: continue
      case Z_BUF_ERROR: return
      default: throw .damaged
      }
    } while unsafe left == 0 || stream.pointee.avail_in > 0
  }

  /// Proves that the end was reached.
  ///
  /// - Throws: ``Failure/cut``.
  public func finish() throws(Failure) {
    guard isAtEnd else { throw .cut }
  }
}
