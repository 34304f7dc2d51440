#!/usr/bin/env bash
# Runs an evaluation on one machine with GNU parallel, several parts at a time. A second call with the same options continues it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/options.sh"

usage() {
  cat <<'TEXT'
usage: packaging/cluster/parallel.sh --parts N --out DIR [--jobs N] [--program FILE] [--tries N] -- EVALUATE-OPTION...
Run an evaluation on one machine, or continue it.
  --parts N       number of parts that the photos are divided into
  --out DIR       folder for the results: parts/1 to parts/N, log, and the tables in all
  --jobs N        number of parts at a time (default: one per processor; then use --threads 1 of evaluate)
  --program FILE  path of fidoscope-cli (default: the one on PATH or in build)
  --tries N       number of attempts per part (default: 3)
The options after -- are those of fidoscope-cli evaluate, without --out, --shard and --resume.
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
command -v parallel >/dev/null || { echo "parallel.sh: GNU parallel is not installed (Debian: apt-get install parallel)" >&2; exit 2; }
check_evaluation

mkdir -p "$out/log"
# Without --will-cite, parallel waits for a key after its notice about citations.
seq "$parts" | parallel --will-cite --jobs "$jobs" --retries "$tries" --results "$out/log/{}" --quote "$here/shard.sh" "$program" "$out" {} "$parts" "${evaluation[@]}" >/dev/null
exec "$here/merge.sh" "$program" "$out"
