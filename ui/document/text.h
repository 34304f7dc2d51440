// Conversions between the core's strings and Qt's, and text helpers for the window.
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
// Returns a string of the core (label, description, help) in the window's language. The translator
// finds these strings in resources/translations/core_words.h.
inline QString core_text(const std::string& text) {
  return QCoreApplication::translate("core", text.c_str());
}
inline std::filesystem::path to_path(const QString& path) {
  return std::filesystem::path(path.toStdString());
}

// Returns the first name of a label, "tabby" of "tabby, tabby cat": it fits a heading.
inline QString short_label(const std::string& label) {
  return qstr(label).section(QLatin1Char(','), 0, 0).trimmed();
}

// Returns the path that was typed into a file dialog, given the argument of filesSelected(). Qt's
// own dialog also keeps folders on the way to it selected, and does not emit fileSelected() then.
inline QString chosen_path(const QStringList& paths) {
  const auto is_shorter = [](const QString& a, const QString& b) { return a.size() < b.size(); };
  return paths.isEmpty() ? QString() : *std::max_element(paths.begin(), paths.end(), is_shorter);
}

// Returns an untrusted name as a safe file name: no folders, no control characters, no leading
// dots, at most 100 characters. Returns "picture" if nothing is left.
QString safe_file_name(const QString& name);

// Escapes "&" for menus and buttons, where a single "&" underlines the letter that follows.
inline QString escape_mnemonics(QString text) {
  return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

// Inserts zero-width spaces into long words, such as file names, so that a label can wrap them.
inline QString insert_break_points(const QString& text) {
  constexpr int kMaxWordLength = 24;
  QString out;
  int length = 0;
  for (const QChar c : text) {
    length = c.isSpace() ? 0 : length + 1;
    out += c;
    if (length < kMaxWordLength || c.isHighSurrogate()) continue;
    out += QChar(0x200B);  // zero-width space
    length = 0;
  }
  return out;
}

}  // namespace fido::ui
