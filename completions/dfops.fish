# Completion of dfops for fish: dfops itself says what may follow.

function __dfops_candidates
    set -l found (dfops __complete fish (commandline -cp | string collect) 2>/dev/null)
    set -l kind $status
    if contains -- $kind 10 11
        set -l parts (string match -r '^((?:--[^=]*=)?)(.*)' -- (commandline -ct))
        if test $kind -eq 10
            set found (__fish_complete_path $parts[3])
        else
            set found (__fish_complete_directories $parts[3] '')
        end
        set found "$parts[2]"$found
    else if test $kind -ne 0
        return
    end
    set -q found[1]; and printf '%s\n' $found
end

complete -c dfops -f -k -a '(__dfops_candidates)'
