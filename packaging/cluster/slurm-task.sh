#!/usr/bin/env bash
# Runs one task of slurm.sh's job array: slurm-task.sh HERE TRIES PROGRAM OUT PARTS EVALUATE-OPTION...
set -uo pipefail
here=$1 tries=$2 program=$3 out=$4 parts=$5
shift 5
"$here/shard.sh" "$program" "$out" "$SLURM_ARRAY_TASK_ID" "$parts" "$@"
code=$?
if ((code != 0 && code != 2 && ${SLURM_RESTART_COUNT:-0} < tries)); then
  echo "part $SLURM_ARRAY_TASK_ID ended with exit code $code and is queued again" >&2
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
  sleep 60  # Slurm ends the task within this time
fi
exit "$code"
