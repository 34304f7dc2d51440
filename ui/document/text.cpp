#include "ui/document/text.h"

namespace fido::ui {

QString safe_file_name(const QString& name) {
  constexpr int kMaxLength = 100;
  QString safe;
  for (const QChar c : name) {
    if (c == QLatin1Char('/') || c == QLatin1Char('\\'))
      safe += QLatin1Char('-');
    else if (c.isPrint())
      safe += c;
  }
  while (safe.startsWith(QLatin1Char('.')) || safe.startsWith(QLatin1Char('-')) ||
         safe.startsWith(QLatin1Char(' ')))
    safe.remove(0, 1);
  // Shorten the name but keep the extension: it tells the file's type.
  if (safe.size() > kMaxLength) {
    const qsizetype dot = safe.lastIndexOf(QLatin1Char('.'));
    const QString extension = dot > safe.size() - 10 ? safe.mid(dot) : QString();
    safe = safe.left(kMaxLength - extension.size()) + extension;
  }
  return safe.trimmed().isEmpty() ? QStringLiteral("picture") : safe;
}

}  // namespace fido::ui
