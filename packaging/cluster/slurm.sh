#!/usr/bin/env bash
# An evaluation as a Slurm job array: one part a task, a last job that puts the parts together.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/options.sh"

usage() {
  cat <<'TEXT'
usage: packaging/cluster/slurm.sh --parts N --out DIR [--program FILE] [--tries N] [SBATCH-OPTION...] -- EVALUATE-OPTION...
  --parts N       tasks, each with its share of the photos
  --out DIR       a new folder that every node sees: DIR/parts/1 ... N, DIR/log, and the tables in DIR/all
  --program FILE  fidoscope-cli as the nodes find it; the one on PATH or in build/ when it is left out
  --tries N       how often a part that failed is queued again (3); it goes on where it was
Other options go to sbatch, such as --partition=gpu --gres=gpu:1 --cpus-per-task=4 --time=2:00:00. What stands behind -- is
fidoscope-cli evaluate's, without --out, --shard and --resume. Prints the last job's number.
TEXT
}

parts=0 out='' program='' tries=3 known='--parts --out --program --tries'
read_options "$@"
if [[ ! $parts =~ ^[1-9][0-9]*$ || ! $tries =~ ^[0-9]+$ || -z $out || ${#evaluation[@]} == 0 ]]; then
  usage >&2
  exit 2
fi
command -v sbatch >/dev/null || { echo "slurm.sh: there is no sbatch here; run this where jobs are submitted, or use parallel.sh on one machine" >&2; exit 2; }
out=$(realpath -m "$out")
[[ ! -e $out/parts ]] || { echo "slurm.sh: $out holds an evaluation already; choose another --out, or queue its parts again with scontrol requeue" >&2; exit 2; }
check_evaluation
program=$(realpath "$program")

mkdir -p "$out/log"
array=$(sbatch --parsable --job-name=fidoscope --array="1-$parts" --requeue --open-mode=append --output="$out/log/%a.txt" "${others[@]}" \
  "$here/slurm-task.sh" "$here" "$tries" "$program" "$out" "$parts" "${evaluation[@]}")
exec sbatch --parsable --job-name=fidoscope-merge --dependency="afterok:${array%%;*}" --kill-on-invalid-dep=yes --output="$out/log/merge.txt" "${others[@]}" \
  "$here/merge.sh" "$program" "$out"
