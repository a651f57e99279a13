#!/bin/sh
# The library compiles with the precompiled headers of the preset `watch`, which bring names that no other build has.
#
# Usage: watch_preset.sh BUILD_DIR
set -eu
cd "$(dirname "$0")/../.."
build=$1

mkdir -p "$build"
{
    cmake --preset watch -B "$build" -DPF_TESTS=OFF -DCMAKE_CXX_FLAGS_DEBUG=-O0
    cmake --build "$build" --target pf
} >"$build/log" 2>&1 || { tail -n 40 "$build/log"; exit 1; }
