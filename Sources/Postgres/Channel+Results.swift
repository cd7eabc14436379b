internal import CLibPQ

extension Channel {
  /// Whether no answer is outstanding.
  var isQuiet: Bool { unsafe PQtransactionStatus(handle) != PQTRANS_ACTIVE }

  /// Whether a transaction is open, failed or not.
  var isInTransaction: Bool {
    let status = unsafe PQtransactionStatus(handle)
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
  }

  /// Reads all answers of one statement and returns its result.
  func result(_ watch: inout Watch) throws(PostgresError) -> ResultSet {
    guard let last = try results(&watch).last else { throw lost() }
    return last
  }

  /// Reads all answers; throws the first error once everything has been read.
  func results(_ watch: inout Watch) throws(PostgresError) -> [ResultSet] {
    var sets: [ResultSet] = []
    var failure: PostgresError?
    while let result = unsafe try nextResult(&watch) {
      do throws(PostgresError) {
        if let set = unsafe try absorb(result) { sets.append(set) }
      } catch {
        failure = failure ?? error
        // A refused COPY would answer for ever.
        if error.code == .misuse || isBroken { break }
      }
    }
    if let failure { throw failure }
    return sets
  }

  /// Reads the answers of a pipeline of so many statements.
  func pipelineResults(_ watch: inout Watch, count: Int) throws(PostgresError) -> [ResultSet] {
    var sets: [ResultSet] = []
    var failure: PostgresError?
    for _ in 0..<count {
      do throws(PostgresError) {
        sets += try results(&watch)
      } catch {
        failure = failure ?? error
        if isBroken { throw error }
      }
    }
    guard let sync = unsafe try nextResult(&watch) else { throw failure ?? lost() }
    unsafe PQclear(sync)
    try leavePipeline()
    if let failure { throw failure }
    guard sets.count == count else {
      throw PostgresError(.misuse, "the pipeline answered \(sets.count) times instead of \(count)")
    }
    return sets
  }

  /// Takes ownership of a result: returns it, or throws the error that it tells; nil for a skipped statement.
  func absorb(_ result: OpaquePointer) throws(PostgresError) -> ResultSet? {
    switch unsafe PQresultStatus(result) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY, PGRES_SINGLE_TUPLE:
      return ResultSet(storage: unsafe ResultStorage(result))
    case PGRES_PIPELINE_ABORTED:
      unsafe PQclear(result)
      return nil
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      unsafe PQclear(result)
      throw PostgresError(.misuse, "COPY is not to be had here")
    default:
      defer { unsafe PQclear(result) }
      throw unsafe ServerFields.error(of: result, on: self)
    }
  }
}
