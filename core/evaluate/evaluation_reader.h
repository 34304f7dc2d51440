// Reads the rows of an evaluation's per_image.csv, also while a program is still writing them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/evaluate/rows.h"

namespace fido {

// The first call reads the whole table, later calls only what has been appended. A last line
// without a line end is still being written or was cut off by a kill; it is not read yet. A table
// that has become shorter was rewritten (--resume removes a cut-off row) and is read from the
// start.
//
// Columns are found by name: a table of an earlier version may lack metrics, and one of a later
// version may have others, which are ignored.
class EvaluationReader {
 public:
  explicit EvaluationReader(std::filesystem::path path) : path_(std::move(path)) {}

  // Reads the rows that have been appended and returns whether rows() has changed. Errors (input):
  // the file does not exist, its header lacks a column that every table has, or a row cannot be
  // parsed (the message names the line); rows() is then unchanged.
  Expected<bool> read_new_rows();

  const std::vector<EvaluationRow>& rows() const { return rows_; }
  // Moves the rows out of the reader.
  std::vector<EvaluationRow> release_rows() { return std::move(rows_); }
  // Returns the columns of metrics that this version does not know.
  const std::vector<std::string>& unknown_columns() const { return unknown_columns_; }

 private:
  Expected<void> parse_header(const std::string& line);
  bool parse_row(const std::string& line, EvaluationRow& row) const;

  std::filesystem::path path_;
  std::vector<EvaluationRow> rows_;
  std::vector<std::string> columns_;  // in the file's order
  std::vector<std::string> unknown_columns_;
  std::uintmax_t bytes_read_ = 0;  // up to the end of a line
  std::size_t lines_read_ = 0;
};

}  // namespace fido
