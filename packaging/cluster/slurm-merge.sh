#!/usr/bin/env bash
# The last job of slurm.sh: slurm-merge.sh PROGRAM OUT
exec "$1" evaluate --merge "$2"/parts/* --out "$2/all"
