// Between the core's strings and Qt's.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <QStringList>
#include <algorithm>
#include <filesystem>
#include <string>

namespace fido::ui {

inline QString qstr(const std::string& text) { return QString::fromStdString(text); }
inline QString qstr(const std::filesystem::path& path) {
  return QString::fromStdString(path.string());
}
// A word of the core (label, description, help) in the window's language; the translator finds them
// in resources/translations/core_words.h.
inline QString core_text(const std::string& text) {
  return QCoreApplication::translate("core", text.c_str());
}
inline std::filesystem::path to_path(const QString& path) {
  return std::filesystem::path(path.toStdString());
}

// "tabby" of "tabby, tabby cat": the first name is what fits a heading.
inline QString short_label(const std::string& label) {
  return qstr(label).section(QLatin1Char(','), 0, 0).trimmed();
}

// What was typed into a file dialog, of what filesSelected() gives. Qt's own dialog keeps folders
// on the way selected, and is then silent on fileSelected().
inline QString chosen_path(const QStringList& paths) {
  const auto longer = [](const QString& a, const QString& b) { return a.size() < b.size(); };
  return paths.isEmpty() ? QString() : *std::max_element(paths.begin(), paths.end(), longer);
}

// For menus and buttons, where a single "&" underlines the letter that follows.
inline QString literal_text(QString text) {
  return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

// For labels that wrap: a long word, as file names are, gets places where it can be broken.
inline QString breakable(const QString& text) {
  constexpr int kMost = 24;
  QString out;
  int run = 0;
  for (const QChar c : text) {
    run = c.isSpace() ? 0 : run + 1;
    out += c;
    if (run < kMost || c.isHighSurrogate()) continue;
    out += QChar(0x200B);  // of no width
    run = 0;
  }
  return out;
}

}  // namespace fido::ui
