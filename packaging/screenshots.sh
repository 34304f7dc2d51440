#!/usr/bin/env bash
# Takes the screenshots in docs/images: the window after a complete run, rendered offscreen in both themes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program=build/release/bin/fidoscope
if [[ ! -x $program ]]; then
  echo "screenshots: $program does not exist; build it first, for example with packaging/demo.sh" >&2
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
