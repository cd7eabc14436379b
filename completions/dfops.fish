# Completion of dfops for fish: dfops itself says what may follow.

function __dfops_candidates
    set -l found (dfops __complete fish (commandline -cp | string collect) 2>/dev/null)
    set -l kind $status
    if contains -- $kind 10 11
        # fish finds files where it knows no command; the path comes without the quotes of the line.
        set found (complete -C "'' "(string escape -- "$found[1]"))
        test $kind -eq 11; and set found (string match -r '.*/$' -- $found)
        set -l lead (string match -r '^--[^=]*=' -- (commandline -ct))
        set found "$lead"$found
    else if test $kind -ne 0
        return
    end
    set -q found[1]; and printf '%s\n' $found
end

complete -c dfops -f -k -a '(__dfops_candidates)'
