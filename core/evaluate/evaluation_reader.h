// The rows of an evaluation's per_image.csv, also while a program is still writing them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/evaluate/evaluation.h"

namespace fido {

// Reads a table once, and from then on only what has been added to its end. A line without an end
// is being written, or was cut off by a kill: it waits. A table that has become shorter was begun
// anew (--resume leaves out a cut-off row), and is read from the start.
class EvaluationReader {
 public:
  explicit EvaluationReader(std::filesystem::path path) : path_(std::move(path)) {}

  // Whether rows() is another now. Errors (input): no such file, another head, a row that is none;
  // with the line. What was read before stays.
  Expected<bool> more();
  const std::vector<EvaluationRow>& rows() const { return rows_; }
  std::vector<EvaluationRow> take() { return std::move(rows_); }

 private:
  std::filesystem::path path_;
  std::vector<EvaluationRow> rows_;
  std::uintmax_t read_ = 0;  // bytes, up to the end of a line
  std::size_t line_ = 0;
};

}  // namespace fido
