#!/usr/bin/env bash
# Updates resources/translations/*.ts from the sources. New strings are marked as unfinished.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for name in /usr/lib/qt6/bin/lupdate lupdate6 lupdate; do
  lupdate=$(command -v "$name") && break
done
[[ $lupdate ]] || { echo "update-translations: lupdate of Qt 6 is not installed (Debian: apt-get install qt6-l10n-tools)" >&2; exit 1; }
for file in resources/translations/*.ts; do
  "$lupdate" -silent -no-obsolete -locations none -I . -source-language en ui app/gui resources/translations/core_words.h -ts "$file"
done
