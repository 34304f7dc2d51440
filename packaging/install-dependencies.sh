#!/usr/bin/env bash
# Installs what Fidoscope needs from the distribution: Debian 12, Debian 13, Ubuntu 24.04.
# The one list of packages; demo.sh, test.sh and bare-system.sh all come here.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: packaging/install-dependencies.sh [--tests] [--checks] [--no-install] [--list]
  --tests       also what only the tests need
  --checks      also what only packaging/check.sh needs
  --no-install  install nothing; name what is missing and fail if anything is
  --list        print the packages and stop
TEXT
}

# A|B: the first that is installed or on offer (a package that was renamed).
# NAME?: better with it; installed where the distribution has it, and never missed.
packages=(
  # Building. OpenBLAS in its OpenMP build, because LibTorch's threads are OpenMP's: docs/adr says more.
  g++ cmake ninja-build ccache
  libtorch-dev libopenblas0-openmp libopencv-dev libwebp-dev libcairo2-dev
  qt6-base-dev libqt6sql6-sqlite 'qt6-svg-dev|libqt6svg6-dev' libqcustomplot-dev
  qt6-tools-dev qt6-l10n-tools
  libcli11-dev nlohmann-json3-dev libspdlog-dev libfmt-dev libexpected-dev libssl-dev
  # Exporting the classifier, once: python3-torch traces it, pip (in a virtual environment) fetches it.
  python3-torch python3-venv ca-certificates
  # Running: how Qt reaches X11 and Wayland, reads SVG icons and JPEGs, and what it writes text with.
  'qt6-qpa-plugins?' 'qt6-svg-plugins?' 'qt6-wayland?' 'qt6-translations-l10n?' hicolor-icon-theme fonts-dejavu-core
)
test_packages=(libbenchmark-dev xvfb xauth 'python3-torchvision?' 'slurmctld?' 'slurmd?' 'slurm-client?' 'munge?' 'parallel?')
# Of other versions of clang-format and the rest packaging/check.sh takes PyPI's.
check_packages=(clang clang-tidy 'libclang-rt-14-dev?' 'clang-format-14?' 'codespell?' git)

install=1
list=0
for argument in "$@"; do
  case $argument in
    --tests) packages+=("${test_packages[@]}") ;;
    --checks) packages+=("${check_packages[@]}") ;;
    --no-install) install=0 ;;
    --list) list=1 ;;
    -h | --help) usage; exit 0 ;;
    *) echo "install-dependencies: unknown option '$argument'" >&2; usage >&2; exit 2 ;;
  esac
done

if ((list)); then
  printf '%s\n' "${packages[@]}"
  exit 0
fi
if ! command -v dpkg-query >/dev/null; then
  if ((install)); then
    echo "install-dependencies: no dpkg here; this script knows Debian and Ubuntu. Install what --list names" \
      "by your system's means, then use --no-install." >&2
    exit 1
  fi
  echo "install-dependencies: no dpkg here, so nothing was checked; --list names what is needed." >&2
  exit 0
fi

on_offer() { [[ $(LC_ALL=C apt-cache policy "$1" 2>/dev/null) == *Candidate:\ [0-9]* ]]; }

# Sets `missing` to the specifications that no installed package meets. One dpkg-query for all: the usual case is none.
find_missing() {
  missing=()
  local specification name
  local -A have=()
  while read -r status name; do
    [[ $status == installed ]] && have[$name]=1
  done < <(dpkg-query --showformat '${db:Status-Status} ${Package}\n' --show)
  for specification in "${packages[@]}"; do
    for name in $(tr '|' ' ' <<<"${specification%\?}"); do
      [[ -n ${have[$name]:-} ]] && continue 2
    done
    missing+=("$specification")
  done
}

# Sets `wanted` to a package name for each missing specification, `absent` to those that the distribution lacks.
choose() {
  wanted=()
  absent=()
  local specification name
  for specification in "${missing[@]}"; do
    for name in $(tr '|' ' ' <<<"${specification%\?}"); do
      if on_offer "$name"; then
        wanted+=("$name")
        continue 2
      fi
    done
    [[ $specification == *\? ]] || absent+=("${specification%%|*}")
  done
}

find_missing
((${#missing[@]})) || exit 0
choose

if ! ((install)); then
  needed=("${absent[@]}")
  for name in "${wanted[@]}"; do
    [[ " ${missing[*]} " == *" $name? "* ]] || needed+=("$name")
  done
  ((${#needed[@]})) || exit 0
  echo "install-dependencies: missing: ${needed[*]}" >&2
  echo "As root: apt-get install --no-install-recommends ${needed[*]}" >&2
  exit 1
fi
((${#wanted[@]} + ${#absent[@]})) || exit 0

root=()
if ((EUID)); then
  if ! command -v sudo >/dev/null; then
    echo "install-dependencies: packages are missing, and neither root nor sudo is at hand. As root:" \
      "packaging/install-dependencies.sh" >&2
    exit 1
  fi
  root=(sudo)
fi

# A fresh system has no package lists yet, and old lists name files that are gone.
echo "Reading the distribution's package lists${root:+ (with sudo)} ..."
"${root[@]}" apt-get update -qq
choose
if ((${#absent[@]})); then
  echo "install-dependencies: this distribution does not have: ${absent[*]}. Debian 12, Debian 13 and Ubuntu 24.04 do" \
    "(Ubuntu in 'universe'); install them by other means, then use --no-install." >&2
  exit 1
fi
echo "Installing from the distribution${root:+ (with sudo)}: ${wanted[*]}"
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq --no-install-recommends "${wanted[@]}" >/dev/null
