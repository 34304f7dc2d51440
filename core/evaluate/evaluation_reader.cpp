#include "core/evaluate/evaluation_reader.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <string>
#include <utility>

#include "core/csv.h"

namespace fido {
namespace {

constexpr std::size_t kKeys = 5;

template <class T>
bool read(const std::string& text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

bool read_row(const std::string& line, EvaluationRow& row) {
  const auto cells = csv_cells(line);
  if (cells.size() != kKeys + metrics().size() || !read(cells[2], row.label)) return false;
  row.classifier = cells[0];
  row.image = cells[1];
  row.method = cells[3];
  row.infill = cells[4];
  for (std::size_t i = 0; i < metrics().size(); ++i) {
    if (cells[kKeys + i].empty()) continue;
    double value = 0;
    if (!read(cells[kKeys + i], value)) return false;
    row.values[metrics()[i].name] = value;
  }
  return true;
}

}  // namespace

Expected<bool> EvaluationReader::more() {
  std::error_code error;
  const auto size = std::filesystem::file_size(path_, error);
  std::ifstream file(path_, std::ios::binary);
  if (error || !file)
    return input_error(path_.string() +
                       ": cannot be read: " + (error ? error.message() : std::strerror(errno)));
  const std::string head = evaluation_head();
  const bool anew = size < read_;
  std::vector<EvaluationRow> fresh;
  std::uintmax_t begin = anew ? 0 : read_;
  std::size_t number = anew ? 0 : line_;
  file.seekg(static_cast<std::streamoff>(begin));
  for (std::string line; std::getline(file, line) && !file.eof();) {
    ++number;
    begin += line.size() + 1;
    if (number == 1) {
      if (line + '\n' != head)
        return input_error(
            path_.string() +
            ": line 1: is not the head that this version writes; it belongs to another one");
      continue;
    }
    EvaluationRow row;
    if (!read_row(line, row))
      return input_error(path_.string() + ": line " + std::to_string(number) +
                         ": is no row of an evaluation");
    fresh.push_back(std::move(row));
  }
  if (number == 0)
    return input_error(
        path_.string() +
        ": line 1: is not the head that this version writes; it belongs to another one");
  const bool changed = anew || !fresh.empty();
  if (anew) rows_.clear();
  rows_.insert(rows_.end(), std::make_move_iterator(fresh.begin()),
               std::make_move_iterator(fresh.end()));
  read_ = begin;
  line_ = number;
  return changed;
}

}  // namespace fido
