// Between the core's strings and Qt's.
#pragma once

#include <QString>
#include <filesystem>
#include <string>

namespace fido::ui {

inline QString qstr(const std::string& text) { return QString::fromStdString(text); }
inline QString qstr(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }
inline std::filesystem::path to_path(const QString& path) { return std::filesystem::path(path.toStdString()); }

// "tabby" of "tabby, tabby cat": the first name is what fits a heading.
inline QString short_label(const std::string& label) { return qstr(label).section(QLatin1Char(','), 0, 0).trimmed(); }

}  // namespace fido::ui
