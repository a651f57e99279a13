#!/bin/sh
# Every shell script of ours passes shellcheck. Usage: shellcheck.sh [PROJECT]
set -eu
cd "${1:-"$(dirname "$0")/../.."}"

command -v shellcheck >/dev/null || {
    echo "shellcheck is not installed; run scripts/setup" >&2
    exit 1
}
found=0
for file in scripts/* scripts/*/* .ci/* docker/* docker/*/* tests/lint/* tests/cli/* tests/stack/* bench/*; do
    [ -f "$file" ] || continue
    case $(head -n 1 "$file" | tr -d '\0') in
    '#!'*sh | '#!'*'sh '*) shellcheck -x -f gcc "$file" || found=1 ;;
    esac
done
exit "$found"
