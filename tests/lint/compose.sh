#!/bin/sh
# The Compose files are valid, alone and together, where Compose is installed. Usage: compose.sh [PROJECT]
set -eu
cd "${1:-"$(dirname "$0")/../.."}"

if command -v docker-compose >/dev/null; then
    compose=docker-compose
elif docker compose version >/dev/null 2>&1; then
    compose="docker compose"
else
    echo "not checked: Compose is not installed"
    exit 0
fi
# shellcheck disable=SC2086 # two words
for other in docker-compose.dev.yml docker-compose.prod.yml; do
    $compose -f docker-compose.yml -f "$other" config -q
done
