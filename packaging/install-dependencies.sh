#!/usr/bin/env bash
# Installs the packages that Fidoscope needs from the distribution: Debian 12, Debian 13 or Ubuntu 24.04.
# demo.sh and test.sh call this script, so that there is only one list of packages.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: packaging/install-dependencies.sh [--tests] [--checks] [--no-install] [--list]
Install the packages that Fidoscope needs.
  --tests       also install the packages of the tests
  --checks      also install the packages of packaging/check.sh
  --no-install  install nothing; list missing packages and fail if there are any
  --list        print the list of packages and exit
TEXT
}

# A|B: the first one that is installed or available (a package that was renamed).
# NAME?: optional; installed if the distribution has it.
packages=(
  # Building. OpenBLAS in its OpenMP build, because LibTorch uses OpenMP threads (docs/adr/0004-single-images-and-blas.md).
  g++ cmake ninja-build ccache
  libtorch-dev libopenblas0-openmp libopencv-dev libwebp-dev libcairo2-dev
  qt6-base-dev libqt6sql6-sqlite 'qt6-svg-dev|libqt6svg6-dev' libqcustomplot-dev
  qt6-tools-dev qt6-l10n-tools
  libcli11-dev nlohmann-json3-dev libspdlog-dev libfmt-dev libexpected-dev libssl-dev
  # Exporting the classifier: pip downloads it into a virtual environment, python3-torch traces it.
  python3-torch python3-venv ca-certificates
  # Running: Qt's plugins for X11, Wayland, SVG icons and JPEG, its translations, and fonts.
  'qt6-qpa-plugins?' 'qt6-svg-plugins?' 'qt6-wayland?' 'qt6-translations-l10n?' hicolor-icon-theme fonts-dejavu-core
)
test_packages=(libbenchmark-dev xvfb xauth 'python3-torchvision?' 'slurmctld?' 'slurmd?' 'slurm-client?' 'munge?' 'parallel?'
  'clang-format-14?')  # .ci/run checks the format
# packaging/check.sh installs clang-format 14 and codespell from PyPI if they are missing.
check_packages=(clang clang-tidy 'libclang-rt-14-dev?' 'codespell?' git)

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
    echo "install-dependencies: dpkg was not found; this script supports Debian and Ubuntu. Install the packages of --list" \
      "with your system's package manager, then use --no-install." >&2
    exit 1
  fi
  echo "install-dependencies: dpkg was not found, so nothing was checked; --list prints the needed packages." >&2
  exit 0
fi

is_available() { [[ $(LC_ALL=C apt-cache policy "$1" 2>/dev/null) == *Candidate:\ [0-9]* ]]; }

# Sets `missing` to the specifications that no installed package satisfies. A single dpkg-query is fast if none is missing.
find_missing() {
  missing=()
  local specification name
  local -A installed=()
  while read -r status name; do
    [[ $status == installed ]] && installed[$name]=1
  done < <(dpkg-query --showformat '${db:Status-Status} ${Package}\n' --show)
  for specification in "${packages[@]}"; do
    for name in $(tr '|' ' ' <<<"${specification%\?}"); do
      [[ -n ${installed[$name]:-} ]] && continue 2
    done
    missing+=("$specification")
  done
}

# Sets `available` to a package for each missing specification, and `unavailable` to those that the distribution lacks.
choose_packages() {
  available=()
  unavailable=()
  local specification name
  for specification in "${missing[@]}"; do
    for name in $(tr '|' ' ' <<<"${specification%\?}"); do
      if is_available "$name"; then
        available+=("$name")
        continue 2
      fi
    done
    [[ $specification == *\? ]] || unavailable+=("${specification%%|*}")
  done
}

find_missing
((${#missing[@]})) || exit 0
choose_packages

if ! ((install)); then
  needed=("${unavailable[@]}")
  for name in "${available[@]}"; do
    [[ " ${missing[*]} " == *" $name? "* ]] || needed+=("$name")
  done
  ((${#needed[@]})) || exit 0
  echo "install-dependencies: missing packages: ${needed[*]}" >&2
  echo "Install them as root: apt-get install --no-install-recommends ${needed[*]}" >&2
  exit 1
fi
((${#available[@]} + ${#unavailable[@]})) || exit 0

root=()
if ((EUID)); then
  if ! command -v sudo >/dev/null; then
    echo "install-dependencies: packages are missing, but this is not root and there is no sudo. Run as root:" \
      "packaging/install-dependencies.sh" >&2
    exit 1
  fi
  root=(sudo)
fi

# A fresh system has no package lists, and old lists refer to files that no longer exist.
echo "Updating the package lists${root:+ (with sudo)} ..."
"${root[@]}" apt-get update -qq
choose_packages
if ((${#unavailable[@]})); then
  echo "install-dependencies: this distribution does not have: ${unavailable[*]}. Debian 12, Debian 13 and Ubuntu 24.04 do" \
    "(Ubuntu in 'universe'); install them by other means, then use --no-install." >&2
  exit 1
fi
echo "Installing packages${root:+ (with sudo)}: ${available[*]}"
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq --no-install-recommends "${available[@]}" >/dev/null
