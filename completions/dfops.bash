#!/bin/bash

__dfops_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__dfops_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__dfops_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__dfops_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_dfops() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local prev="${3}"
    [[ "${prev}" = '=' ]] && prev="${COMP_WORDS[COMP_CWORD - 2]}"

    local -i positional_number
    local -a unparsed_words=()
    local -i index
    for ((index = 1; index <= COMP_CWORD; index++)); do
        if [[ "${COMP_WORDS[index]}" != '=' || "${COMP_WORDS[index - 1]}" != --* ]]; then
            unparsed_words+=("${COMP_WORDS[index]}")
        elif ((index == COMP_CWORD)); then
            unparsed_words+=('')
        fi
    done

    local -a repeating_flags=()
    local -a non_repeating_flags=(--yes --keep-going --quiet -q --verbose -v --no-pager --retry-auth --version -h --help)
    local -a repeating_options=(-c)
    local -a non_repeating_options=(--env -e --config --format -o --color --expect --reason -f)
    __dfops_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--env'|'-e')
        __dfops_add_live_completions environments
        return
        ;;
    '--config')
        compopt -o filenames 2>/dev/null
        __dfops_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    '--format'|'-o')
        __dfops_add_completions -W 'table'$'\n''vertical'$'\n''json'$'\n''ndjson'$'\n''csv'$'\n''markdown'
        return
        ;;
    '--color')
        __dfops_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--expect')
        return
        ;;
    '--reason')
        return
        ;;
    '-c')
        return
        ;;
    '-f')
        compopt -o filenames 2>/dev/null
        __dfops_add_completions -f
        return
        ;;
    esac

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    status|batches|batch|stuck|summary|follow|watch|reset|fail|cleanup|errors|storage|reload|undo|audit|env|use|arm|disarm|source|set|alias|unalias|history|help|version|quit)
        # Offer subcommand argument completions
        "_dfops_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'status batches batch stuck summary follow watch reset fail cleanup errors storage reload undo audit env use arm disarm source set alias unalias history help version quit' -- "${cur}"))
        ;;
    esac
}

_dfops_status() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 0
}

_dfops_batches() {
    repeating_flags=()
    non_repeating_flags=(--stuck --today --oldest-first --all --version -h --help)
    repeating_options=(--status --filename --not-filename --filename-ilike --except)
    non_repeating_options=(--stuck-for --since --until --older-than --source --limit --after)
    __dfops_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--status')
        __dfops_add_live_completions statuses
        return
        ;;
    '--stuck-for')
        return
        ;;
    '--filename')
        __dfops_add_live_completions file-names
        return
        ;;
    '--not-filename')
        __dfops_add_live_completions file-names
        return
        ;;
    '--filename-ilike')
        return
        ;;
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--older-than')
        return
        ;;
    '--source')
        __dfops_add_live_completions sources
        return
        ;;
    '--except')
        __dfops_add_live_completions batches
        return
        ;;
    '--limit')
        return
        ;;
    '--after')
        __dfops_add_live_completions batches
        return
        ;;
    esac
}

_dfops_batch() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_live_completions batches
        return
        ;;
    esac
}

_dfops_stuck() {
    repeating_flags=()
    non_repeating_flags=(--waiting --version -h --help)
    repeating_options=()
    non_repeating_options=(--stuck-for)
    __dfops_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--stuck-for')
        return
        ;;
    esac
}

_dfops_summary() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 0
}

_dfops_follow() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--interval --timeout)
    __dfops_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--interval')
        return
        ;;
    '--timeout')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_live_completions followable-batches
        return
        ;;
    esac
}

_dfops_watch() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options -1
}

_dfops_reset() {
    repeating_flags=()
    non_repeating_flags=(--stuck --today --oldest-first --over-cap --version -h --help)
    repeating_options=(--status --filename --not-filename --filename-ilike --except)
    non_repeating_options=(--stuck-for --since --until --older-than --source --limit)
    __dfops_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--status')
        __dfops_add_live_completions statuses
        return
        ;;
    '--stuck-for')
        return
        ;;
    '--filename')
        __dfops_add_live_completions file-names
        return
        ;;
    '--not-filename')
        __dfops_add_live_completions file-names
        return
        ;;
    '--filename-ilike')
        return
        ;;
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--older-than')
        return
        ;;
    '--source')
        __dfops_add_live_completions sources
        return
        ;;
    '--except')
        __dfops_add_live_completions batches
        return
        ;;
    '--limit')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __dfops_add_live_completions resettable-batches
        return
        ;;
    esac
}

