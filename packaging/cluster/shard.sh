#!/usr/bin/env bash
# Begins or continues one part of an evaluation: shard.sh PROGRAM OUT I N EVALUATE-OPTION...
# Called by slurm.sh and parallel.sh. Exits with 0 if the part is complete, even if photos failed (its failed.csv lists
# them), with 2 if another attempt would fail as well, and with any other code if the part should be tried again.
set -euo pipefail
program=$1 out=$2 part=$3 parts=$4
shift 4
code=0
"$program" evaluate "$@" --shard "$part/$parts" --resume --out "$out/parts/$part" || code=$?
((code == 3)) && [[ -f $out/parts/$part/summary.csv ]] && code=0
exit "$code"
