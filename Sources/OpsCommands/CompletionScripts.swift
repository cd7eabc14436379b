public import ArgumentParser
internal import OpsCore

/// The completion scripts of the shells, generated from the declarations of the commands.
public enum CompletionScripts {
  /// The script for a shell.
  public static func text(for shell: CompletionShell) -> String {
    ScriptRepairs.repaired(
      LiveWords.completing(Root.completionScript(for: shell), for: shell), for: shell)
  }

  /// The name of the script in `completions/`, as distributions name such files.
  public static func fileName(for shell: CompletionShell) -> String {
    switch shell {
    case .zsh: "_dfops"
    default: "dfops.\(shell.rawValue)"
    }
  }

  /// The call as a shell completes it; it is never run.
  private struct Root: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "dfops", abstract: "The operator shell of the Dragonfly intake pipeline.",
      version: OpsVersion.current, subcommands: Commands.table.commands)

    @Option(name: .global(.env), help: .global(.env), completion: .environments)
    var env: String?
    @Option(name: .global(.config), help: .global(.config), completion: .file(extensions: ["toml"]))
    var config: String?
    @Option(name: .global(.format), help: .global(.format))
    var format: OutputFormat?
    @Option(
      name: .global(.color), help: .global(.color),
      completion: .list(GlobalOptions.Color.allCases.map(\.rawValue)))
    var color: String?
    @Option(name: .global(.expect), help: .global(.expect))
    var expect: Int?
    @Option(name: .global(.reason), help: .global(.reason))
    var reason: String?
    @Flag(name: .global(.yes), help: .global(.yes))
    var yes = false
    @Flag(name: .global(.keepGoing), help: .global(.keepGoing))
    var keepGoing = false
    @Flag(name: .global(.quiet), help: .global(.quiet))
    var quiet = false
    @Flag(name: .global(.verbose), help: .global(.verbose))
    var verbose = false
    @Flag(name: .global(.noPager), help: .global(.noPager))
    var noPager = false
    @Flag(name: .global(.retryAuth), help: .global(.retryAuth))
    var retryAuth = false
    @Option(name: .customShort("c"), help: "Run this command, then exit.")
    var commands: [String] = []
    @Option(
      name: .customShort("f"), help: "Run this script; - is standard input.", completion: .file())
    var file: String?
  }
}

extension NameSpecification {
  /// The names of a global option.
  fileprivate static func global(_ option: GlobalOption) -> NameSpecification {
    var names: [Element] = [.customLong(String(option.rawValue.dropFirst(2)))]
    if let short = option.short?.last { names.append(.customShort(short)) }
    return NameSpecification(names)
  }
}

extension ArgumentHelp {
  /// What help says of a global option.
  fileprivate static func global(_ option: GlobalOption) -> ArgumentHelp {
    ArgumentHelp(stringLiteral: option.help)
  }
}
