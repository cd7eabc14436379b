# Completion of dfops for bash: dfops itself says what may follow.

_dfops() {
    local answer candidate beginning kept action=file
    local -i kind
    COMPREPLY=()
    # bash parts words at some characters and replaces only what stands behind the last one, which is $2.
    answer="$("${COMP_WORDS[0]}" __complete bash "${COMP_LINE:0:COMP_POINT}" "${2}" 2>/dev/null)"
    kind=$?
    kept=''
    if [[ ${kind} -eq 10 || ${kind} -eq 11 ]]; then
        { IFS='' read -r beginning; IFS='' read -r kept; } <<< "${answer}"
        [[ ${kind} -eq 11 ]] && action=directory
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
