#!/bin/sh
# Everything compiles as the preset `watch` has it, and no warning is hidden there: with clang, and with precompiled headers, which
# bring names that no other build has.
#
# Usage: watch_preset.sh BUILD_DIR
set -eu
cd "$(dirname "$0")/../.."
build=$1

mkdir -p "$build"
{
    cmake --preset watch -B "$build" -DPF_WERROR=ON -DCMAKE_CXX_FLAGS_DEBUG=-O0
    cmake --build "$build"
} >"$build/log" 2>&1 || { tail -n 40 "$build/log"; exit 1; }
