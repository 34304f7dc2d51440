#!/usr/bin/env bash
# Builds and runs all tests. The last line of the output is "N passed, N failed, N skipped". Called by .ci/run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: packaging/test.sh [--no-install] [--werror] [CTEST OPTION...]
Build and run all tests.
  --no-install  install no packages; list the missing ones
  --werror      treat compiler warnings as errors
Other options are passed to ctest, such as -R NAME.
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
# Tests that need a trained network are skipped if it does not exist, so a failed download is no error.
packaging/prepare-classifier.sh || echo "test: continuing without EfficientNet-Lite0, see above" >&2
export FIDOSCOPE_MODELS=$PWD/build/models

report=$PWD/build/release/test-report.xml
rm -f "$report"
# The report must contain the whole output, because the totals of each program are at its end.
QT_QPA_PLATFORM=offscreen ctest --preset release --output-junit "$report" \
  --test-output-size-passed 10000000 --test-output-size-failed 10000000 "${others[@]}" || true
exec /usr/bin/python3 packaging/count-tests.py "$report"
