#!/usr/bin/env bash
# An evaluation on one machine by GNU parallel, several parts at a time; a second call with the same options goes on.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/options.sh"

usage() {
  cat <<'TEXT'
usage: packaging/cluster/parallel.sh --parts N --out DIR [--jobs N] [--program FILE] [--tries N] -- EVALUATE-OPTION...
  --parts N       parts that the photos are divided into
  --out DIR       DIR/parts/1 ... N, DIR/log, and the tables in DIR/all
  --jobs N        parts at a time: one a processor when it is left out; give evaluate --threads 1 then
  --program FILE  fidoscope-cli; the one on PATH or in build/ when it is left out
  --tries N       how often a part is tried (3)
What stands behind -- is fidoscope-cli evaluate's, without --out, --shard and --resume.
TEXT
}

parts=0 out='' program='' tries=3 jobs=$(nproc) known='--parts --out --program --tries --jobs'
read_options "$@"
if ((${#others[@]})); then
  echo "parallel.sh: unknown option ${others[0]}" >&2
  usage >&2
  exit 2
fi
if [[ ! $parts =~ ^[1-9][0-9]*$ || ! $tries =~ ^[1-9][0-9]*$ || ! $jobs =~ ^[1-9][0-9]*$ || -z $out || ${#evaluation[@]} == 0 ]]; then
  usage >&2
  exit 2
fi
command -v parallel >/dev/null || { echo "parallel.sh: there is no GNU parallel here (Debian: apt-get install parallel)" >&2; exit 2; }
check_evaluation

mkdir -p "$out/log"
# Its notice about citations waits for a key otherwise.
seq "$parts" | parallel --will-cite --jobs "$jobs" --retries "$tries" --results "$out/log/{}" --quote "$here/shard.sh" "$program" "$out" {} "$parts" "${evaluation[@]}" >/dev/null
exec "$here/merge.sh" "$program" "$out"
