#!/bin/bash
# `scripts/dev watch`: wait for saves, build what they concern, run. Read by scripts/dev, which stands in the project's folder.

WATCH_BUILD=build/${PF_BUILD_PREFIX-}watch
WATCHED=(lib apps tests/unit tests/support schema cmake CMakeLists.txt CMakePresets.json)
READY="Watches established." # inotifywait's own words
MOST_ERRORS=5
saves_pid=
command_pid=

# Both print READY, and from then on each path that is written, moved or deleted, as often as they like.
saves_by_inotify() {
    exec inotifywait --monitor --recursive --event close_write,moved_to,moved_from,delete --format %w%f "$@" 2>&1
}

snapshot() { find "$@" -type f -printf '%T@ %s %p\n' | LC_ALL=C sort; }

# Where no events arrive: no inotify-tools, or a folder of another system that is mounted into a container.
saves_by_polling() {
    local before after
    before=$(snapshot "$@")
    echo "$READY"
    while sleep 0.2; do
        after=$(snapshot "$@")
        if [ "$after" != "$before" ]; then
            LC_ALL=C comm -3 <(echo "$before") <(echo "$after") | sed 's/^\t*[^ ]* [^ ]* //'
            before=$after
        fi
    done
}

start_saves() {
    local paths=() path saves=saves_by_inotify line
    for path in "${WATCHED[@]}"; do if [ -e "$path" ]; then paths+=("$path"); fi; done
    if [ "$poll" = true ] || ! command -v inotifywait >/dev/null; then saves=saves_by_polling; fi
    exec 4< <("$saves" "${paths[@]}" 4<&-)
    saves_pid=$!
    while IFS= read -r line <&4; do
        if [ "$line" = "$READY" ]; then return; fi
    done
    fail 71 "cannot watch the source: ${line:-no more words}" "scripts/dev watch --poll"
}

# Editors write more than the file: backups, swap files, numbers to try the folder. Those do not count.
is_source() {
    case ${1##*/} in
    .* | '#'*) return 1 ;;
    *.cpp | *.hpp | *.sql | *.toml | *.cmake | *.txt | CMakePresets.json) return 0 ;;
    *) return 1 ;;
    esac
}

# Sets `saved`; several files that are written at once are one save. A machine that is busy may cut a path at the timeout: `begun`
# is what there is of it.
begun=
next_save() {
    local path
    saved=()
    while [ "${#saved[@]}" -eq 0 ]; do
        IFS= read -r path <&4 || fail 71 "the watcher ended" "scripts/dev watch --poll"
        path=$begun$path
        begun=
        if is_source "$path"; then saved=("$path"); fi
        while IFS= read -r -t 0.02 path <&4; do
            path=$begun$path
            begun=
            if is_source "$path" && [[ " ${saved[*]} " != *" $path "* ]]; then saved+=("$path"); fi
        done
        begun+=$path
    done
}

