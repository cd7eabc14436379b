extension BatchFilter {
  /// The filter and the ids beside it as people gave them, with all times resolved.
  func words(ids: [String]) -> [String] {
    var words = ids.map { "id \($0)" }
    words += statuses.map { "status \($0)" }
    words += notices
    words += filenames.map { "filename like \($0.like)" }
    words += notFilenames.map { "filename not like \($0.like)" }
    if let source { words.append("source \(source)") }
    for case .digits(let digits) in except { words.append("except \(digits)") }
    if let limit { words.append("limit \(limit)\(oldestFirst ? ", the oldest first" : "")") }
    return words
  }
}
