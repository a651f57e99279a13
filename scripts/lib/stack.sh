#!/bin/sh
# What the scripts of the stack share. They set `tool`, their name in messages, and `root`, the project's folder.

# CODE MESSAGE [HINT]; heard also where stderr is thrown away or goes to a log.
exec 3>&2
fail() {
    echo "${tool:?}: $2" >&3
    [ $# -lt 3 ] || echo "hint: $3" >&3
    exit "$1"
}

# COMMAND...: its words on stderr are shown only when it fails.
quietly() {
    words=$(mktemp)
    code=0
    "$@" 2>"$words" || code=$?
    [ "$code" -eq 0 ] || tail -n 15 "$words" >&2
    rm -f "$words"
    return "$code"
}

# The words of `docker compose` (v2) or of docker-compose (v1), which newer engines make stumble; PF_COMPOSE chooses.
find_compose() {
    [ -z "${compose_words:-}" ] || return 0
    if [ -n "${PF_COMPOSE:-}" ]; then
        compose_words=$PF_COMPOSE
    elif docker compose version >/dev/null 2>&1; then
        compose_words="docker compose"
    elif command -v docker-compose >/dev/null; then
        compose_words=docker-compose
    else
        fail 69 "neither \"docker compose\" nor docker-compose is installed" "https://docs.docker.com/compose/install"
    fi
}

# Every service exists, whatever its profile: what `down` or `logs` leaves out would be forgotten.
compose() {
    find_compose
    # shellcheck disable=SC2086 # "docker compose" is two words
    COMPOSE_PROFILES=${COMPOSE_PROFILES-tools,cron,dev,pgadmin} $compose_words --project-directory "${root:?}" "$@" 3>&-
}

need_engine() {
    command -v docker >/dev/null || fail 69 "docker is not installed" "https://docs.docker.com/engine/install"
    docker version >/dev/null 2>&1 || fail 69 "no Docker engine answers" "is it running, and may you use it? docker version"
}

# NAME DEFAULT: from the environment, else from .env, as Compose itself does.
setting() {
    eval "value=\${$1-}"
    if [ -z "$value" ] && [ -f "${root:?}/.env" ]; then
        value=$(sed -n "s/^$1=//p" "$root/.env" | tail -n 1 | sed "s/^\"\(.*\)\"\$/\1/; s/^'\(.*\)'\$/\1/")
    fi
    echo "${value:-$2}"
}

project() {
    setting COMPOSE_PROJECT_NAME "$(basename "${root:?}" | tr '[:upper:]' '[:lower:]' | tr -cd 'a-z0-9_-')"
}

# SERVICE: the number of its container; one that is there, and no one-off.
container_of() {
    docker ps --quiet --filter "label=com.docker.compose.project=$(project)" --filter "label=com.docker.compose.service=$1" \
        --filter label=com.docker.compose.oneoff=False | head -n 1
}

# SERVICE: "running Up 5 seconds (healthy)", "exited Exited (0) 3 minutes ago" or nothing.
state_of() {
    docker ps --all --filter "label=com.docker.compose.project=$(project)" --filter "label=com.docker.compose.service=$1" \
        --filter label=com.docker.compose.oneoff=False --format '{{.State}} {{.Status}}' | head -n 1
}

is_healthy() {
    case $(state_of "$1") in
    *"(healthy)"*) return 0 ;;
    *) return 1 ;;
    esac
}

need_running() {
    is_healthy "$1" || fail 69 "the service $1 is not running" "scripts/stack up"
}

# Without a terminal on both sides Compose must not make one: it would merge the streams and end lines with CR.
no_terminal() { if [ ! -t 0 ] || [ ! -t 1 ]; then echo -T; fi; }
