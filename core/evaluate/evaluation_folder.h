// The folder that an evaluation fills: its lock, its settings, and the table that grows in it.
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

// Locks the folder for as long as the returned object lives, because the rows of two evaluations
// would get mixed. Errors (usage): another process has locked it; (input): it cannot be written to.
Expected<std::shared_ptr<const int>> lock_folder(const std::filesystem::path& folder);
// Returns whether a process has locked the folder, which need not be writable. Acquires no lock
// itself, so it never prevents anybody from acquiring one.
bool is_locked(const std::filesystem::path& folder);

// Appends a line to an existing file and waits until it is on the disk. On an error (input) nothing
// is appended.
Expected<void> append_line(const std::filesystem::path& path, const std::string& line);

// A photo, or a method on a photo, that could not be measured: a row of failed.csv.
struct EvaluationFailure {
  std::string classifier, image;
  std::string method;  // as method_text() writes it; empty if the photo itself cannot be used
  std::string reason;
};
inline constexpr const char* kFailuresFile = "failed.csv";
// Returns the text of failed.csv.
std::string failures_csv(const std::vector<EvaluationFailure>& failures);
// Reads failed.csv; returns an empty list if it does not exist.
std::vector<EvaluationFailure> load_failures(const std::filesystem::path& folder);

// Returns the order of the rows of an evaluation with these settings.
EvaluationOrder evaluation_order(const EvaluationSettings& settings);
// Returns the same for a folder; empty if its settings cannot be read.
EvaluationOrder load_evaluation_order(const std::filesystem::path& folder);

class EvaluationFolder {
 public:
  // Locks an existing folder and begins an evaluation in it, or, if `resume` is true, continues the
  // one that it contains. A table of an earlier version gets the current columns. Errors (usage):
  // another process has locked the folder, it contains an evaluation and `resume` is false, or it
  // contains one with other settings; (input): it cannot be read or written.
  static Expected<EvaluationFolder> open(const std::filesystem::path& folder,
                                         const EvaluationSettings& settings, bool resume);

  // Returns the rows that the folder contained, followed by those that have been added.
  const std::vector<EvaluationRow>& rows() const { return rows_; }
  bool has_row(const std::string& classifier, const std::string& image,
               const EvaluationEntry& entry) const;
  // Appends a row to the table. It is on the disk when the call returns.
  Expected<void> add(const EvaluationRow& row);
  // Sorts the table and replaces failed.csv by `failures`, those of this process: a failure that a
  // later try has resolved disappears.
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
