extension FilterOptions {
  /// The filters and the ids beside them as the operator gave them, with all times resolved.
  ///
  /// - Parameters:
  ///   - ids: The ids.
  ///   - filter: What the filters were resolved to.
  /// - Returns: One text for each.
  func words(ids: [String], resolved filter: BatchFilter) -> [String] {
    var words = ids.map { "id \($0)" }
    words += status.map { "status \($0)" }
    words += filter.notices
    words += filename.map { "filename \($0)" }
    words += filenameIlike.map { "filename ilike \($0)" }
    words += notFilename.map { "not filename \($0)" }
    if let source { words.append("source \(source)") }
    words += except.map { "except \($0)" }
    if let limit { words.append("limit \(limit)\(oldestFirst ? ", the oldest first" : "")") }
    return words
  }
}
