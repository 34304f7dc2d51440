# Option parsing of slurm.sh and parallel.sh, which source this file and define usage().

# Stores the options listed in `known` in variables of their names, other options in `others`, and everything after -- in
# `evaluation`.
read_options() {
  others=() evaluation=()
  while (($#)); do
    case $1 in
      -h | --help) usage; exit 0 ;;
      --) shift; evaluation=("$@"); return ;;
    esac
    if [[ " $known " != *" $1 "* ]]; then
      others+=("$1")
      shift
      continue
    fi
    (($# > 1)) || { usage >&2; exit 2; }
    declare -g "${1#--}=$2"
    shift 2
  done
}

# Sets `program` if it was not given, and checks evaluate's options once, before the parts are started. Measures nothing.
check_evaluation() {
  local name
  name=$(basename "$0")
  [[ -n $program ]] || program=$(command -v fidoscope-cli || echo "$here/../../build/release/bin/fidoscope-cli")
  [[ -x $program ]] || { echo "$name: $program cannot be executed; give the path of fidoscope-cli with --program" >&2; exit 2; }
  "$program" evaluate "${evaluation[@]}" --shard "1/$parts" --out "$out/parts/1" --dry-run >&2
}
