#!/usr/bin/env bash
# Brings resources/translations/*.ts up to date with the sources; what is new is then marked unfinished.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for name in /usr/lib/qt6/bin/lupdate lupdate6 lupdate; do
  lupdate=$(command -v "$name") && break
done
[[ $lupdate ]] || { echo "$0: Qt 6's lupdate is not installed (Debian: qt6-l10n-tools)" >&2; exit 1; }
for file in resources/translations/*.ts; do
  "$lupdate" -silent -no-obsolete -locations none -I . -source-language en ui app/gui resources/translations/core_words.h -ts "$file"
done
