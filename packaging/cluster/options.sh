# What slurm.sh and parallel.sh ask alike. They source this and have usage().

# Options named in `known` go into variables of their names, others into `others`, and what stands behind -- into `evaluation`.
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

# Sets `program` where it was not named, and says what is wrong with evaluate's options here and now, not part by part. Nothing is
# measured.
check_evaluation() {
  local name
  name=$(basename "$0")
  [[ -n $program ]] || program=$(command -v fidoscope-cli || echo "$here/../../build/release/bin/fidoscope-cli")
  [[ -x $program ]] || { echo "$name: $program cannot be run; name fidoscope-cli with --program" >&2; exit 2; }
  "$program" evaluate "${evaluation[@]}" --shard "1/$parts" --out "$out/parts/1" --dry-run >&2
}
