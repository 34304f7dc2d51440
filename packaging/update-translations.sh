#!/usr/bin/env bash
# Brings resources/translations/*.ts up to date with the sources; what is new is then marked unfinished.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
lupdate=$(command -v /usr/lib/qt6/bin/lupdate lupdate6 lupdate | head -n 1)
for file in resources/translations/*.ts; do
  "$lupdate" -silent -no-obsolete -locations none -I . -source-language en ui app/gui resources/translations/core_words.h -ts "$file"
done
