#!/usr/bin/env bash
# Runs the checks that are not tests. Prints one line per check.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: packaging/check.sh [CHECK...]
Run the given checks, or all of them in this order.
  format      check that every C++ file is formatted by clang-format 14
  includes    check that no file includes a header of a higher layer
  spelling    run codespell
  tidy        run clang-tidy on the files that differ from the branch main, or from $CHECK_BASE
  asan-ubsan  run the tests with the address and undefined-behaviour sanitizers
  tsan        run the tests without Qt with the thread sanitizer
  coverage    measure the coverage of the tests; writes docs/coverage.md and build/coverage/html
  fuzz        run every target of tests/fuzz for $FUZZ_SECONDS seconds (default: 20)
TEXT
}

# Installs a program of a PyPI package into build/check-venv and prints its path. Distributions have other versions.
from_pypi() {
  local package=$1 program=$2
  if ! [[ -x build/check-venv/bin/$program ]] ||
    ! build/check-venv/bin/pip show --quiet "${package%%=*}" 2>/dev/null; then
    [[ -x build/check-venv/bin/pip ]] || /usr/bin/python3 -m venv build/check-venv
    build/check-venv/bin/pip install --quiet --disable-pip-version-check "$package" >&2
  fi
  echo "$PWD/build/check-venv/bin/$program"
}

# Without git, which a machine that only has a copy of the sources may lack.
sources() { find app core report resources tests ui '(' -name '*.cpp' -o -name '*.h' ')' -print0; }

check_format() {
  # Other versions of clang-format break lines differently.
  local program
  program=$(command -v clang-format-14) || program=$(from_pypi clang-format==14.0.6 clang-format)
  sources | xargs -0 "$program" --dry-run -Werror
}

check_includes() { /usr/bin/python3 packaging/check-includes.py; }

check_spelling() {
  local program
  program=$(command -v codespell) || program=$(from_pypi codespell==2.4.1 codespell)
  git ls-files -z | grep --null-data --invert-match --extended-regexp \
    '^(LICENSE|packaging/spelling-ignore.txt|resources/(labels|translations)/|tests/(data|fuzz/seeds)/|.*\.(png|jpg|svg|pt|safetensors|sqlite))' |
    xargs -0 "$program" --ignore-words packaging/spelling-ignore.txt
}

check_tidy() {
  local base=${CHECK_BASE:-$(git merge-base HEAD origin/main 2>/dev/null || echo HEAD)}
  local files
  mapfile -t files < <(git diff --name-only --diff-filter=d "$base" -- 'core/*.cpp' 'app/*.cpp' 'report/*.cpp' 'ui/*.cpp')
  ((${#files[@]})) || return 0
  # Without precompiled headers, because clang-tidy cannot read those of GCC, and not as a release, which
  # compiles several files as one.
  cmake -S . -B build/tidy -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON \
    -DCMAKE_BUILD_TYPE=RelWithDebInfo -DFIDOSCOPE_BUILD_TESTS=OFF >/dev/null
  printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(nproc)" clang-tidy -p build/tidy --quiet --warnings-as-errors='*'
}

check_tests_of() {
  cmake --preset "$1" >/dev/null
  cmake --build --preset "$1"
  ctest --preset "$1"
}
check_asan-ubsan() { check_tests_of asan-ubsan; }
check_tsan() { check_tests_of tsan; }

check_coverage() {
  local program
  program=$(from_pypi gcovr==8.3 gcovr)
  cmake --preset coverage >/dev/null
  cmake --build --preset coverage
  find build/coverage -name '*.gcda' -delete
  ctest --preset coverage
  mkdir -p build/coverage/html
  "$program" -j "$(nproc)" --root . --filter 'core/' --filter 'report/' --filter 'app/' --filter 'ui/' --exclude-throw-branches \
    --html-details build/coverage/html/index.html --json-summary build/coverage/summary.json \
    build/coverage/{core,report,app,ui}
  /usr/bin/python3 packaging/coverage-page.py build/coverage/summary.json >docs/coverage.md
}

check_fuzz() {
  cmake --preset fuzz >/dev/null
  cmake --build --preset fuzz
  local target name
  for target in build/fuzz/bin/fuzz_*; do
    name=${target##*/fuzz_}
    # New inputs are added to the first folder; an input that crashes is written beside it.
    mkdir -p "build/fuzz/corpus/$name"
    ASAN_OPTIONS=allocator_may_return_null=1 LSAN_OPTIONS=suppressions=cmake/lsan.supp QT_QPA_PLATFORM=offscreen \
      "$target" -max_total_time="${FUZZ_SECONDS:-20}" -timeout=10 -rss_limit_mb=3000 -print_final_stats=1 \
      -artifact_prefix="build/fuzz/corpus/$name-" "build/fuzz/corpus/$name" "tests/fuzz/seeds/$name" \
      >"build/fuzz/$name.log" 2>&1 ||
      { tail -n 40 "build/fuzz/$name.log"; echo "check: fuzz_$name failed; fix the bug and add the input to tests/fuzz/seeds/$name" >&2; return 1; }
  done
}

all=(format includes spelling tidy asan-ubsan tsan coverage fuzz)
chosen=()
for argument in "$@"; do
  case $argument in
    -h | --help) usage; exit 0 ;;
    *) [[ " ${all[*]} " == *" $argument "* ]] || { echo "check: there is no check '$argument'" >&2; usage >&2; exit 2; }
      chosen+=("$argument") ;;
  esac
done
((${#chosen[@]})) || chosen=("${all[@]}")

failed=0
for name in "${chosen[@]}"; do
  # In a subshell, because `set -e` has no effect inside a condition.
  set +e
  (set -e; "check_$name")
  status=$?
  set -e
  if ((status)); then
    echo "$name: failed"
    failed=1
  else
    echo "$name: passed"
  fi
done
exit $failed
