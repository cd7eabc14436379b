function __dfops_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __dfops_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __dfops_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __dfops_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __dfops_parse_tokens -S
    set -l unparsed_tokens (__dfops_tokens -pc)
    switch $unparsed_tokens[1]
    case 'dfops'
        __dfops_parse_subcommand 0 'e/env=' 'config=' 'o/format=' 'color=' 'expect=' 'reason=' 'yes' 'keep-going' 'q/quiet' 'v/verbose' 'no-pager' 'retry-auth' 'c=+' 'f=' 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'status'
            __dfops_parse_subcommand 0 'version' 'h/help'
        case 'batches'
            __dfops_parse_subcommand 0 'status=+' 'stuck' 'stuck-for=' 'filename=+' 'not-filename=+' 'filename-ilike=+' 'since=' 'until=' 'today' 'older-than=' 'source=' 'except=+' 'limit=' 'oldest-first' 'after=' 'all' 'version' 'h/help'
        case 'batch'
            __dfops_parse_subcommand 1 'version' 'h/help'
        case 'stuck'
            __dfops_parse_subcommand 0 'stuck-for=' 'waiting' 'version' 'h/help'
        case 'summary'
            __dfops_parse_subcommand 0 'version' 'h/help'
        case 'reset'
            __dfops_parse_subcommand -r 1 'status=+' 'stuck' 'stuck-for=' 'filename=+' 'not-filename=+' 'filename-ilike=+' 'since=' 'until=' 'today' 'older-than=' 'source=' 'except=+' 'limit=' 'oldest-first' 'over-cap' 'version' 'h/help'
        case 'fail'
            __dfops_parse_subcommand -r 1 'status=+' 'stuck' 'stuck-for=' 'filename=+' 'not-filename=+' 'filename-ilike=+' 'since=' 'until=' 'today' 'older-than=' 'source=' 'except=+' 'limit=' 'oldest-first' 'message=' 'stop-job' 'over-cap' 'version' 'h/help'
        case 'errors'
            __dfops_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'top'
                __dfops_parse_subcommand 0 'since=' 'limit=' 'version' 'h/help'
            case 'rate'
                __dfops_parse_subcommand 0 'since=' 'version' 'h/help'
            case 'list'
                __dfops_parse_subcommand 1 'limit=' 'version' 'h/help'
            case 'export'
                __dfops_parse_subcommand -r 1 'output=' 'excel-safe' 'gzip' 'version' 'h/help'
            end
        case 'storage'
            __dfops_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'ls'
                __dfops_parse_subcommand 0 'prefix=' 'limit=' 'after=' 'version' 'h/help'
            case 'head'
                __dfops_parse_subcommand 1 'version' 'h/help'
            case 'get'
                __dfops_parse_subcommand 1 'output=' 'version' 'h/help'
            case 'rm'
                __dfops_parse_subcommand -r 1 'status=+' 'stuck' 'stuck-for=' 'filename=+' 'not-filename=+' 'filename-ilike=+' 'since=' 'until=' 'today' 'older-than=' 'source=' 'except=+' 'limit=' 'oldest-first' 'now' 'grace=' 'orphans=' 'over-cap' 'version' 'h/help'
            case 'purge'
                __dfops_parse_subcommand 0 'version' 'h/help'
            case 'orphans'
                __dfops_parse_subcommand 0 'output=' 'min-age=' 'version' 'h/help'
            end
        case 'reload'
            __dfops_parse_subcommand 0 'timeout=' 'version' 'h/help'
        case 'undo'
            __dfops_parse_subcommand 1 'over-cap' 'version' 'h/help'
        case 'audit'
            __dfops_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __dfops_parse_subcommand 0 'limit=' 'version' 'h/help'
            case 'show'
                __dfops_parse_subcommand 1 'version' 'h/help'
            case 'verify'
                __dfops_parse_subcommand 0 'head=' 'version' 'h/help'
            end
        case 'env'
            __dfops_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __dfops_parse_subcommand 0 'version' 'h/help'
            case 'show'
                __dfops_parse_subcommand 1 'version' 'h/help'
            case 'trust'
                __dfops_parse_subcommand 1 'version' 'h/help'
            end
        case 'use'
            __dfops_parse_subcommand 1 'version' 'h/help'
        case 'arm'
            __dfops_parse_subcommand 0 'for=' 'version' 'h/help'
        case 'disarm'
            __dfops_parse_subcommand 0 'version' 'h/help'
        case 'source'
            __dfops_parse_subcommand 1 'version' 'h/help'
        case 'set'
            __dfops_parse_subcommand 2 'version' 'h/help'
        case 'help'
            __dfops_parse_subcommand -r 1 'version' 'h/help'
        case 'version'
            __dfops_parse_subcommand 0 'version' 'h/help'
        case 'quit'
            __dfops_parse_subcommand 0 'version' 'h/help'
        case 'help'
            __dfops_parse_subcommand -r 1 'version'
        end
    end
