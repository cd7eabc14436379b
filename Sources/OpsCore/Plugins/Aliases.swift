/// Names that people give to lines they type often.
///
/// Only the command of a line is replaced, and what it stands for is what runs, asks and is recorded. The name of a
/// command is never an alias, so that no line means something else than it says.
public struct Aliases: Sendable, Equatable {
  private static let most = 500

  private var lines: [String: String] = [:]

  /// Makes an empty set.
  public init() {}

  /// The names, in their order.
  public var names: [String] { lines.keys.sorted() }

  /// What a name stands for; nil when it is no alias.
  public subscript(name: String) -> String? { lines[name] }

  /// Gives a name to a line.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - line: The line, or its beginning.
  ///   - table: The commands, whose names are taken.
  /// - Throws: `OpsError` with exit status 64 when the name or the line is none.
  public mutating func define(
    _ name: String, as line: String, over table: CommandTable
  ) throws(OpsError) {
    let shown = Sanitiser.visible(String(name.prefix(80)))
    guard ExternalCommand.isName(name) else {
      throw OpsError(
        .usage, "\(shown.isEmpty ? "nothing" : shown) is no name for an alias",
        hint: "it begins with a letter and has letters, digits, - and _ only")
    }
    guard table.find(name) == nil else {
      throw OpsError(
        .usage, "\(shown) is a command, which no alias may hide", hint: "choose another name")
    }
    guard try !Words.split(line).isEmpty else {
      throw OpsError(
        .usage, "the alias \(shown) stands for nothing", hint: "alias \(shown)='batches --today'")
    }
    guard lines[name] != nil || lines.count < Self.most else {
      throw OpsError(
        .usage, "there are \(Self.most) aliases, which is the most",
        hint: "unalias NAME takes one away")
    }
    lines[name] = line
  }

  /// Takes a name back; false when it was no alias.
  public mutating func remove(_ name: String) -> Bool {
    lines.removeValue(forKey: name) != nil
  }

  /// Returns the line that an alias makes of a line; nil when the line means itself.
  public func meaning(of line: String, over table: CommandTable) -> String? {
    guard !lines.isEmpty, let words = try? Words.split(line),
      let meant = try? expanded(words, over: table), meant != words
    else { return nil }
    return meant.map(Words.quoted).joined(separator: " ")
  }

  /// Returns words with the command replaced as long as it is an alias.
  ///
  /// - Throws: `OpsError` with exit status 64 when aliases lead back to themselves.
  public func expanded(_ words: [String], over table: CommandTable) throws(OpsError) -> [String] {
    guard !lines.isEmpty else { return words }
    var words = words
    var chain: [String] = []
    while let index = GlobalOptions.commandIndex(in: words), table.find(words[index]) == nil,
      let line = lines[words[index]]
    {
      let name = words[index]
      guard !chain.contains(name) else {
        let loop = (chain + [name]).joined(separator: " -> ")
        throw OpsError(
          .usage, "the alias leads back to itself: \(loop)", hint: "unalias \(name) removes it")
      }
      chain.append(name)
      words.replaceSubrange(index...index, with: try Words.split(line))
    }
    return words
  }
}
