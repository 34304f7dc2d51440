#!/usr/bin/env bash
# Makes the pictures in docs/images from the real window: whole runs, drawn offscreen, light and dark.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program=build/release/bin/fidoscope
if [[ ! -x $program ]]; then
  echo "screenshots: no $program; build it first: packaging/demo.sh" >&2
  exit 1
fi
packaging/prepare-classifier.sh
export FIDOSCOPE_MODELS=$PWD/build/models QT_QPA_PLATFORM=offscreen
mkdir -p docs/images

for theme in light dark; do
  picture=docs/images/window-$theme.png
  "$program" resources/samples/coffee.png --classifier efficientnet-lite0 --start --theme "$theme" --size 1440x900 \
    --screenshot "$picture"
  echo "$picture"
done