end

function __dfops_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __dfops_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __dfops_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __dfops_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__dfops_tokens -p)
    if test -z "$(__dfops_tokens -t)"
        set -l index (count (__dfops_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'dfops' -f
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops" e env' -l 'env' -s 'e' -d 'The environment, such as dev or prod.' -rfka '(dfops __complete environments)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops" config' -l 'config' -d 'The config file.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops" format o' -l 'format' -s 'o' -d 'The format of results.' -rfka 'table vertical json ndjson csv markdown'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops" color' -l 'color' -d 'When colour is used.' -rfka 'auto always never'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops" expect' -l 'expect' -d 'Change only when exactly this many batches are found.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops" reason' -l 'reason' -d 'Why; arms a protected environment for this command when -e names it.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops" yes' -l 'yes' -d 'Do not ask in an unprotected environment.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops" keep-going' -l 'keep-going' -d 'Let a script go on after a failure.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops" q quiet' -l 'quiet' -s 'q' -d 'Leave notices out.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops" v verbose' -l 'verbose' -s 'v' -d 'Say more.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops" no-pager' -l 'no-pager' -d 'Use no pager.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops" retry-auth' -l 'retry-auth' -d 'Try a login again that failed a short while ago.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops"' -s 'c' -d 'Run this command, then exit.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops" f' -s 'f' -d 'Run this script; - is standard input.' -rF
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'status' -d 'Show where you are connected to, as whom, and what this database is like.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'batches' -d 'List batches, the newest first.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'batch' -d 'Show everything about one batch.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'stuck' -d 'List the batches in flight that have stopped moving.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'summary' -d 'Count batches and rows by status.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'reset' -d 'Send batches back to the entry state, so that they can be taken again.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'fail' -d 'Mark batches as failed, with a reason.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'errors' -d 'Count, list and export the errors of rows.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'storage' -d 'List, fetch and delete the original files of batches.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'reload' -d 'Tell PostgREST to read the schema again, and prove that it did.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'undo' -d 'Put back the before-image of a change.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'audit' -d 'Show who changed what, when and why.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'env' -d 'Show the environments, and what each of them is known by.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'use' -d 'Switch to another environment.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'arm' -d 'Allow changes in a protected environment for a while.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'disarm' -d 'Make a protected environment read-only again.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'source' -d 'Run the commands of a file.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'set' -d 'Show and change the settings of this shell.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'help' -d 'Show all commands, or the help of one.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'version' -d 'Show the version of dfops.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'quit' -d 'Leave the shell, or end the script.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops status" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops status" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches"' -l 'status' -d 'Batches with this status; may be given several times.' -rfka '(dfops __complete statuses)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches" stuck' -l 'stuck' -d 'Batches in flight that have stopped moving.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches" stuck-for' -l 'stuck-for' -d 'With --stuck: not moved for so long (90s, 10m, 6h). Default: 10m.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches"' -l 'filename' -d 'Names that match; * is any text, ? any character, case does not matter.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches"' -l 'not-filename' -d 'Names that do not match.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches"' -l 'filename-ilike' -d 'Names that match a pattern of ILIKE: % is any text, _ any character.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches" since' -l 'since' -d 'Created at or after: a duration before now (6h, 7d), a date or a time stamp.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches" until' -l 'until' -d 'Created before.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches" today' -l 'today' -d 'Created today, by the local zone.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches" older-than' -l 'older-than' -d 'Created longer ago than this.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches" source' -l 'source' -d 'Batches of this source.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches"' -l 'except' -d 'All but these.' -rfka '(dfops __complete batches)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches" limit' -l 'limit' -d 'At most this many, the newest first.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches" oldest-first' -l 'oldest-first' -d 'The oldest first.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches" after' -l 'after' -d 'Go on after this batch, the last one that was seen.' -rfka '(dfops __complete batches)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches" all' -l 'all' -d 'List all of them instead of the first 50.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batches" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops batch" -eq 1' -fka '(dfops __complete batches)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batch" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops batch" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops stuck" stuck-for' -l 'stuck-for' -d 'Not moved for so long (90s, 10m, 6h).' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops stuck" waiting' -l 'waiting' -d 'List those that wait for a worker and that nobody picks up, too.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops stuck" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops stuck" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops summary" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops summary" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops reset" -ge 1' -fka '(dfops __complete batches)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset"' -l 'status' -d 'Batches with this status; may be given several times.' -rfka '(dfops __complete statuses)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset" stuck' -l 'stuck' -d 'Batches in flight that have stopped moving.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset" stuck-for' -l 'stuck-for' -d 'With --stuck: not moved for so long (90s, 10m, 6h). Default: 10m.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset"' -l 'filename' -d 'Names that match; * is any text, ? any character, case does not matter.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset"' -l 'not-filename' -d 'Names that do not match.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset"' -l 'filename-ilike' -d 'Names that match a pattern of ILIKE: % is any text, _ any character.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset" since' -l 'since' -d 'Created at or after: a duration before now (6h, 7d), a date or a time stamp.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset" until' -l 'until' -d 'Created before.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset" today' -l 'today' -d 'Created today, by the local zone.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset" older-than' -l 'older-than' -d 'Created longer ago than this.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset" source' -l 'source' -d 'Batches of this source.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset"' -l 'except' -d 'All but these.' -rfka '(dfops __complete batches)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset" limit' -l 'limit' -d 'At most this many, the newest first.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset" oldest-first' -l 'oldest-first' -d 'The oldest first.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset" over-cap' -l 'over-cap' -d 'Go over the caps of the environment, after a second reason, on a terminal.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reset" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops fail" -ge 1' -fka '(dfops __complete batches)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail"' -l 'status' -d 'Batches with this status; may be given several times.' -rfka '(dfops __complete statuses)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail" stuck' -l 'stuck' -d 'Batches in flight that have stopped moving.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail" stuck-for' -l 'stuck-for' -d 'With --stuck: not moved for so long (90s, 10m, 6h). Default: 10m.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail"' -l 'filename' -d 'Names that match; * is any text, ? any character, case does not matter.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail"' -l 'not-filename' -d 'Names that do not match.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail"' -l 'filename-ilike' -d 'Names that match a pattern of ILIKE: % is any text, _ any character.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail" since' -l 'since' -d 'Created at or after: a duration before now (6h, 7d), a date or a time stamp.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail" until' -l 'until' -d 'Created before.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail" today' -l 'today' -d 'Created today, by the local zone.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail" older-than' -l 'older-than' -d 'Created longer ago than this.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail" source' -l 'source' -d 'Batches of this source.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail"' -l 'except' -d 'All but these.' -rfka '(dfops __complete batches)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail" limit' -l 'limit' -d 'At most this many, the newest first.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail" oldest-first' -l 'oldest-first' -d 'The oldest first.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail" message' -l 'message' -d 'Why the batches failed.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail" stop-job' -l 'stop-job' -d 'End the queue job that would retry the batch, too.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail" over-cap' -l 'over-cap' -d 'Go over the caps of the environment, after a second reason, on a terminal.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops fail" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops errors" -eq 1' -fa 'top' -d 'Show which error codes occur most.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops errors" -eq 1' -fa 'rate' -d 'Show the error rate hour by hour.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops errors" -eq 1' -fa 'list' -d 'List the errors of one batch, in the order of its rows.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops errors" -eq 1' -fa 'export' -d 'Write the errors of batches into a CSV file.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors top" since' -l 'since' -d 'Count from this time on: a duration before now (90s, 6h, 7d, 2w), a date or a time stamp.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors top" limit' -l 'limit' -d 'Show at most this many codes.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors top" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors top" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors rate" since' -l 'since' -d 'Count from this time on: a duration before now (90s, 6h, 7d, 2w), a date or a time stamp.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors rate" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors rate" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors list" limit' -l 'limit' -d 'List at most this many errors.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors list" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors export" output' -l 'output' -d 'Write to this file; - is standard output. Default: batch_errors_ID.csv (.gz) in this folder.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'csv\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors export" excel-safe' -l 'excel-safe' -d 'Keep spreadsheets from running cells as formulas.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors export" gzip' -l 'gzip' -d 'Compress the file with gzip.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors export" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops errors export" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops storage" -eq 1' -fa 'ls' -d 'List the objects of the store.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops storage" -eq 1' -fa 'head' -d 'Look at the original file of a batch without fetching it.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops storage" -eq 1' -fa 'get' -d 'Fetch the original file of a batch.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops storage" -eq 1' -fa 'rm' -d 'Delete the original files of batches, after a grace.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops storage" -eq 1' -fa 'purge' -d 'Delete the files whose grace is over.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops storage" -eq 1' -fa 'orphans' -d 'Find files without a batch, and batches without their file.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage ls" prefix' -l 'prefix' -d 'Only names that begin so.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage ls" limit' -l 'limit' -d 'List at most this many.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage ls" after' -l 'after' -d 'Go on after the page that said so.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage ls" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage ls" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops storage head" -eq 1' -fka '(dfops __complete batches)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage head" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage head" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops storage get" -eq 1' -fka '(dfops __complete batches)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage get" output' -l 'output' -d 'Write to this file; - is standard output. Default: ID.csv in this folder.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'csv\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage get" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage get" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops storage rm" -ge 1' -fka '(dfops __complete batches)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm"' -l 'status' -d 'Batches with this status; may be given several times.' -rfka '(dfops __complete statuses)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm" stuck' -l 'stuck' -d 'Batches in flight that have stopped moving.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm" stuck-for' -l 'stuck-for' -d 'With --stuck: not moved for so long (90s, 10m, 6h). Default: 10m.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm"' -l 'filename' -d 'Names that match; * is any text, ? any character, case does not matter.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm"' -l 'not-filename' -d 'Names that do not match.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm"' -l 'filename-ilike' -d 'Names that match a pattern of ILIKE: % is any text, _ any character.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm" since' -l 'since' -d 'Created at or after: a duration before now (6h, 7d), a date or a time stamp.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm" until' -l 'until' -d 'Created before.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm" today' -l 'today' -d 'Created today, by the local zone.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm" older-than' -l 'older-than' -d 'Created longer ago than this.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm" source' -l 'source' -d 'Batches of this source.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm"' -l 'except' -d 'All but these.' -rfka '(dfops __complete batches)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm" limit' -l 'limit' -d 'At most this many, the newest first.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm" oldest-first' -l 'oldest-first' -d 'The oldest first.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm" now' -l 'now' -d 'Delete at once.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm" grace' -l 'grace' -d 'Delete when this has passed. Default: 24h.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm" orphans' -l 'orphans' -d 'Instead of batches: the files without a batch that storage orphans has written to this list.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'ndjson\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm" over-cap' -l 'over-cap' -d 'Go over the caps of the environment, after a second reason, on a terminal.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage rm" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage purge" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage purge" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage orphans" output' -l 'output' -d 'Write every finding to this file; - is standard output.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'ndjson\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage orphans" min-age' -l 'min-age' -d 'Leave out younger files. Default: 1h.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage orphans" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops storage orphans" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reload" timeout' -l 'timeout' -d 'Wait this long for a fresh cache.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reload" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops reload" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops undo" -eq 1' -fka '(dfops __complete audits)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops undo" over-cap' -l 'over-cap' -d 'Go over the caps of the environment, after a second reason, on a terminal.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops undo" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops undo" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops audit" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops audit" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops audit" -eq 1' -fa 'list' -d 'List the changes, the latest first.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops audit" -eq 1' -fa 'show' -d 'Show everything that is recorded about one change.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops audit" -eq 1' -fa 'verify' -d 'Prove that the journal has not been touched.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops audit list" limit' -l 'limit' -d 'Show at most this many.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops audit list" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops audit list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops audit show" -eq 1' -fka '(dfops __complete audits)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops audit show" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops audit show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops audit verify" head' -l 'head' -d 'A head that was kept elsewhere: its 64 digits.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops audit verify" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops audit verify" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops env" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops env" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops env" -eq 1' -fa 'list' -d 'List the environments.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops env" -eq 1' -fa 'show' -d 'Show what the profile of an environment says.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops env" -eq 1' -fa 'trust' -d 'Accept that an environment is another server than before.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops env list" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops env list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops env show" -eq 1' -fka '(dfops __complete environments)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops env show" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops env show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops env trust" -eq 1' -fka '(dfops __complete environments)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops env trust" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops env trust" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops use" -eq 1' -fka '(dfops __complete environments)'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops use" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops use" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops arm" for' -l 'for' -d 'How long, at most 60m.' -rfka ''
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops arm" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops arm" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops disarm" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops disarm" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops source" -eq 1' -F
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops source" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops source" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops set" -eq 1' -fka 'format color'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops set" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops set" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_positional "dfops help" -ge 1' -fka 'status batches batch stuck summary reset fail errors storage reload undo audit env use arm disarm source set help version quit'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops help" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops help" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops version" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops version" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops quit" version' -l 'version' -d 'Show the version.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops quit" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dfops' -n '__dfops_should_offer_completions_for_flags_or_options "dfops help" version' -l 'version' -d 'Show the version.'
