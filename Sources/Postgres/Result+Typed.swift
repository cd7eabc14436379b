extension Result where Failure == PostgresError {
  /// Makes a result of work, so that typed errors cross actors and cancellation handlers.
  init(_ work: () throws(PostgresError) -> Success) {
    do throws(PostgresError) {
      self = .success(try work())
    } catch {
      self = .failure(error)
    }
  }
}
