internal import ArgumentParser
internal import OpsCore

/// How the scripts of the shells ask for candidates that only the database knows.
///
/// The library writes the bare command into each script. In its place stands what that shell can do: it says what is
/// typed already, takes descriptions where it shows them, and is quiet about errors.
enum LiveWords {
  /// Returns a script whose calls tell the line.
  static func completing(_ script: String, for shell: CompletionShell) -> String {
    var script = script
    for kind in LiveCandidates.allCases {
      script.replace(bare(kind, shell), with: call(kind, shell))
    }
    return shell == .bash ? script + "\n\n" + bashFunction : script
  }

  private static func bare(_ kind: LiveCandidates, _ shell: CompletionShell) -> String {
    switch shell {
    case .bash: "__dfops_add_completions -W \"$(eval '\(kind.command)')\""
    default: "(\(kind.command))"
    }
  }

  private static func call(_ kind: LiveCandidates, _ shell: CompletionShell) -> String {
    let name = kind.rawValue
    switch shell {
    case .bash: return "__dfops_add_live_completions \(name)"
    case .zsh:
      // A colon would end the action of the argument.
      let line = "${(j. .)command_line[1,current_word_index]} ${PREFIX}"
      return "(\"${command_name}\" __complete \(name) zsh \"\(line)\" 2>/dev/null)"
    default: return "(dfops __complete \(name) fish (commandline -cp | string collect) 2>/dev/null)"
    }
  }

  /// bash would expand the words of `compgen -W`, so names of others' files could run commands; what comes is written
  /// as bash reads it already.
  private static let bashFunction = """
    __dfops_add_live_completions() {
        local completion
        while IFS='' read -r completion; do
            COMPREPLY+=("${completion}")
        done < <("${COMP_WORDS[0]}" __complete "${1}" bash "${COMP_LINE:0:${COMP_POINT}}" "${cur}" 2>/dev/null)
    }
    """
}
