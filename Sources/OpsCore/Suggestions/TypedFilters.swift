internal import ArgumentParser

/// The filters among the words of a line that somebody still types.
public struct TypedFilters: Sendable, Hashable {
  /// The filters with their values, without everything else.
  public let words: [String]

  /// Finds the filters.
  ///
  /// There are none when a value is missing yet, when ids stand beside them, or when the command does not take all of
  /// them.
  ///
  /// - Parameters:
  ///   - words: All words of the line.
  ///   - path: How many words name the command and its part.
  ///   - command: The command or its part.
  public init?(in words: [String], path: Int, of command: CommandShape) {
    let filters = FilterOptions.arguments
    let own = Set(Self.names(of: command.arguments ?? []))
    guard !filters.isEmpty, own.isSuperset(of: Self.names(of: filters)) else { return nil }
    var kept: [String] = []
    var path = path
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("-"), word.count > 1 else {
        // What is no option names the command, or else a batch.
        guard path > 0 else { return nil }
        path -= 1
        continue
      }
      // Behind it there are only batches.
      guard word != "--" else { return nil }
      let name = String(word.prefix { $0 != "=" })
      let filter = filters.first { Self.names(of: [$0]).contains(name) }
      if filter != nil { kept.append(word) }
      guard name == word else { continue }
      if let filter, filter.kind == .option {
        guard let value = rest.popFirst() else { return nil }
        kept.append(value)
        guard filter.parsingStrategy == "upToNextOption" else { continue }
        while let more = rest.first, !more.hasPrefix("-") {
          kept.append(more)
          rest.removeFirst()
        }
      } else if command.takesValue(name) || GlobalOption.named(name)?.takesValue == true {
        rest = rest.dropFirst()
      }
    }
    guard !kept.isEmpty else { return nil }
    self.words = kept
  }

  /// Reads the filters.
  ///
  /// - Throws: An error of the library for a value that cannot be meant, or is not typed to its end.
  func options() throws -> FilterOptions { try FilterOptions.parse(words) }

  private static func names(of arguments: [CommandShape.Argument]) -> [String] {
    arguments.flatMap { ($0.names ?? []).map(\.typed) }
  }
}
