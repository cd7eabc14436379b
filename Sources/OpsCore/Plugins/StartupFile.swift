/// The file of settings and aliases that an interactive shell reads when it starts.
public struct StartupFile: Sendable {
  /// The commands that may stand in it.
  static let commands: Set<String> = ["set", "alias"]
  private static let limit = 1 << 20

  private let path: String

  /// Finds the file: `dfops/rc` in `$XDG_CONFIG_HOME`, else in `~/.config`; nil without a home.
  public init?(processEnvironment: [String: String]) {
    guard let base = BaseFolder.path("XDG_CONFIG_HOME", or: ".config", in: processEnvironment)
    else { return nil }
    path = base + "/dfops/rc"
  }

  init(path: String) {
    self.path = path
  }

  /// Runs its lines; one that is wrong is shown with its number, and the others count.
  public func run(by dispatcher: Dispatcher) async {
    let text: String
    do {
      text = try TextFile(path: path, limit: Self.limit).text
    } catch {
      guard !error.isMissing else { return }
      dispatcher.output.notice("\(path) is not read: \(error.reason)")
      return
    }
    // A line that ends as on Windows has one Character at its end, so the scalars are what is split.
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.map(Substring.init).enumerated() {
      let prefix = "\(Sanitiser.visible(path)):\(index + 1): "
      do {
        let words = try Self.words(of: line)
        _ = await dispatcher.run(words: words, prefix: prefix)
      } catch {
        var output = dispatcher.output
        output.prefix = prefix
        output.error(error, command: "")
      }
    }
  }

  /// The words of a line; none when it does nothing.
  ///
  /// - Throws: `OpsError` with exit status 64 when it is a command that does not belong here.
  private static func words(of line: Substring) throws(OpsError) -> [String] {
    guard !line.unicodeScalars.contains("\0") else {
      throw OpsError(
        .usage, "the line holds a NUL", hint: "save the file as plain text in UTF-8")
    }
    let words = try Words.split(String(line))
    guard let first = words.first else { return [] }
    guard commands.contains(first) else {
      throw OpsError(
        .usage, "\(Sanitiser.visible(String(first.prefix(80)))) does not belong here",
        hint: "this file has settings (set …), aliases (alias …) and comments (# …) only")
    }
    // What only shows something has nobody who looks.
    let isWhole =
      first == "set" ? words.count > 2 : words.count > 2 || words.last?.contains("=") == true
    guard isWhole else {
      throw OpsError(
        .usage, "it sets nothing",
        hint: first == "set" ? "set NAME VALUE, such as set bell 30s" : "alias NAME='LINE'")
    }
    return words
  }
}
