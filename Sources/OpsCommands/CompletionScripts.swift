public import ArgumentParser
internal import OpsCore

/// The completion scripts of the shells.
///
/// A script knows no command: it hands over the line, and dfops answers from the declarations of its commands, as it
/// does at its own prompt. So the shells know what the prompt knows: the parts of `watch`, programs that are commands.
public enum CompletionScripts {
  /// The script for a shell.
  public static func text(for shell: CompletionShell) -> String {
    switch shell {
    case .zsh: zsh
    case .fish: fish
    default: bash
    }
  }

  /// The name of the script in `completions/`, as distributions name such files.
  public static func fileName(for shell: CompletionShell) -> String {
    switch shell {
    case .zsh: "_dfops"
    default: "dfops.\(shell.rawValue)"
    }
  }

  private static let word = CompletionCall.word
  private static let files = CompletionCall.files.rawValue
  private static let folders = CompletionCall.folders.rawValue

  private static let bash = #"""
    # Completion of dfops for bash: dfops itself says what may follow.

    _dfops() {
        local answer candidate beginning kept action=file
        local -i kind
        COMPREPLY=()
        # bash parts words at some characters and replaces only what stands behind the last one, which is $2.
        answer="$("${COMP_WORDS[0]}" \#(word) bash "${COMP_LINE:0:COMP_POINT}" "${2}" 2>/dev/null)"
        kind=$?
        kept=''
        if [[ ${kind} -eq \#(files) || ${kind} -eq \#(folders) ]]; then
            { IFS='' read -r beginning; IFS='' read -r kept; } <<< "${answer}"
            [[ ${kind} -eq \#(folders) ]] && action=directory
            compopt -o filenames 2>/dev/null
            answer="$(compgen -A "${action}" -- "${beginning}")"
        elif [[ ${kind} -ne 0 ]]; then
            return
        fi
        while IFS='' read -r candidate; do
            [[ -n "${candidate}" ]] && COMPREPLY+=("${candidate#"${kept}"}")
        done <<< "${answer}"
    }

    complete -o nosort -F _dfops dfops 2>/dev/null || complete -F _dfops dfops
    """#

  private static let zsh = #"""
    #compdef dfops

    # Completion of dfops for zsh: dfops itself says what may follow.

    _dfops() {
        # What is put in is escaped for the line only while ! means something.
        setopt localoptions banghist
        local answer
        local -i kind
        local -a found
        answer="$("${words[1]}" \#(word) zsh "${(j. .)words[1,CURRENT-1]} ${PREFIX}" 2>/dev/null)"
        kind=$?
        [[ "${PREFIX}" == --*=* ]] && compset -P 1 '*='
        case "${kind}" in
        0)
            found=("${(@f)answer}")
            [[ -n "${answer}" ]] && _describe -V '' found
            ;;
        \#(files)) _files ;;
        \#(folders)) _files -/ ;;
        *) return 1 ;;
        esac
    }

    _dfops "${@}"
    """#

  private static let fish = #"""
    # Completion of dfops for fish: dfops itself says what may follow.

    function __dfops_candidates
        set -l found (dfops \#(word) fish (commandline -cp | string collect) 2>/dev/null)
        set -l kind $status
        if contains -- $kind \#(files) \#(folders)
            # fish finds files where it knows no command; the path comes without the quotes of the line.
            set found (complete -C "'' "(string escape -- "$found[1]"))
            test $kind -eq \#(folders); and set found (string match -r '.*/$' -- $found)
            set -l lead (string match -r '^--[^=]*=' -- (commandline -ct))
            set found "$lead"$found
        else if test $kind -ne 0
            return
        end
        set -q found[1]; and printf '%s\n' $found
    end

    complete -c dfops -f -k -a '(__dfops_candidates)'
    """#
}
