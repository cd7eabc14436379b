internal import CZlib

/// Compresses bytes into the gzip format (RFC 1952), piece by piece.
@safe public final class GzipEncoder {
  // zlib keeps the address of the stream.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isFinished = false

  /// Makes an encoder.
  ///
  /// - Parameter level: From 1, the fastest, to 9, the smallest.
  public init(level: Int = 1) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let status = unsafe czlib_deflate_start(stream, Int32(min(max(level, 1), 9)))
    precondition(status == Z_OK, "zlib has no memory")
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Compresses bytes; what is ready is appended to the output.
  public func append(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    precondition(!isFinished, "the encoder is finished")
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      let piece = unsafe UnsafeRawBufferPointer(rebasing: rest.prefix(Int(Int32.max)))
      unsafe run(piece, flush: Z_NO_FLUSH, &output)
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(piece.count))
    }
  }

  /// Appends the end of the format to the output; nothing can be added afterwards.
  public func finish(into output: inout [UInt8]) {
    guard !isFinished else { return }
    unsafe run(UnsafeRawBufferPointer(start: nil, count: 0), flush: Z_FINISH, &output)
    isFinished = true
  }

  private func run(_ input: UnsafeRawBufferPointer, flush: Int32, _ output: inout [UInt8]) {
    // zlib only reads from where it is told to read.
    let start = unsafe input.bindMemory(to: UInt8.self).baseAddress
    unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
    unsafe stream.pointee.avail_in = UInt32(input.count)
    while unsafe GzipRoom.fill(stream, &output, { unsafe deflate($0, flush) }).left == 0 {}
  }
}
