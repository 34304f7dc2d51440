#!/usr/bin/env bash
# Builds and runs every test. The last line is "N passed, N failed, N skipped". .ci/run calls this.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: packaging/test.sh [--no-install] [--werror] [CTEST OPTION...]
  --no-install  install no package; name what is missing
  --werror      treat compiler warnings as errors
Other options go to ctest, such as -R NAME.
TEXT
}

install=()
werror=OFF
others=()
for argument in "$@"; do
  case $argument in
    --no-install) install=(--no-install) ;;
    --werror) werror=ON ;;
    -h | --help) usage; exit 0 ;;
    *) others+=("$argument") ;;
  esac
done

packaging/install-dependencies.sh --tests "${install[@]}"
cmake --preset release -DFIDOSCOPE_BUILD_TESTS=ON -DFIDOSCOPE_WERROR=$werror
cmake --build --preset release
# Tests that want a trained network use it where it is and skip where it is not, so no network is no failure.
packaging/prepare-classifier.sh || echo "test: going on without EfficientNet-Lite0 (above)." >&2
export FIDOSCOPE_MODELS=$PWD/build/models

report=$PWD/build/release/test-report.xml
rm -f "$report"
# The whole output is kept in the report: the totals of each program stand at its end.
QT_QPA_PLATFORM=offscreen ctest --preset release --output-junit "$report" \
  --test-output-size-passed 10000000 --test-output-size-failed 10000000 "${others[@]}" || true
exec /usr/bin/python3 packaging/count-tests.py "$report"
