#!/usr/bin/env bash
# From a fresh clone to FIDO explaining a photograph, live.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: packaging/demo.sh [--no-install] [--cuda] [--headless] [OPTION...]
Installs what is missing from the distribution, builds, prepares a classifier, opens the window and starts a run.
  --no-install  install no package; name what is missing
  --cuda        build against PyPI's torch 2.11.0 with CUDA (about 5 GB in build/cuda-venv)
  --headless    no window: result files and a picture of the window, in build/demo; the default without a display
Other options go to the program, such as --method fido-sdr or --infill local; without a display, those that both the window and
the command line know: --method, --infill, --lambda.
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
    echo "Fetching torch 2.11.0 with CUDA from PyPI into $environment (about 5 GB, once) ..."
    /usr/bin/python3 -m venv --clear "$environment"
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir torch==2.11.0
  fi
  settings+=("-DLibTorch_ROOT=$("$environment/bin/python" -c 'import sysconfig; print(sysconfig.get_path("platlib"))')/torch")
fi

# The programs alone: the tests' own needs are not asked of somebody who wants to look.
echo "Building build/$preset ..."
mkdir -p build
if ! cmake --preset "$preset" -DFIDOSCOPE_BUILD_TESTS=OFF "${settings[@]}" >build/demo-configure.log 2>&1; then
  cat build/demo-configure.log >&2
  echo "demo: configuring failed (above)." >&2
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
echo "The result: $PWD/$out/$(basename "${sample%.*}")/ (map.png, overlay.png, counterfactual.png, result.json, ...)"
echo "The window: $PWD/$out/window.png"
