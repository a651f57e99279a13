#!/bin/sh
# The schema's migrations are free of what pf-migrate lint finds. Needs the program: none built, none checked, and said so.
#
# Usage: migrations.sh PROGRAMS    the folder of a built pf-migrate
set -eu
CDPATH='' cd "$(dirname "$0")/../.."

if [ ! -x "$1/pf-migrate" ]; then
    echo "not checked: no pf-migrate in $1; build it with scripts/dev build pf-migrate"
    exit 0
fi
for backend in postgresql sqlite; do
    "$1/pf-migrate" lint --schema-dir "schema/$backend" --backend "$backend"
done
