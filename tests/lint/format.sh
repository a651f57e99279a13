#!/bin/sh
# Every C++ file is as clang-format 14 would write it. Usage: format.sh [PROJECT]
set -eu
cd "${1:-"$(dirname "$0")/../.."}"

formatter=$(command -v clang-format-14 || command -v clang-format) || {
    echo "clang-format is not installed; run scripts/setup" >&2
    exit 1
}
find lib apps tests bench \( -name '*.cpp' -o -name '*.hpp' \) -print0 2>/dev/null |
    xargs -0 -r -n 16 -P "$(nproc)" "$formatter" --dry-run -Werror --style=file
