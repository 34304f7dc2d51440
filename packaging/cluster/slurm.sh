#!/usr/bin/env bash
# Submits an evaluation as a Slurm job array with one part per task, and a last job that merges the parts.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/options.sh"

usage() {
  cat <<'TEXT'
usage: packaging/cluster/slurm.sh --parts N --out DIR [--program FILE] [--tries N] [SBATCH-OPTION...] -- EVALUATE-OPTION...
Submit an evaluation to Slurm and print the id of the last job, which merges the parts.
  --parts N       number of tasks that the photos are divided into
  --out DIR       new folder for the results, shared by all nodes: parts/1 to parts/N, log, and the tables in all
  --program FILE  path of fidoscope-cli on the nodes (default: the one on PATH or in build)
  --tries N       number of times that a failed part is queued again (default: 3); it continues where it stopped
Other options are passed to sbatch, such as --partition=gpu --gres=gpu:1 --cpus-per-task=4 --time=2:00:00. The options
after -- are those of fidoscope-cli evaluate, without --out, --shard and --resume.
TEXT
}

parts=0 out='' program='' tries=3 known='--parts --out --program --tries'
read_options "$@"
if [[ ! $parts =~ ^[1-9][0-9]*$ || ! $tries =~ ^[0-9]+$ || -z $out || ${#evaluation[@]} == 0 ]]; then
  usage >&2
  exit 2
fi
command -v sbatch >/dev/null || { echo "slurm.sh: sbatch was not found; run this where jobs are submitted, or use parallel.sh on one machine" >&2; exit 2; }
out=$(realpath -m "$out")
[[ ! -e $out/parts ]] || { echo "slurm.sh: $out already contains an evaluation; choose another --out, or queue its parts again with scontrol requeue" >&2; exit 2; }
check_evaluation
program=$(realpath "$program")

mkdir -p "$out/log"
array=$(sbatch --parsable --job-name=fidoscope --array="1-$parts" --requeue --open-mode=append --output="$out/log/%a.txt" "${others[@]}" \
  "$here/slurm-task.sh" "$here" "$tries" "$program" "$out" "$parts" "${evaluation[@]}")
exec sbatch --parsable --job-name=fidoscope-merge --dependency="afterok:${array%%;*}" --kill-on-invalid-dep=yes --output="$out/log/merge.txt" "${others[@]}" \
  "$here/merge.sh" "$program" "$out"
