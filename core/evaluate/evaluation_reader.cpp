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

constexpr const char* kKeys[] = {"classifier", "image", "label", "method", "infill"};

template <class T>
bool parse(const std::string& text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

bool is_metric(const std::string& name) {
  return std::any_of(metrics().begin(), metrics().end(),
                     [&](const MetricInfo& metric) { return name == metric.name; });
}

}  // namespace

Expected<void> EvaluationReader::read_head(const std::string& line) {
  columns_ = csv_cells(line);
  unknown_columns_.clear();
  for (const char* key : kKeys)
    if (std::count(columns_.begin(), columns_.end(), key) != 1)
      return input_error(path_.string() + ": line 1: has no column \"" + key +
                         "\" (or has it twice), so it is not the table of an evaluation");
  for (const auto& column : columns_)
    if (std::find(std::begin(kKeys), std::end(kKeys), column) == std::end(kKeys) &&
        !is_metric(column))
      unknown_columns_.push_back(column);
  return {};
}

bool EvaluationReader::read_row(const std::string& line, EvaluationRow& row) const {
  const auto cells = csv_cells(line);
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
      if (!parse(cell, row.label)) return false;
    } else if (!cell.empty() && is_metric(column)) {
      double value = 0;
      if (!parse(cell, value)) return false;
      row.values[column] = value;
    }
  }
  return true;
}

Expected<bool> EvaluationReader::more() {
  std::error_code error;
  const auto size = std::filesystem::file_size(path_, error);
  std::ifstream file(path_, std::ios::binary);
  if (error || !file)
    return input_error(path_.string() +
                       ": cannot be read: " + (error ? error.message() : std::strerror(errno)));
  const bool is_new = size < read_;
  std::vector<EvaluationRow> added;
  std::uintmax_t position = is_new ? 0 : read_;
  std::size_t number = is_new ? 0 : line_;
  file.seekg(static_cast<std::streamoff>(position));
  for (std::string line; std::getline(file, line) && !file.eof();) {
    ++number;
    position += line.size() + 1;
    if (number == 1) {
      if (auto ok = read_head(line); !ok) return tl::unexpected(ok.error());
      continue;
    }
    EvaluationRow row;
    if (!read_row(line, row))
      return input_error(path_.string() + ": line " + std::to_string(number) +
                         ": is not a row of an evaluation");
    added.push_back(std::move(row));
  }
  if (number == 0)
    return input_error(path_.string() +
                       ": line 1: is missing, so it is not the table of an evaluation");
  const bool changed = is_new || !added.empty();
  if (is_new) rows_.clear();
  rows_.insert(rows_.end(), std::make_move_iterator(added.begin()),
               std::make_move_iterator(added.end()));
  read_ = position;
  line_ = number;
  return changed;
}

}  // namespace fido