# The tests of the folders in which something was saved.
unit_tests_of() {
    local path folder
    for path in "$@"; do
        folder=${path#lib/pf/}
        folder=${folder#tests/unit/}
        if [ "$folder" != "$path" ] && [ -d "tests/unit/${folder%%/*}" ]; then echo "unit-${folder%%/*}"; fi
    done | sort -u
}

# The first error whole, the others as one line each; progress, command lines and warnings are left out.
show_errors() {
    awk -v root="$PWD/" -v most="$MOST_ERRORS" '
        { while ((at = index($0, root)) > 0) $0 = substr($0, 1, at - 1) substr($0, at + length(root)) }
        /^[^ ].*:[0-9]+:[0-9]+: (fatal )?error: / {
            errors++
            shown = errors == 1
            if (shown) print
            else if (errors <= most) others = others $0 "\n"
            next
        }
        /^[^ ].*error: undefined symbol|^[^ ].*undefined reference to/ { if (!errors) { print; missing = 1 } next }
        /^[^ >]/ && !/: note: / { shown = 0 }
        shown && lines++ < 20
        END {
            printf "%s", others
            if (errors > most) printf "and %d more\n", errors - most
            exit !(errors || missing)
        }' "$1" || tail -n 20 "$1"
}

seconds_since() { awk -v begin="$1" -v end="$EPOCHREALTIME" 'BEGIN { printf "%.1f", end - begin }'; }

# WHY TARGET...
build_for_watch() {
    local why=$1 begin=$EPOCHREALTIME log=$WATCH_BUILD/watch.log
    shift
    if ninja -C "$WATCH_BUILD" "$@" >"$log" 2>&1; then
        echo "watch: $why: built in $(seconds_since "$begin") s" >&2
    else
        {
            show_errors "$log"
            echo "watch: $why: not built; the last good program stays"
        } >&2
        return 1
    fi
}

# In a process group of its own, so that it can be ended with all that it started.
start_command() {
    # shellcheck disable=SC2016 # for that shell
    PATH="$PWD/$WATCH_BUILD/apps:$PWD/$WATCH_BUILD/tests:$PATH" setsid env --default-signal=INT,QUIT \
        sh -c '"$@"; code=$?; [ $code -eq 0 ] || echo "watch: ended with $code" >&2' run "$@" </dev/null 4<&- &
    command_pid=$!
}

# Two of them never run at once; one that does not end when it is asked to is made to.
stop_command() {
    local tries=100
    [ -n "$command_pid" ] || return 0
    kill -TERM -- "-$command_pid" 2>/dev/null || true
    while kill -0 -- "-$command_pid" 2>/dev/null && [ "$tries" -gt 0 ]; do
        sleep 0.02
        tries=$((tries - 1))
    done
    kill -KILL -- "-$command_pid" 2>/dev/null || true
    wait "$command_pid" 2>/dev/null || true
    command_pid=
}

# CODE. Whole, however often the signal comes: one that arrives before the others are ignored does all of it.
# shellcheck disable=SC2317 # called by the traps
end_watch() {
    trap '' INT TERM HUP
    trap - EXIT
    stop_command
    if [ -n "$saves_pid" ]; then kill "$saves_pid" 2>/dev/null || true; fi
    echo "watch: ended" >&2
    exit "$1"
}

# What the first word of COMMAND needs; without a command, or with one of another kind, all programs.
targets_of() {
    if [ -n "${1-}" ] && [ -f "apps/$1.cpp" ]; then
        echo "$1"
    elif [[ ${1-} == unit-* ]]; then
        echo "$1"
    else
        echo apps/all
    fi
}

watch() {
    poll=${PF_WATCH_POLL:-false}
    while [ $# -gt 0 ]; do
        case $1 in
        --poll) poll=true ;;
        --) shift; break ;;
        *) fail 64 "unknown argument \"$1\"" "scripts/dev watch [--poll] [-- COMMAND]" ;;
        esac
        shift
    done
    need_builder
    trap 'end_watch $?' EXIT
    trap 'end_watch 130' INT
    trap 'end_watch 143' TERM HUP
    start_saves
    [ -f "$WATCH_BUILD/build.ninja" ] || cmake --preset watch >/dev/null
    echo "watch: building; the first time takes minutes" >&2
    local always units
    always=$(targets_of "$@")
    if build_for_watch start "$always" && [ $# -gt 0 ]; then start_command "$@"; fi
    echo "watch: waiting for a save; Ctrl-C ends" >&2
    while :; do
        next_save
        if [ $# -gt 0 ]; then
            if build_for_watch "${saved[*]}" "$always"; then stop_command; start_command "$@"; fi
            continue
        fi
        read -r -d '' -a units <<<"$(unit_tests_of "${saved[@]}")" || true
        if [ "${#units[@]}" -eq 0 ]; then
            build_for_watch "${saved[*]}" "$always" || true
        elif build_for_watch "${saved[*]}" "${units[@]}"; then
            stop_command
            # shellcheck disable=SC2016 # for that shell
            start_command sh -c 'code=0; for program; do "$program" || code=$?; done; exit $code' tests "${units[@]}"
        fi
    done
}
