internal import ArgumentParser

/// What the library's scripts get wrong, put right.
enum ScriptRepairs {
  /// Returns a script that works.
  static func repaired(_ script: String, for shell: CompletionShell) -> String {
    switch shell {
    case .bash: bash(withOneHelp(script))
    case .zsh: zsh(withOneHelp(script))
    default: script
    }
  }

  /// The library adds a `help` of its own, whose function would take the place of ours.
  private static func withOneHelp(_ script: String) -> String {
    var script = script
    let functions = script.ranges(of: "\n_dfops_help() {")
    if functions.count > 1, let second = functions.last,
      let end = script[second.upperBound...].firstRange(of: "\n}\n")
    {
      script.removeSubrange(second.lowerBound..<end.upperBound)
    }
    script.replace("|quit|help)", with: "|quit)")
    script.replace(" quit help'", with: " quit'")
    script.replace("            'help:Show subcommand help information.'\n", with: "")
    return script
  }

  private static func bash(_ script: String) -> String {
    var script = script
    // A folder that has the name of a command would make a folder of the command.
    script.replace("complete -o filenames -F _dfops dfops", with: "complete -F _dfops dfops")
    for files in ["-f\n", "-d\n", "-o plusdirs"] {
      script.replace(
        "        __dfops_add_completions \(files)",
        with: "        compopt -o filenames 2>/dev/null\n        __dfops_add_completions \(files)")
    }
    // readline parts --option=value into three words.
    script.replace(
      #"local -r prev="${3}""#,
      with: """
        local prev="${3}"
            [[ "${prev}" = '=' ]] && prev="${COMP_WORDS[COMP_CWORD - 2]}"
        """)
    script.replace(
      #"local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")"#,
      with: """
        local -a unparsed_words=()
            local -i index
            for ((index = 1; index <= COMP_CWORD; index++)); do
                if [[ "${COMP_WORDS[index]}" != '=' || "${COMP_WORDS[index - 1]}" != --* ]]; then
                    unparsed_words+=("${COMP_WORDS[index]}")
                elif ((index == COMP_CWORD)); then
                    unparsed_words+=('')
                fi
            done
        """)
    return script
  }

  private static func zsh(_ script: String) -> String {
    var script = script
    // What is put in is escaped for the line only while ! means something.
    script.replace(
      "    unsetopt aliases banghist\n", with: "    unsetopt aliases\n    setopt banghist\n")
    return script.split(separator: "\n", omittingEmptySubsequences: false).map(takingEquals)
      .joined(separator: "\n")
  }

  /// Lets the value of an option follow a `=`, too.
  private static func takingEquals(_ line: Substring) -> Substring {
    guard line.hasPrefix("        '"), line.contains("]:"), let text = line.firstIndex(of: "["),
      let name = line[..<text].ranges(of: "--").last,
      let end = line[name.upperBound...].firstIndex(where: { "[,".contains($0) })
    else { return line }
    return line[..<end] + "=" + line[end...]
  }
}
