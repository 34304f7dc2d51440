#!/usr/bin/env bash
# The tables of all parts: merge.sh PROGRAM OUT. The last job of slurm.sh, the last step of parallel.sh. 0 also where photos failed, as
# with a part (shard.sh).
set -euo pipefail
code=0
"$1" evaluate --merge "$2"/parts/* --out "$2/all" || code=$?
((code == 3)) && [[ -f $2/all/summary.csv ]] && code=0
exit "$code"
