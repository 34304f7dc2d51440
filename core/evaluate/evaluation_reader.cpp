#include "core/evaluate/evaluation_reader.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <utility>

#include "core/base/csv.h"

namespace fido {
namespace {

constexpr const char* kKeyColumns[] = {"classifier", "image", "label", "method", "infill"};

template <class T>
bool parse_number(const std::string& text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

bool is_metric(const std::string& name) {
  return std::any_of(metrics().begin(), metrics().end(),
                     [&](const MetricInfo& metric) { return name == metric.name; });
}

}  // namespace

Expected<void> EvaluationReader::parse_header(const std::string& line) {
  columns_ = parse_csv_line(line);
  unknown_columns_.clear();
  for (const char* key : kKeyColumns)
    if (std::count(columns_.begin(), columns_.end(), key) != 1)
      return input_error(path_.string() + ": line 1: has no column \"" + key +
                         "\" (or has it twice), so it is not the table of an evaluation");
  for (const auto& column : columns_)
    if (std::find(std::begin(kKeyColumns), std::end(kKeyColumns), column) ==
            std::end(kKeyColumns) &&
        !is_metric(column))
      unknown_columns_.push_back(column);
  return {};
}

bool EvaluationReader::parse_row(const std::string& line, EvaluationRow& row) const {
  const auto cells = parse_csv_line(line);
  if (cells.size() != columns_.size()) return false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string& column = columns_[i];
    const std::string& cell = cells[i];
    if (column == "classifier") {
      row.classifier = cell;
    } else if (column == "image") {
      row.image = cell;
    } else if (column == "method") {
      row.method = cell;
    } else if (column == "infill") {
      row.infill = cell;
    } else if (column == "label") {
      if (!parse_number(cell, row.label)) return false;
    } else if (!cell.empty() && is_metric(column)) {
      double value = 0;
      if (!parse_number(cell, value)) return false;
      row.values[column] = value;
    }
  }
  return true;
}

Expected<bool> EvaluationReader::read_new_rows() {
  std::error_code error;
  const auto size = std::filesystem::file_size(path_, error);
  std::ifstream file(path_, std::ios::binary);
  if (error || !file)
    return input_error(path_.string() +
                       ": cannot be read: " + (error ? error.message() : std::strerror(errno)));
  const bool was_rewritten = size < bytes_read_;
  std::vector<EvaluationRow> added;
  std::uintmax_t position = was_rewritten ? 0 : bytes_read_;
  std::size_t line_number = was_rewritten ? 0 : lines_read_;
  file.seekg(static_cast<std::streamoff>(position));
  for (std::string line; std::getline(file, line) && !file.eof();) {
    ++line_number;
    position += line.size() + 1;
    if (line_number == 1) {
      if (auto ok = parse_header(line); !ok) return tl::unexpected(ok.error());
      continue;
    }
    EvaluationRow row;
    if (!parse_row(line, row))
      return input_error(path_.string() + ": line " + std::to_string(line_number) +
                         ": is not a row of an evaluation");
    added.push_back(std::move(row));
  }
  if (line_number == 0)
    return input_error(path_.string() +
                       ": line 1: is missing, so it is not the table of an evaluation");
  const bool changed = was_rewritten || !added.empty();
  if (was_rewritten) rows_.clear();
  rows_.insert(rows_.end(), std::make_move_iterator(added.begin()),
               std::make_move_iterator(added.end()));
  bytes_read_ = position;
  lines_read_ = line_number;
  return changed;
}

}  // namespace fido
