#!/usr/bin/env bash
# One part of an evaluation, begun or gone on with: shard.sh PROGRAM OUT I N EVALUATE-OPTION...
# What the schedulers' scripts beside this one run. 0 when the part is whole, photos that failed included (its failed.csv names
# them); anything else when it is to be tried again, but for 2, which no second try would change.
set -euo pipefail
program=$1 out=$2 part=$3 parts=$4
shift 4
code=0
"$program" evaluate "$@" --shard "$part/$parts" --resume --out "$out/parts/$part" || code=$?
((code == 3)) && [[ -f $out/parts/$part/summary.csv ]] && code=0
exit "$code"
