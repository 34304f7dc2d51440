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

// A lock of an open file rather than of a process, on the whole file.
struct flock whole_file(short type) {
  struct flock lock {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  return lock;
}

std::string key_of(const std::string& classifier, const std::string& image,
                   const std::string& method, const std::string& infill) {
  return classifier + '\n' + image + '\n' + method + '\n' + infill;
}

std::string table_text(const std::vector<EvaluationRow>& rows) {
  std::string text = evaluation_head();
  for (const auto& row : rows) text += to_line(row);
  return text;
}

}  // namespace

Expected<std::shared_ptr<const int>> lock_folder(const fs::path& folder) {
  const std::string path = (folder / ".lock").string();
  const int file = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
  if (file < 0)
    return input_error(path + ": cannot be made: " + std::strerror(errno) +
                       "; choose another --out");
  struct flock lock = whole_file(F_WRLCK);
  if (::fcntl(file, F_OFD_SETLK, &lock) == 0)
    return std::shared_ptr<const int>(new int(file), [](const int* held) {
      ::close(*held);
      delete held;
    });
  ::close(file);
  return usage_error(folder.string() +
                     ": another evaluation is writing there; wait for it, or choose another --out");
}

bool is_locked(const fs::path& folder) {
  const int file = ::open((folder / ".lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  struct flock lock = whole_file(F_WRLCK);
  const bool locked = ::fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  ::close(file);
  return locked;
}

Expected<void> append_line(const fs::path& path, const std::string& line) {
  const auto failed = [&](int reason) {
    return input_error(path.string() + ": cannot be written: " + std::strerror(reason) +
                       "; make room and go on with --resume");
  };
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (file < 0) return failed(errno);
  const auto size_before = ::lseek(file, 0, SEEK_END);
  int reason = 0;
  for (std::size_t done = 0; done < line.size() && reason == 0;) {
    const auto count = ::write(file, line.data() + done, line.size() - done);
    if (count > 0)
      done += static_cast<std::size_t>(count);
    else if (count == 0 || errno != EINTR)
      reason = count == 0 ? ENOSPC : errno;
  }
  // A full disk may show only when the data are sent to it.
  if (reason == 0 && ::fdatasync(file) != 0) reason = errno;
  if (reason != 0) (void)!::ftruncate(file, size_before);
  if (::close(file) != 0 && reason == 0) reason = errno;
  return reason == 0 ? Expected<void>() : failed(reason);
}

std::string failures_csv(const std::vector<EvaluationFailure>& failures) {
  std::string out = "classifier,image,method,reason\n";
  for (const auto& f : failures)
    out += csv_cell(f.classifier) + ',' + csv_cell(f.image) + ',' + csv_cell(f.method) + ',' +
           csv_cell(f.reason) + '\n';
  return out;
}

std::vector<EvaluationFailure> load_failures(const fs::path& folder) {
  std::vector<EvaluationFailure> out;
  std::istringstream lines(read_file(folder / kFailuresFile).value_or(""));
  std::string line;
  for (std::getline(lines, line); std::getline(lines, line);)
    if (auto cells = csv_cells(line); cells.size() >= 4)
      out.push_back({cells[0], cells[1], cells[2], cells[3]});
  return out;
}

EvaluationOrder order_of(const EvaluationSettings& settings) {
  EvaluationOrder order;
  for (const auto& classifier : settings.classifiers) order.classifiers.push_back(classifier.id);
  for (const auto& method : settings.methods)
    order.methods.emplace_back(method.method, method.infill);
  return order;
}

EvaluationOrder load_order(const fs::path& folder) {
  const auto settings = load_evaluation_settings(folder / kSettingsFile);
  return settings ? order_of(*settings) : EvaluationOrder();
}

Expected<EvaluationFolder> EvaluationFolder::open(const fs::path& folder,
                                                  const EvaluationSettings& settings, bool resume) {
  auto lock = lock_folder(folder);
  if (!lock) return tl::unexpected(lock.error());
  EvaluationFolder out;
  out.folder_ = folder;
  out.lock_ = std::move(*lock);
  out.order_ = order_of(settings);
  const fs::path table = out.path(kRowsFile), settings_file = out.path(kSettingsFile);

  // A head without rows is no loss: the evaluation was begun, and is begun anew.
  const auto text = read_file(table);
  const bool holds_rows =
      text && text->find('\n') + 1 < text->size() && text->find('\n') != std::string::npos;
  if (!holds_rows) {
    if (auto ok = write_file(table, evaluation_head()); !ok) return tl::unexpected(ok.error());
    if (auto ok = write_file(settings_file, to_json(settings)); !ok)
      return tl::unexpected(ok.error());
    return out;
  }
  std::error_code ignored;
  if (!fs::exists(settings_file, ignored))
    return usage_error(
        table.string() + ": holds rows, but no " + kSettingsFile +
        " beside it says how they came about; move it away, or choose another --out");
  if (!resume)
    return usage_error(
        folder.string() +
        ": holds an evaluation already; go on with --resume, or choose another --out");
  const auto before = load_evaluation_settings(settings_file);
  if (!before) return tl::unexpected(before.error());
  if (*before != settings)
    return usage_error(settings_file.string() +
                       ": was made with other settings, weights, photos or boxes; repeat those, or "
                       "choose another --out");
  EvaluationReader reader(table);
  if (auto ok = reader.more(); !ok) return tl::unexpected(ok.error());
  if (!reader.unknown_columns().empty())
    return usage_error(table.string() + ": was written by a newer version (it has the column \"" +
                       reader.unknown_columns().front() +
                       "\"); update Fidoscope, or choose another --out");
  out.rows_ = reader.take();
  for (const auto& row : out.rows_)
    out.keys_.insert(key_of(row.classifier, row.image, row.method, row.infill));
  // A row that a kill has cut off goes, and the columns become today's.
  if (auto ok = write_file(table, table_text(out.rows_)); !ok) return tl::unexpected(ok.error());
  return out;
}

bool EvaluationFolder::has_row(const std::string& classifier, const std::string& image,
                               const EvaluationEntry& entry) const {
  return keys_.count(key_of(classifier, image, entry.method, entry.infill)) > 0;
}

Expected<void> EvaluationFolder::add(const EvaluationRow& row) {
  if (auto ok = append_line(path(kRowsFile), to_line(row)); !ok) return ok;
  rows_.push_back(row);
  keys_.insert(key_of(row.classifier, row.image, row.method, row.infill));
  return {};
}

Expected<void> EvaluationFolder::finish(const std::vector<EvaluationFailure>& failures) {
  // Rows that succeeded only at a later try were appended behind the others.
  const std::string before = table_text(rows_);
  sort_rows(rows_, order_);
  if (const std::string after = table_text(rows_); after != before)
    if (auto ok = write_file(path(kRowsFile), after); !ok) return ok;
  return write_file(path(kFailuresFile), failures_csv(failures));
}

}  // namespace fido
