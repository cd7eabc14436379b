internal import ArgumentParser

/// A command that takes any number of ids beside its options.
public protocol ManyIDsCommand: OpsCommand {
  /// The ids, in the order in which they were typed.
  var ids: [String] { get set }
}

/// The arguments of such a command, from which the ids of a long line are taken before the library parses the rest.
///
/// The library takes time that grows with the square of its words; thousands of ids are no news to it.
struct PartedIDs {
  /// Shorter lines are left to the library alone.
  private static let fewestWords = 100

  /// What the library parses: all but the ids, and the first of them, by which it sees that there are some.
  private(set) var arguments: [String]
  /// The other ids.
  private(set) var ids: [String] = []

  private enum Awaited {
    case nothing
    case value
    case values
  }

  /// Parts the arguments of a command, or of a part of one, when they are many and it takes ids.
  init(_ arguments: [String], of type: any ParsableCommand.Type) {
    self.arguments = arguments
    guard arguments.count >= Self.fewestWords, type is any ManyIDsCommand.Type,
      let shape = CommandShape.of(type)
    else { return }
    self.arguments = []
    var awaited = Awaited.nothing
    var hasOnlyWords = false
    var hasFirst = false
    for word in arguments {
      if !hasOnlyWords, word.hasPrefix("-"), word != "-" {
        hasOnlyWords = word == "--"
        awaited = Self.awaited(by: word, shape)
      } else if awaited != .nothing {
        if awaited == .value { awaited = .nothing }
      } else if hasFirst {
        ids.append(word)
        continue
      } else {
        hasFirst = true
      }
      self.arguments.append(word)
    }
  }

  /// Returns the command with the ids that the library has not seen.
  func added(to command: any OpsCommand) -> any OpsCommand {
    guard !ids.isEmpty, var many = command as? any ManyIDsCommand else { return command }
    many.ids += ids
    return many
  }

  private static func awaited(by option: String, _ shape: CommandShape) -> Awaited {
    let argument = shape.arguments?.first { argument in
      argument.kind == .option && argument.names?.contains { $0.typed == option } == true
    }
    guard let argument else { return .nothing }
    return argument.parsingStrategy == "upToNextOption" ? .values : .value
  }
}
