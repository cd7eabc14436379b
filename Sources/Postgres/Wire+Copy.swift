internal import CLibPQ

extension Wire {
  /// Streams a COPY to the sink.
  func copyOut(
    _ sql: String, in id: Int, _ sink: (UnsafeRawBufferPointer) throws -> Void
  ) -> Result<Int64, any Error> {
    var sinkError: (any Error)?
    do throws(PostgresError) {
      try Self.checkTexts(sql, [])
      let rows = try perform(in: id) { channel, watch in
        try channel.send(sql, [])
        return unsafe try channel.copyOut(&watch, sink, &sinkError)
      }
      return .success(rows)
    } catch {
      return .failure(sinkError ?? error)
    }
  }
}

extension Wire {
  /// Streams a COPY from the source.
  func copyIn(
    _ sql: String, in id: Int, _ source: () throws -> [UInt8]?
  ) -> Result<Int64, any Error> {
    var sourceError: (any Error)?
    do throws(PostgresError) {
      try Self.checkTexts(sql, [])
      let rows = try perform(in: id) { channel, watch in
        try channel.send(sql, [])
        return try channel.copyIn(&watch, source, &sourceError)
      }
      return .success(rows)
    } catch {
      return .failure(sourceError ?? error)
    }
  }
}

extension Channel {
  /// Reads a COPY to its end.
  fileprivate func copyOut(
    _ watch: inout Watch, _ sink: (UnsafeRawBufferPointer) throws -> Void,
    _ sinkError: inout (any Error)?
  ) throws -> Int64 {
    try beginCopy(PGRES_COPY_OUT, "COPY … TO STDOUT", &watch)
    do {
      while unsafe try nextCopyData(&watch, sink) {}
    } catch let error as PostgresError where error.endsConnection || watch.isInterrupted {
      throw error
    } catch {
      sinkError = error
      watch.interrupt(self)
      while unsafe try nextCopyData(&watch, { _ in }) {}
    }
    return Int64(try result(&watch).affectedRows)
  }

  /// Reads the answer that a COPY begins with.
  fileprivate func beginCopy(
    _ wanted: ExecStatusType, _ form: String, _ watch: inout Watch
  ) throws {
    guard let start = unsafe try nextResult(&watch) else { throw lost() }
    let status = unsafe PQresultStatus(start)
    guard status == wanted else {
      // Its error, or a statement that was no COPY; the connection is usable only when all answers are read.
      let outcome = Result { () throws(PostgresError) in unsafe try absorb(start) }
      _ = try results(&watch)
      _ = try outcome.get()
      throw PostgresError(.misuse, "the statement is not a \(form)")
    }
    unsafe PQclear(start)
  }

  /// Feeds a COPY to its end.
  fileprivate func copyIn(
    _ watch: inout Watch, _ source: () throws -> [UInt8]?, _ sourceError: inout (any Error)?
  ) throws -> Int64 {
    try beginCopy(PGRES_COPY_IN, "COPY … FROM STDIN", &watch)
    try setSendingWaits(false)
    defer { try? setSendingWaits(true) }
    do {
      while let bytes = try source() {
        guard !watch.isInterrupted else { break }
        try putCopyData(bytes, &watch)
      }
      try endCopy(watch.isInterrupted ? "stopped" : nil, &watch)
    } catch let error as PostgresError {
      throw error
    } catch {
      sourceError = error
      try endCopy("the source failed", &watch)
    }
    return Int64(try result(&watch).affectedRows)
  }
}
