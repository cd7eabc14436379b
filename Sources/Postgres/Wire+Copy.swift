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

extension Channel {
  /// Reads a COPY to its end.
  fileprivate func copyOut(
    _ watch: inout Watch, _ sink: (UnsafeRawBufferPointer) throws -> Void,
    _ sinkError: inout (any Error)?
  ) throws -> Int64 {
    guard let start = unsafe try nextResult(&watch) else { throw lost() }
    let status = unsafe PQresultStatus(start)
    guard status == PGRES_COPY_OUT else {
      // Its error, or a statement that was no COPY; the connection is usable only when all answers are read.
      let outcome = Result { () throws(PostgresError) in unsafe try absorb(start) }
      _ = try results(&watch)
      _ = try outcome.get()
      throw PostgresError(.misuse, "the statement is not a COPY … TO STDOUT")
    }
    unsafe PQclear(start)
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
}
