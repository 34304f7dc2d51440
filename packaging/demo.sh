#!/usr/bin/env bash
# Takes a fresh clone to a live FIDO run on a photo.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: packaging/demo.sh [--no-install] [--cuda] [--headless] [OPTION...]
Install missing packages, build Fidoscope, prepare a classifier, open the window and start a run.
  --no-install  install no packages; list the missing ones
  --cuda        build with PyPI's torch 2.11.0 with CUDA (about 5 GB in build/cuda-venv)
  --headless    open no window; write results and a screenshot to build/demo (default without a display)
Other options are passed to the program, such as --method fido-sdr or --infill local. With --headless, only --method,
--infill and --lambda are possible.
TEXT
}

sample=resources/samples/coffee.png
classifier=efficientnet-lite0
preset=release
settings=()
headless=0
cuda=0
install=()
others=()
for argument in "$@"; do
  case $argument in
    --no-install) install=(--no-install) ;;
    --cuda) cuda=1 ;;
    --headless) headless=1 ;;
    -h | --help) usage; exit 0 ;;
    *) others+=("$argument") ;;
  esac
done
if [[ -z ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
  headless=1
fi

packaging/install-dependencies.sh "${install[@]}"

if ((cuda)); then
  preset=cuda
  environment=build/cuda-venv
  if [[ $("$environment/bin/python" -c 'import importlib.metadata as m; print(m.version("torch"))' 2>/dev/null) != 2.11.0* ]]; then
    echo "Downloading torch 2.11.0 with CUDA from PyPI to $environment (about 5 GB, only once) ..."
    /usr/bin/python3 -m venv --clear "$environment"
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir torch==2.11.0
  fi
  settings+=("-DLibTorch_ROOT=$("$environment/bin/python" -c 'import sysconfig; print(sysconfig.get_path("platlib"))')/torch")
fi

# Builds only the programs: a demo should not need the dependencies of the tests.
echo "Building build/$preset ..."
mkdir -p build
if ! cmake --preset "$preset" -DFIDOSCOPE_BUILD_TESTS=OFF "${settings[@]}" >build/demo-configure.log 2>&1; then
  cat build/demo-configure.log >&2
  echo "demo: configuring failed, see above" >&2
  exit 1
fi
cmake --build --preset "$preset" --target fidoscope fidoscope-cli

packaging/prepare-classifier.sh
export FIDOSCOPE_MODELS=$PWD/build/models

if ((!headless)); then
  exec "build/$preset/bin/fidoscope" "$sample" --classifier "$classifier" --start "${others[@]}"
fi

out=build/demo
"build/$preset/bin/fidoscope-cli" explain "$sample" --classifier "$classifier" --out "$out" "${others[@]}"
QT_QPA_PLATFORM=offscreen "build/$preset/bin/fidoscope" "$sample" --classifier "$classifier" --start \
  --screenshot "$out/window.png" "${others[@]}"
echo "Results: $PWD/$out/$(basename "${sample%.*}")/ (map.png, overlay.png, counterfactual.png, result.json, ...)"
echo "Screenshot: $PWD/$out/window.png"