_dfops_fail() {
    repeating_flags=()
    non_repeating_flags=(--stuck --today --oldest-first --stop-job --over-cap --version -h --help)
    repeating_options=(--status --filename --not-filename --filename-ilike --except)
    non_repeating_options=(--stuck-for --since --until --older-than --source --limit --message)
    __dfops_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--status')
        __dfops_add_live_completions statuses
        return
        ;;
    '--stuck-for')
        return
        ;;
    '--filename')
        __dfops_add_live_completions file-names
        return
        ;;
    '--not-filename')
        __dfops_add_live_completions file-names
        return
        ;;
    '--filename-ilike')
        return
        ;;
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--older-than')
        return
        ;;
    '--source')
        __dfops_add_live_completions sources
        return
        ;;
    '--except')
        __dfops_add_live_completions batches
        return
        ;;
    '--limit')
        return
        ;;
    '--message')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __dfops_add_live_completions failable-batches
        return
        ;;
    esac
}

_dfops_cleanup() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    plan|plans|show|apply|resume|pause|undo|forget)
        # Offer subcommand argument completions
        "_dfops_cleanup_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'plan plans show apply resume pause undo forget' -- "${cur}"))
        ;;
    esac
}

_dfops_cleanup_plan() {
    repeating_flags=()
    non_repeating_flags=(--stuck --today --oldest-first --over-cap --with-storage --version -h --help)
    repeating_options=(--status --filename --not-filename --filename-ilike --except)
    non_repeating_options=(--stuck-for --since --until --older-than --source --limit --grace)
    __dfops_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--status')
        __dfops_add_live_completions statuses
        return
        ;;
    '--stuck-for')
        return
        ;;
    '--filename')
        __dfops_add_live_completions file-names
        return
        ;;
    '--not-filename')
        __dfops_add_live_completions file-names
        return
        ;;
    '--filename-ilike')
        return
        ;;
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--older-than')
        return
        ;;
    '--source')
        __dfops_add_live_completions sources
        return
        ;;
    '--except')
        __dfops_add_live_completions batches
        return
        ;;
    '--limit')
        return
        ;;
    '--grace')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __dfops_add_live_completions deletable-batches
        return
        ;;
    esac
}

_dfops_cleanup_plans() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 0
}

_dfops_cleanup_show() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_live_completions plans
        return
        ;;
    esac
}

_dfops_cleanup_apply() {
    repeating_flags=()
    non_repeating_flags=(--over-cap --version -h --help)
    repeating_options=()
    non_repeating_options=(--allow-shrink)
    __dfops_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--allow-shrink')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_live_completions applicable-plans
        return
        ;;
    esac
}

_dfops_cleanup_resume() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--allow-shrink)
    __dfops_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--allow-shrink')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_live_completions resumable-plans
        return
        ;;
    esac
}

_dfops_cleanup_pause() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_live_completions running-plans
        return
        ;;
    esac
}

_dfops_cleanup_undo() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_live_completions undoable-plans
        return
        ;;
    esac
}

_dfops_cleanup_forget() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_live_completions plans
        return
        ;;
    esac
}

_dfops_errors() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    top|rate|list|export)
        # Offer subcommand argument completions
        "_dfops_errors_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'top rate list export' -- "${cur}"))
        ;;
    esac
}

_dfops_errors_top() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--since --limit)
    __dfops_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--since')
        return
        ;;
    '--limit')
        return
        ;;
    esac
}

_dfops_errors_rate() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--since)
    __dfops_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--since')
        return
        ;;
    esac
}

_dfops_errors_list() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--limit)
    __dfops_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--limit')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_live_completions faulty-batches
        return
        ;;
    esac
}

_dfops_errors_export() {
    repeating_flags=()
    non_repeating_flags=(--excel-safe --gzip --version -h --help)
    repeating_options=()
    non_repeating_options=(--output)
    __dfops_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--output')
        compopt -o filenames 2>/dev/null
        __dfops_add_completions -o plusdirs -fX '!*.@(csv)'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __dfops_add_live_completions faulty-batches
        return
        ;;
    esac
}

_dfops_storage() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    ls|head|get|rm|purge|orphans)
        # Offer subcommand argument completions
        "_dfops_storage_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'ls head get rm purge orphans' -- "${cur}"))
        ;;
    esac
}

_dfops_storage_ls() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--prefix --limit --after)
    __dfops_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--prefix')
        return
        ;;
    '--limit')
        return
        ;;
    '--after')
        return
        ;;
    esac
}

_dfops_storage_head() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_live_completions batches
        return
        ;;
    esac
}

_dfops_storage_get() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--output)
    __dfops_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--output')
        compopt -o filenames 2>/dev/null
        __dfops_add_completions -o plusdirs -fX '!*.@(csv)'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_live_completions batches
        return
        ;;
    esac
}

