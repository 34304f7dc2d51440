#!/usr/bin/env bash
# Builds the command line and installs it into /usr/local, together with the bundled infillers and EfficientNet-Lite0.
# Called by the Containerfile in this folder, but also usable on any other machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[[ ${1:-} == --cuda || $# == 0 ]] || { echo "usage: packaging/container/install.sh [--cuda]" >&2; exit 2; }

packaging/install-dependencies.sh
settings=(-DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=/usr/local -DCMAKE_INSTALL_RPATH_USE_LINK_PATH=ON -DFIDOSCOPE_BUILD_UI=OFF -DFIDOSCOPE_BUILD_TESTS=OFF)
if [[ ${1:-} == --cuda ]]; then
  /usr/bin/python3 -m venv --clear /opt/fidoscope-torch
  /opt/fidoscope-torch/bin/python -m pip install --quiet --disable-pip-version-check --no-cache-dir torch==2.11.0
  settings+=("-DLibTorch_ROOT=$(/opt/fidoscope-torch/bin/python -c 'import sysconfig; print(sysconfig.get_path("platlib"))')/torch")
fi
cmake -S . -B build/container -G Ninja "${settings[@]}"
cmake --build build/container
cmake --install build/container
packaging/prepare-classifier.sh
install -m 644 build/models/* /usr/local/share/fidoscope/models/
/usr/local/bin/fidoscope-cli models
