internal import OpsCore

extension CompletionPlace {
  /// What may or must follow, in the words of a usage line; empty when there is nothing to say.
  var usage: String {
    if let awaitedName { return awaitedName.contains("|") ? awaitedName : awaitedName.uppercased() }
    guard let shape else { return "" }
    if positionals == 0, !parts.isEmpty { return parts.map(\.commandName).joined(separator: "|") }
    let arguments = shape.arguments ?? []
    let isUntouched = positionals == 0 && used.isDisjoint(with: filterNames)
    var words = arguments.filter { $0.kind == .positional }.dropFirst(positionals).map(Self.word)
    if hasFilters {
      words = !isUntouched ? [] : words.isEmpty ? ["[FILTERS]"] : [words[0].bare + "|FILTERS"]
    }
    words += arguments.filter { argument in
      argument.kind == .option && !argument.isOptional
        && used.isDisjoint(with: argument.names?.map(\.typed) ?? [])
    }.map { argument in
      let name = argument.names?.first { $0.kind == "long" }?.typed ?? ""
      return "\(name) \((argument.valueName ?? "").uppercased())"
    }
    return words.joined(separator: " ")
  }

  /// Whether the command takes all filters for batches.
  private var hasFilters: Bool {
    let own = Set((shape?.arguments ?? []).flatMap { ($0.names ?? []).map(\.typed) })
    return !filterNames.isEmpty && own.isSuperset(of: filterNames)
  }

  private var filterNames: [String] {
    FilterOptions.arguments.flatMap { ($0.names ?? []).map(\.typed) }
  }

  private static func word(_ argument: CommandShape.Argument) -> String {
    var name = (argument.valueName ?? "value").uppercased()
    if argument.isRepeating, name.hasSuffix("S") { name.removeLast() }
    if argument.isRepeating { name += "…" }
    return argument.isOptional ? "[\(name)]" : name
  }
}

extension String {
  /// The text without the brackets around it.
  fileprivate var bare: String {
    hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
  }
}
