internal import OpsCore

extension Aliases {
  /// Returns words with the command replaced when it is an alias; a loop replaces nothing while somebody types.
  func replaced(in words: [String], over table: CommandTable) -> [String] {
    (try? expanded(words, over: table)) ?? words
  }
}