_dfops_storage_rm() {
    repeating_flags=()
    non_repeating_flags=(--stuck --today --oldest-first --now --over-cap --version -h --help)
    repeating_options=(--status --filename --not-filename --filename-ilike --except)
    non_repeating_options=(--stuck-for --since --until --older-than --source --limit --grace --orphans)
    __dfops_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--status')
        __dfops_add_live_completions statuses
        return
        ;;
    '--stuck-for')
        return
        ;;
    '--filename')
        __dfops_add_live_completions file-names
        return
        ;;
    '--not-filename')
        __dfops_add_live_completions file-names
        return
        ;;
    '--filename-ilike')
        return
        ;;
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--older-than')
        return
        ;;
    '--source')
        __dfops_add_live_completions sources
        return
        ;;
    '--except')
        __dfops_add_live_completions batches
        return
        ;;
    '--limit')
        return
        ;;
    '--grace')
        return
        ;;
    '--orphans')
        compopt -o filenames 2>/dev/null
        __dfops_add_completions -o plusdirs -fX '!*.@(ndjson)'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __dfops_add_live_completions deletable-batches
        return
        ;;
    esac
}

_dfops_storage_purge() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 0
}

_dfops_storage_orphans() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--output --min-age)
    __dfops_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--output')
        compopt -o filenames 2>/dev/null
        __dfops_add_completions -o plusdirs -fX '!*.@(ndjson)'
        return
        ;;
    '--min-age')
        return
        ;;
    esac
}

_dfops_reload() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--timeout)
    __dfops_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--timeout')
        return
        ;;
    esac
}

_dfops_undo() {
    repeating_flags=()
    non_repeating_flags=(--over-cap --version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_live_completions undoable-audits
        return
        ;;
    esac
}

_dfops_audit() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|verify)
        # Offer subcommand argument completions
        "_dfops_audit_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show verify' -- "${cur}"))
        ;;
    esac
}

_dfops_audit_list() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--limit)
    __dfops_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--limit')
        return
        ;;
    esac
}

_dfops_audit_show() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_live_completions audits
        return
        ;;
    esac
}

_dfops_audit_verify() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--head)
    __dfops_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--head')
        return
        ;;
    esac
}

_dfops_env() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|trust)
        # Offer subcommand argument completions
        "_dfops_env_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show trust' -- "${cur}"))
        ;;
    esac
}

_dfops_env_list() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 0
}

_dfops_env_show() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_live_completions environments
        return
        ;;
    esac
}

_dfops_env_trust() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_live_completions environments
        return
        ;;
    esac
}

_dfops_use() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_live_completions environments
        return
        ;;
    esac
}

_dfops_arm() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--for)
    __dfops_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--for')
        return
        ;;
    esac
}

_dfops_disarm() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 0
}

_dfops_source() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        compopt -o filenames 2>/dev/null
        __dfops_add_completions -f
        return
        ;;
    esac
}

_dfops_set() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 2

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dfops_add_completions -W 'format'$'\n''color'$'\n''borders'$'\n''pager'$'\n''timing'$'\n''bell'$'\n''title'$'\n''completion'$'\n''hints'$'\n''editing'
        return
        ;;
    2)
        __dfops_add_live_completions setting-values
        return
        ;;
    esac
}

_dfops_alias() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options -1
}

_dfops_unalias() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options -1
}

_dfops_history() {
    repeating_flags=()
    non_repeating_flags=(--script --version -h --help)
    repeating_options=()
    non_repeating_options=(--limit --session)
    __dfops_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--limit')
        return
        ;;
    '--session')
        return
        ;;
    esac
}

_dfops_help() {
    repeating_flags=()
    non_repeating_flags=(--manual --version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options -1

    # Offer positional completions
    case "${positional_number}" in
    *)
        __dfops_add_completions -W 'status'$'\n''batches'$'\n''batch'$'\n''stuck'$'\n''summary'$'\n''follow'$'\n''watch'$'\n''reset'$'\n''fail'$'\n''cleanup'$'\n''errors'$'\n''storage'$'\n''reload'$'\n''undo'$'\n''audit'$'\n''env'$'\n''use'$'\n''arm'$'\n''disarm'$'\n''source'$'\n''set'$'\n''alias'$'\n''unalias'$'\n''history'$'\n''help'$'\n''version'$'\n''quit'$'\n''filters'$'\n''ids'$'\n''environments'$'\n''safety'$'\n''formats'$'\n''exit'$'\n''keys'$'\n''live'$'\n''scripts'$'\n''settings'$'\n''aliases'$'\n''programs'
        return
        ;;
    esac
}

_dfops_version() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 0
}

_dfops_quit() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dfops_offer_flags_options 0
}

complete -F _dfops dfops

__dfops_add_live_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <("${COMP_WORDS[0]}" __complete "${1}" bash "${COMP_LINE:0:${COMP_POINT}}" "${cur}" 2>/dev/null)
}
