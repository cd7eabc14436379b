extension Context {
  /// Refuses when the count differs from the one that the caller expected; the history remembers it.
  ///
  /// - Throws: `OpsError` with exit status 4.
  func checkExpectation(planned: Int, of noun: String = "batches") throws(OpsError) {
    session.trace { $0.planned = planned }
    guard let expect = options.expect, expect != planned else { return }
    throw OpsError(
      .refused,
      "expected \(Counted(expect, of: noun)), found \(planned); nothing was changed",
      hint: "look at what is there now, then use --expect \(planned) if that is what you mean")
  }
}
