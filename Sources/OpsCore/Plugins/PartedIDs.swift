internal import ArgumentParser

/// The arguments of a command, from which the ids of a long line are taken before the library parses the rest.
///
/// The library takes time that grows with the square of its words, and thousands of ids tell it nothing.
struct PartedIDs {
  /// Shorter lines are left to the library alone.
  private static let fewestWords = 100

  /// What the library parses: all but the ids, and the first of them in each place, by which it sees that there are some.
  private(set) var arguments: [String]
  private var ids: [String] = []
  private var exceptions: [String] = []

  /// What the words mean that follow.
  private enum Place {
    /// Ids of the command.
    case ids
    /// The value of an option.
    case value
    /// The values of an option, up to the next one.
    case values
    /// What is left out.
    case exceptions
  }

  /// Parts the arguments of a command, or of a part of one.
  init(_ arguments: [String], of type: any ParsableCommand.Type) {
    self.arguments = arguments
    guard arguments.count >= Self.fewestWords, let shape = CommandShape.of(type) else { return }
    let (hasIDs, hasFilters) = (type is any ManyIDsCommand.Type, type is any FilteringCommand.Type)
    self.arguments = []
    var place = Place.ids
    var hasOnlyWords = false
    var isFirst = (id: true, exception: true)
    for word in arguments {
      switch place {
      case _ where !hasOnlyWords && word.hasPrefix("-") && word != "-":
        hasOnlyWords = word == "--"
        place = Self.place(behind: word, shape)
        isFirst.exception = true
      case .ids where hasIDs && !isFirst.id:
        ids.append(word)
        continue
      case .exceptions where hasFilters && !isFirst.exception:
        exceptions.append(word)
        continue
      case .ids: isFirst.id = false
      case .exceptions: isFirst.exception = false
      case .value: place = .ids
      case .values: break
      }
      self.arguments.append(word)
    }
  }

  /// Returns the command with the ids that the library has not seen.
  ///
  /// - Throws: What the library would have thrown for them.
  func added(to command: any OpsCommand) throws -> any OpsCommand {
    var command = command
    if !ids.isEmpty, var many = command as? any ManyIDsCommand {
      many.ids += ids
      command = many
    }
    if !exceptions.isEmpty, var filtering = command as? any FilteringCommand {
      filtering.filters.except += exceptions
      try filtering.filters.validate()
      command = filtering
    }
    return command
  }

  private static func place(behind option: String, _ shape: CommandShape) -> Place {
    let argument = shape.arguments?.first { argument in
      argument.kind == .option && argument.names?.contains { $0.typed == option } == true
    }
    guard let argument else { return .ids }
    guard argument.parsingStrategy == "upToNextOption" else { return .value }
    return option == "--except" ? .exceptions : .values
  }
}
