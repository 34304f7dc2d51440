#include "core/evaluate/evaluation_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sstream>
#include <utility>

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/evaluate/evaluation_reader.h"

namespace fido {
namespace {

namespace fs = std::filesystem;

// Returns a lock of the whole file for the F_OFD commands, whose locks belong to the open file
// instead of the process; they require that l_pid is 0.
struct flock whole_file_lock(short type) {
  struct flock lock {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  return lock;
}

std::string row_key(const std::string& classifier, const std::string& image,
                    const std::string& method, const std::string& infill) {
  return classifier + '\n' + image + '\n' + method + '\n' + infill;
}

std::string table_text(const std::vector<EvaluationRow>& rows) {
  std::string text = evaluation_header();
  for (const auto& row : rows) text += to_csv_line(row);
  return text;
}

// Returns " (--preset paper)" if the earlier evaluation had another preset than this one: folders
// of before there were presets have the paper's.
std::string preset_hint(const EvaluationSettings& before, const EvaluationSettings& now) {
  for (const auto& method : before.methods)
    for (const auto& other : now.methods)
      if (method.method == other.method && method.spec.preset != other.spec.preset)
        return " (--preset " + method.spec.preset + ")";
  return {};
}

}  // namespace

Expected<std::shared_ptr<const int>> lock_folder(const fs::path& folder) {
  const std::string path = (folder / ".lock").string();
  const int file = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
  if (file < 0)
    return input_error(path + ": cannot be created: " + std::strerror(errno) +
                       "; choose another --out");
  struct flock lock = whole_file_lock(F_WRLCK);
  if (::fcntl(file, F_OFD_SETLK, &lock) == 0)
    return std::shared_ptr<const int>(new int(file), [](const int* descriptor) {
      ::close(*descriptor);
      delete descriptor;
    });
  const int reason = errno;
  ::close(file);
  if (reason != EAGAIN && reason != EACCES)
    return input_error(path + ": cannot be locked: " + std::strerror(reason) +
                       "; choose another --out");
  return usage_error(folder.string() +
                     ": another evaluation is writing there; wait for it to end, or choose another "
                     "--out");
}

bool is_locked(const fs::path& folder) {
  const int file = ::open((folder / ".lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  struct flock lock = whole_file_lock(F_WRLCK);
  const bool locked = ::fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  ::close(file);
  return locked;
}

Expected<void> append_line(const fs::path& path, const std::string& line) {
  const auto write_error = [&](int reason) {
    return input_error(path.string() + ": cannot be written: " + std::strerror(reason) +
                       "; free some space and continue with --resume");
  };
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (file < 0) return write_error(errno);
  const auto size_before = ::lseek(file, 0, SEEK_END);
  int reason = 0;
  for (std::size_t done = 0; done < line.size() && reason == 0;) {
    const auto count = ::write(file, line.data() + done, line.size() - done);
    if (count > 0)
      done += static_cast<std::size_t>(count);
    else if (count == 0 || errno != EINTR)
      reason = count == 0 ? ENOSPC : errno;
  }
  // A full disk may show only when the data are flushed to it.
  if (reason == 0 && ::fdatasync(file) != 0) reason = errno;
  if (reason != 0) (void)!::ftruncate(file, size_before);
  if (::close(file) != 0 && reason == 0) reason = errno;
  return reason == 0 ? Expected<void>() : write_error(reason);
}

std::string failures_csv(const std::vector<EvaluationFailure>& failures) {
  std::string out = "classifier,image,method,reason\n";
  for (const auto& failure : failures)
    out += csv_cell(failure.classifier) + ',' + csv_cell(failure.image) + ',' +
           csv_cell(failure.method) + ',' + csv_cell(failure.reason) + '\n';
  return out;
}

std::vector<EvaluationFailure> load_failures(const fs::path& folder) {
  std::vector<EvaluationFailure> out;
  std::istringstream lines(read_file(folder / kFailuresFile).value_or(""));
  std::string line;
  for (std::getline(lines, line); std::getline(lines, line);)
    if (auto cells = parse_csv_line(line); cells.size() >= 4)
      out.push_back({cells[0], cells[1], cells[2], cells[3]});
  return out;
}

EvaluationOrder evaluation_order(const EvaluationSettings& settings) {
  EvaluationOrder order;
  for (const auto& classifier : settings.classifiers) order.classifiers.push_back(classifier.id);
  for (const auto& method : settings.methods)
    order.methods.emplace_back(method.method, method.infill);
  return order;
}

EvaluationOrder load_evaluation_order(const fs::path& folder) {
  const auto settings = load_evaluation_settings(folder / kSettingsFile);
  return settings ? evaluation_order(*settings) : EvaluationOrder();
}

Expected<EvaluationFolder> EvaluationFolder::open(const fs::path& folder,
                                                  const EvaluationSettings& settings, bool resume) {
  auto lock = lock_folder(folder);
  if (!lock) return tl::unexpected(lock.error());
  EvaluationFolder out;
  out.folder_ = folder;
  out.lock_ = std::move(*lock);
  out.order_ = evaluation_order(settings);
  const fs::path table = out.path(kRowsFile), settings_file = out.path(kSettingsFile);

  // A header without rows is overwritten: nothing has been measured yet. A table that cannot be
  // read may have rows.
  std::error_code ignored;
  const auto text = read_file(table);
  if (!text && fs::exists(table, ignored)) return tl::unexpected(text.error());
  const std::size_t header_end = text ? text->find('\n') : std::string::npos;
  const bool has_rows = header_end != std::string::npos && header_end + 1 < text->size();
  if (!has_rows) {
    if (auto ok = write_file(table, evaluation_header()); !ok) return tl::unexpected(ok.error());
    if (auto ok = write_file(settings_file, to_json(settings)); !ok)
      return tl::unexpected(ok.error());
    return out;
  }
  if (!fs::exists(settings_file, ignored))
    return usage_error(
        table.string() + ": contains rows, but there is no " + kSettingsFile +
        " beside it that tells how they were measured; move it away, or choose another --out");
  if (!resume)
    return usage_error(
        folder.string() +
        ": already contains an evaluation; continue it with --resume, or choose another --out");
  const auto before = load_evaluation_settings(settings_file);
  if (!before) return tl::unexpected(before.error());
  if (*before != settings)
    return usage_error(settings_file.string() +
                       ": was made with other settings, weights, photos or boxes; use the same "
                       "ones" +
                       preset_hint(*before, settings) + ", or choose another --out");
  EvaluationReader reader(table);
  if (auto ok = reader.read_new_rows(); !ok) return tl::unexpected(ok.error());
  if (!reader.unknown_columns().empty())
    return usage_error(table.string() + ": was written by a newer version (it has the column \"" +
                       reader.unknown_columns().front() +
                       "\"); update Fidoscope, or choose another --out");
  out.rows_ = reader.release_rows();
  for (const auto& row : out.rows_)
    out.keys_.insert(row_key(row.classifier, row.image, row.method, row.infill));
  // Removes a row that was cut off by a kill, and brings the columns up to date.
  if (auto ok = write_file(table, table_text(out.rows_)); !ok) return tl::unexpected(ok.error());
  return out;
}

bool EvaluationFolder::has_row(const std::string& classifier, const std::string& image,
                               const EvaluationEntry& entry) const {
  return keys_.count(row_key(classifier, image, entry.method, entry.infill)) > 0;
}

Expected<void> EvaluationFolder::add(const EvaluationRow& row) {
  if (auto ok = append_line(path(kRowsFile), to_csv_line(row)); !ok) return ok;
  rows_.push_back(row);
  keys_.insert(row_key(row.classifier, row.image, row.method, row.infill));
  return {};
}

Expected<void> EvaluationFolder::finish(const std::vector<EvaluationFailure>& failures) {
  // Rows that succeeded only after --resume were appended after the others.
  const std::string before = table_text(rows_);
  sort_rows(rows_, order_);
  if (const std::string after = table_text(rows_); after != before)
    if (auto ok = write_file(path(kRowsFile), after); !ok) return ok;
  return write_file(path(kFailuresFile), failures_csv(failures));
}

}  // namespace fido
