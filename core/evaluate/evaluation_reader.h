// The rows of an evaluation's per_image.csv, also while a program is still writing them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/evaluate/rows.h"

namespace fido {

// Reads a table once, and from then on only what has been added to its end. A line without an end
// is being written, or was cut off by a kill: it waits. A table that has become shorter was begun
// anew
// (--resume leaves out a cut-off row) and is read from the start.
//
// Columns are looked up by name: a table of an earlier version may lack metrics, and one of a later
// version may have others, which are left out here.
class EvaluationReader {
 public:
  explicit EvaluationReader(std::filesystem::path path) : path_(std::move(path)) {}

  // Returns whether rows() has changed. Errors (input): the file does not exist, its header lacks a
  // column that every table has, or a row cannot be parsed (the message names the line). What was
  // read before stays.
  Expected<bool> more();

  const std::vector<EvaluationRow>& rows() const { return rows_; }
  std::vector<EvaluationRow> take() { return std::move(rows_); }
  // Columns of a metric that this version does not know.
  const std::vector<std::string>& unknown_columns() const { return unknown_columns_; }

 private:
  Expected<void> read_head(const std::string& line);
  bool read_row(const std::string& line, EvaluationRow& row) const;

  std::filesystem::path path_;
  std::vector<EvaluationRow> rows_;
  std::vector<std::string> columns_;  // in the file's order
  std::vector<std::string> unknown_columns_;
  std::uintmax_t read_ = 0;  // bytes, up to the end of a line
  std::size_t line_ = 0;
};

}  // namespace fido
