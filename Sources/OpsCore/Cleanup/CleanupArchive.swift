internal import Crypto
internal import Glibc
internal import Gzip
internal import Postgres
internal import Synchronization

/// The files with what a cleanup has deleted, in the folder of its plan.
struct CleanupArchive: Sendable {
  let folder: StateFolder

  /// Runs a COPY into a new file, brings it to disk, and returns what it holds; ``check(_:)`` reads it again.
  ///
  /// - Parameters:
  ///   - copy: The statement.
  ///   - name: The name of the file.
  ///   - table: The table whose rows these are.
  ///   - reference: The foreign key, when it is about references.
  ///   - transaction: Where the statement runs.
  /// - Returns: What the file holds.
  /// - Throws: `OpsError` with exit status 4 when the file cannot be written, `PostgresError`.
  func export(
    _ copy: String, to name: String, table: TableName, reference: String? = nil,
    in transaction: Transaction
  ) async throws -> ArchiveFile {
    let path = folder.location(of: name)
    let file: ExportFile
    let rows: Int64
    let digest: String
    do {
      file = try ExportFile(.file(path: path, folder: folder.path), gzip: true)
      let sink = file
      rows = unsafe try await transaction.copyOut(copy) { piece in
        try sink.append { buffer in unsafe buffer += piece }
      }
      digest = try file.finish()
    } catch let error as OpsError {
      throw OpsError(
        .refused, "the archive cannot be written: \(error.message)",
        hint: "make room in the state folder, then go on", code: "archive_not_written")
    }
    return ArchiveFile(
      name: name, table: table, reference: reference, rows: Int(rows), bytes: try size(of: path),
      sha256: digest)
  }

  /// Reads a file from disk and holds it against what is known of it.
  ///
  /// - Throws: `OpsError` with exit status 4.
  func check(_ file: ArchiveFile) throws(OpsError) {
    let reader = try ArchiveReader(self, file)
    var rows = 0
    while let bytes = try reader.next() { rows += bytes.count { $0 == 0x0A } }
    guard rows == file.rows else {
      throw Self.damaged(file, "it has \(rows) rows, written were \(file.rows)")
    }
  }

  static func damaged(_ file: ArchiveFile, _ reason: String) -> OpsError {
    OpsError(
      .refused, "the archive file \(file.name) is damaged: \(reason)",
      hint: "look for a copy of the state folder", code: "archive_damaged")
  }

  private func size(of path: String) throws(OpsError) -> Int {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      throw OpsError(
        .refused,
        "the archive file \(Sanitiser.visible(path)) cannot be read: \(systemReason(errno))",
        hint: "see to it that you may read this file, or look for a copy of the state folder")
    }
    return Int(status.st_size)
  }
}

/// Reads a file of an archive from its beginning to its end, and proves at the end that it is whole.
final class ArchiveReader: Sendable {
  private let file: ArchiveFile
  private let state: Mutex<State>
  private static let piece = 1 << 17

  private struct State {
    var descriptor: Int32
    var decoder = GzipDecoder()
    var hash = SHA256()
    var isAtEnd = false
  }

  /// Opens a file.
  init(_ archive: CleanupArchive, _ file: ArchiveFile) throws(OpsError) {
    self.file = file
    let path = archive.folder.location(of: file.name)
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CleanupArchive.damaged(file, systemReason(errno))
    }
    state = Mutex(State(descriptor: descriptor))
  }

  deinit { state.withLock { _ = close($0.descriptor) } }

  /// Returns the next rows, or pieces of rows; nil at the end, when all bytes are as they were written.
  func next() throws(OpsError) -> [UInt8]? {
    try state.withLock { state throws(OpsError) in
      while !state.isAtEnd {
        var input = [UInt8](repeating: 0, count: Self.piece)
        let count = unsafe input.withUnsafeMutableBytes {
          unsafe read(state.descriptor, $0.baseAddress, $0.count)
        }
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw CleanupArchive.damaged(file, systemReason(errno)) }
        guard count > 0 else {
          try finish(&state)
          return nil
        }
        input.removeLast(input.count - count)
        let output = try decode(input, &state)
        if !output.isEmpty { return output }
      }
      return nil
    }
  }

  private func decode(_ input: [UInt8], _ state: inout State) throws(OpsError) -> [UInt8] {
    var output: [UInt8] = []
    let decoder = state.decoder
    state.hash.update(data: input)
    let isIntact = unsafe input.withUnsafeBytes { bytes in
      do throws(GzipDecoder.Failure) {
        unsafe try decoder.append(bytes, to: &output)
        return true
      } catch {
        return false
      }
    }
    guard isIntact else {
      throw CleanupArchive.damaged(file, "its bytes are not those that were written")
    }
    return output
  }

  private func finish(_ state: inout State) throws(OpsError) {
    state.isAtEnd = true
    do throws(GzipDecoder.Failure) {
      try state.decoder.finish()
    } catch {
      throw CleanupArchive.damaged(file, "it ends too early")
    }
    guard Hexadecimal.text(state.hash.finalize()) == file.sha256 else {
      throw CleanupArchive.damaged(file, "its SHA-256 is another")
    }
  }
}
