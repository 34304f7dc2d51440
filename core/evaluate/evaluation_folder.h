// The folder that an evaluation fills: whose it is, its settings, and the table that grows in it.
#pragma once

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/evaluate/entries.h"
#include "core/evaluate/evaluation_settings.h"
#include "core/evaluate/rows.h"
#include "core/evaluate/summary.h"

namespace fido {

// Locks the folder for as long as the returned object lives: two evaluations would write into one
// another. Errors (usage): another process has locked it; (input): it cannot be written to.
Expected<std::shared_ptr<const int>> lock_folder(const std::filesystem::path& folder);
// Whether a process has locked the folder, which need not be writable. Takes no lock itself, so
// that it never keeps anybody from taking one.
bool is_locked(const std::filesystem::path& folder);

// Appends a line to a file and waits until it is on the disk; all of it or nothing. Errors (input).
Expected<void> append_line(const std::filesystem::path& path, const std::string& line);

// A photo, or a method on a photo, that could not be measured: a line of failed.csv.
struct EvaluationFailure {
  std::string classifier, image;
  std::string method;  // as method_text() has it; empty where the photo itself cannot be used
  std::string reason;
};
inline constexpr const char* kFailuresFile = "failed.csv";
std::string failures_csv(const std::vector<EvaluationFailure>& failures);
// Reads failed.csv; empty where it is absent.
std::vector<EvaluationFailure> load_failures(const std::filesystem::path& folder);

// The order in which an evaluation of these settings has its rows.
EvaluationOrder order_of(const EvaluationSettings& settings);
// The same for a folder; empty where its settings cannot be read.
EvaluationOrder load_order(const std::filesystem::path& folder);

class EvaluationFolder {
 public:
  // Locks the folder, which exists, and begins an evaluation in it, or goes on with the one there
  // where `resume` allows it. A table of an earlier version gets today's columns. Errors (usage):
  // it holds an evaluation and `resume` is false, or one with other settings; (input): it cannot be
  // read or written.
  static Expected<EvaluationFolder> open(const std::filesystem::path& folder,
                                         const EvaluationSettings& settings, bool resume);

  // Rows that were there, and those that have been added.
  const std::vector<EvaluationRow>& rows() const { return rows_; }
  bool has_row(const std::string& classifier, const std::string& image,
               const EvaluationEntry& entry) const;
  // Appends a row to the table, on disk before it returns.
  Expected<void> add(const EvaluationRow& row);
  // Brings the table into its order and writes failed.csv. A failure that a later try has mended is
  // left out.
  Expected<void> finish(const std::vector<EvaluationFailure>& failures);

  std::filesystem::path path(const char* name) const { return folder_ / name; }

 private:
  std::filesystem::path folder_;
  std::shared_ptr<const int> lock_;
  EvaluationOrder order_;
  std::vector<EvaluationRow> rows_;
  std::set<std::string> keys_;
};

}  // namespace fido
