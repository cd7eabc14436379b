internal import LineEditor
internal import OpsCore

/// Finds hints: how the line may go on, by history and syntax, and how many batches it would take.
final class Hinter: Hinting {
  /// A longer line is none that a hint helps with.
  private static let longest = 2000

  private let table: CommandTable
  private let session: Session
  private let values: LiveValues
  private let isKnown: (String) -> Bool
  private let recall: (String) -> String?

  /// Makes a hinter.
  ///
  /// - Parameters:
  ///   - table: The commands.
  ///   - session: The session.
  ///   - values: What is known of the database.
  ///   - isKnown: Whether an environment was connected to before; a key that is pressed does not do that first.
  ///   - recall: Finds how an earlier line went on that began as this one.
  init(
    table: CommandTable, session: Session, values: LiveValues,
    isKnown: @escaping (String) -> Bool, recall: @escaping (String) -> String?
  ) {
    self.table = table
    self.session = session
    self.values = values
    self.isKnown = isKnown
    self.recall = recall
  }

  func hint(for line: String) -> Hint {
    guard session.isOn(.hints), !line.isEmpty, line.utf8.count <= Self.longest else {
      return Hint()
    }
    var typed = TypedWords(line)
    guard !typed.isComment else { return Hint() }
    typed.words = session.aliases.replaced(in: typed.words, over: table)
    let place = CompletionPlace(after: typed.words, in: table)
    var hint = SyntaxHint.hint(for: typed, at: place, in: table)
    if let rest = recall(line) {
      hint = Hint(suggestion: rest)
    }
    if let count = count(typed, place) { hint.note = count.words }
    return hint
  }

  /// How many batches the line would take as it stands; nil as long as that is not known.
  private func count(_ typed: TypedWords, _ place: CompletionPlace) -> BatchCount? {
    guard session.isOn(.completion), let shape = place.shape else { return nil }
    // A name that is half typed is no environment, or another one.
    if case .value(.live(.environments), _) = place.wish(for: typed.current) { return nil }
    let words = typed.words + (typed.typedCount == 0 ? [] : [typed.current])
    let environment = place.environment ?? session.environmentName
    guard let filters = TypedFilters(in: words, path: place.path.count, of: shape),
      isKnown(environment),
      case .count(let count) = values.answer(
        to: .count(filters, Self.scope(of: shape)), in: environment)
    else { return nil }
    return count
  }

  /// What a command does with batches stands where it declares how their ids are completed.
  private static func scope(of shape: CommandShape) -> BatchScope {
    let argument = shape.arguments?.first { $0.kind == .positional }
    guard case .live(let kind)? = argument.map(ValueKind.init) else { return .all }
    return kind.scope ?? .all
  }
}
