#!/usr/bin/env bash
# packaging/cluster against a real Slurm of one controller and two nodes, all on this machine, and against GNU parallel: a task that
# is killed in mid-run is queued again and goes on, and the tables are a single process's, byte for byte.
#     test_slurm.sh FIDOSCOPE_CLI SOURCE_DIR
set -euo pipefail
program=$1 source=$2
work=$(mktemp -d)
export SLURM_CONF=$work/slurm.conf FIDOSCOPE_MODELS=$source/tests/data/models FIDOSCOPE_RESOURCES=$work/none
daemons=()
cleanup() {
  ((${#daemons[@]} == 0)) || kill "${daemons[@]}" 2>/dev/null || true
  [[ ${1:-0} == 0 ]] || tail -n 20 "$work"/log/*.log "$work"/slurm/log/* >&2 2>/dev/null || true
  wait
  rm -rf "$work"
}
trap 'cleanup $?' EXIT
fail() { echo "FAIL: $*" >&2; exit 1; }

# --- a cluster of its own: own ports, own folders, nobody else's munge. A task that is queued again waits until its credential has
# expired, two minutes if nothing is said.
mkdir -p "$work"/{state,log,photos,spool/node1,spool/node2}
port=$((20000 + RANDOM % 20000))
host=$(hostname -s)
auth='AuthType=auth/none
AuthInfo=cred_expire=5
CredType=cred/none'
if ! compgen -G '/usr/lib/*/slurm*/auth_none.so' >/dev/null; then  # later versions have munge alone
  dd if=/dev/urandom of="$work/munge.key" bs=128 count=1 status=none
  chmod 600 "$work/munge.key"
  munged --foreground --force --key-file="$work/munge.key" --socket="$work/munge.socket" --pid-file="$work/munge.pid" --log-file="$work/log/munged.log" --seed-file="$work/munge.seed" &
  daemons+=($!)
  auth="AuthType=auth/munge
AuthInfo=socket=$work/munge.socket,cred_expire=5"
fi
cat >"$SLURM_CONF" <<CONF
ClusterName=fidoscope
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
$auth
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool/%n
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd-%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SchedulerType=sched/builtin
SelectType=select/linear
MpiDefault=none
ReturnToService=2
SchedulerParameters=batch_sched_delay=1
NodeName=node[1-2] NodeHostname=$host NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + 2))] CPUs=1 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
slurmctld -D -f "$SLURM_CONF" >"$work/log/slurmctld.log" 2>&1 &
daemons+=($!)
for node in node1 node2; do
  slurmd -D -N "$node" -f "$SLURM_CONF" >"$work/log/$node.log" 2>&1 &
  daemons+=($!)
done
for ((i = 0; i < 60; ++i)); do
  [[ $(sinfo -h -o %T 2>/dev/null) == idle ]] && break
  sleep 1
done
[[ $(sinfo -h -o %T) == idle ]] || fail "the nodes did not come up"

# --- photos: one under several names; a photo's random numbers come from its place, one cannot be read, and SEDC
# refuses those of another class than the classifier names: a part with failures is whole, and the merge starts
echo "image,label_0based,x0,y0,x1,y1" >"$work/boxes.csv"
for i in {01..12}; do
  cp "$source/resources/samples/coffee.png" "$work/photos/$i.png"
  echo "$i.png,$((10#$i % 10)),100,100,400,300" >>"$work/boxes.csv"
done
echo "no picture" >"$work/photos/13.png"
echo "13.png,1,0,0,9,9" >>"$work/boxes.csv"
# The paper's form takes all its steps, so that part 1 is still at work when it is killed.
options=(--images "$work/photos" --boxes "$work/boxes.csv" --classifier tiny --methods fido-ssr:mean,rise:blur,sedc:mean,center --preset paper --iterations 400 --grid 8 --metrics wsl --threads 1 --quiet)

code=0
"$program" evaluate "${options[@]}" --out "$work/whole" || code=$?
((code == 3)) || fail "a single process ended with $code, not with 3 for the photo that cannot be read"
same() {
  local file
  for file in per_image.csv failed.csv summary.csv summary.json summary.html evaluation.json; do
    cmp "$work/whole/$file" "$1/$file" || fail "$1/$file differs from a single process's"
  done
}

# --- a task is killed in mid-run
last=$("$source/packaging/cluster/slurm.sh" --parts 4 --out "$work/slurm" --program "$program" -- "${options[@]}")
part=$work/slurm/parts/1/per_image.csv
for ((i = 0; i < 600; ++i)); do
  [[ -f $part ]] && (($(wc -l <"$part") >= 3)) && break
  sleep 0.1
done
pkill -KILL -f "evaluate .*--out $work/slurm/parts/1\$" || fail "part 1 was over before it could be killed"
rows=$(wc -l <"$part")
for ((i = 0; i < 240; ++i)); do
  [[ -z $(squeue -h) ]] && break
  sleep 1
done
[[ -z $(squeue -h) ]] || fail "jobs are still there: $(squeue -h)"
[[ -f $work/slurm/all/summary.csv ]] || fail "job $last wrote no tables"
grep -q "is queued again" "$work/slurm/log/1.txt" || fail "part 1 was not queued again"
((rows < $(wc -l <"$part"))) || fail "part 1 did not go on"
same "$work/slurm/all"

# --- wrong options are said at once, and nothing is queued; nor over what is there
! "$source/packaging/cluster/slurm.sh" --parts 2 --out "$work/wrong" --program "$program" -- "${options[@]}" --methods fido-srr 2>"$work/said" || fail "a wrong method was queued"
grep -q "did you mean fido-ssr" "$work/said" || fail "$(cat "$work/said")"
! "$source/packaging/cluster/slurm.sh" --parts 2 --out "$work/slurm" --program "$program" -- "${options[@]}" 2>"$work/said" || fail "an evaluation was queued over another"
[[ -z $(squeue -h) ]] || fail "something was queued"

# --- one machine; a part that is missing is noticed
"$source/packaging/cluster/parallel.sh" --parts 3 --jobs 2 --out "$work/parallel" --program "$program" -- "${options[@]}"
same "$work/parallel/all"
! "$program" evaluate --merge "$work"/parallel/parts/[12] --out "$work/few" --quiet 2>"$work/said" || fail "two of three parts were merged"
grep -q "a shard is missing" "$work/said" || fail "$(cat "$work/said")"
echo "PASS: a part killed after $((rows - 1)) rows went on; the tables are the same bytes by Slurm, by GNU parallel and by one process"
