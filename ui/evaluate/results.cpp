#include "ui/evaluate/results.h"

#include <QFileInfo>
#include <QtConcurrent>
#include <algorithm>
#include <limits>
#include <set>

#include "core/base/files.h"
#include "core/evaluate/boxes.h"
#include "core/evaluate/evaluation_folder.h"
#include "ui/document/text.h"

namespace fido::ui {
namespace {

constexpr int kPollIntervalMs = 700;
// The pause after a summary, as a multiple of its duration: summaries of many photos then use at
// most a quarter of one core.
constexpr int kSummaryPauseFactor = 3;

}  // namespace

EvaluationResults::EvaluationResults(QObject* parent) : QObject(parent) {
  poll_timer_.setInterval(kPollIntervalMs);
  summary_timer_.setSingleShot(true);
  connect(&poll_timer_, &QTimer::timeout, this, &EvaluationResults::refresh);
  connect(&summary_timer_, &QTimer::timeout, this, &EvaluationResults::scheduleSummary);
  connect(&summary_watcher_, &QFutureWatcherBase::finished, this, [this] {
    if (summary_generation_ == generation_) {
      means_ = summary_watcher_.result();
      emit meansChanged();
    }
    if (summary_outdated_)
      summary_timer_.start(static_cast<int>(
          std::min<qint64>(kSummaryPauseFactor * summary_time_.elapsed(), 60'000)));
  });
}

EvaluationResults::~EvaluationResults() { summary_watcher_.waitForFinished(); }

Expected<void> EvaluationResults::open(const QString& folder) {
  auto settings = read_settings(folder);
  if (!settings) return tl::unexpected(settings.error());
  auto reader =
      std::make_unique<EvaluationReader>(to_path(folder + QStringLiteral("/per_image.csv")));
  if (const auto read = reader->read_new_rows(); !read) return tl::unexpected(read.error());
  expect(folder);
  settings_ = std::move(*settings);
  reader_ = std::move(reader);
  readFailures();
  locked_by_other_ = !own_program_running_ && !isFinished() && is_locked(to_path(folder_));
  emit opened();
  emit rowsChanged();
  scheduleSummary();
  return {};
}

void EvaluationResults::expect(const QString& folder) {
  folder_ = folder;
  ++generation_;
  settings_.reset();
  reader_.reset();
  means_.clear();
  failures_.clear();
  missing_rows_ = 0;
  summary_outdated_ = read_failed_ = locked_by_other_ = false;
  emit opened();
  emit rowsChanged();
  emit meansChanged();
}

void EvaluationResults::setPolling(bool enabled) {
  if (enabled == poll_timer_.isActive()) return;
  enabled ? poll_timer_.start() : poll_timer_.stop();
}

void EvaluationResults::refresh() {
  if (folder_.isEmpty()) return;
  if (!settings_ || !reader_) {
    // The program writes the settings first, and then the header of the table.
    if (!QFileInfo::exists(folder_ + QStringLiteral("/per_image.csv"))) return;
    auto settings = read_settings(folder_);
    if (!settings) return;
    settings_ = std::move(*settings);
    reader_ =
        std::make_unique<EvaluationReader>(to_path(folder_ + QStringLiteral("/per_image.csv")));
  }
  const auto changed = reader_->read_new_rows();
  const auto before = std::make_pair(failures_.size(), locked_by_other_);
  readFailures();
  locked_by_other_ = !own_program_running_ && !isFinished() && is_locked(to_path(folder_));
  if (!changed) {
    if (!std::exchange(read_failed_, true)) emit failed(qstr(changed.error().message));
    return;
  }
  if (!*changed && before == std::make_pair(failures_.size(), locked_by_other_)) return;
  emit rowsChanged();
  if (*changed) scheduleSummary();
}

void EvaluationResults::readFailures() {
  missing_rows_ = 0;
  failures_ = load_failures(to_path(folder_));
  if (failures_.empty()) return;
  // A photo that could not be read lacks the rows of all methods. Rows that a later attempt has
  // added are not missing.
  std::set<std::string> measured;
  for (const auto& row : rows()) {
    measured.insert(row.classifier + '\n' + row.image);
    measured.insert(row.classifier + '\n' + row.image + '\n' +
                    PlannedMethod{row.method, row.infill}.text().toStdString());
  }
  for (const auto& failure : failures_)
    if (!measured.count(failure.classifier + '\n' + failure.image +
                        (failure.method.empty() ? "" : '\n' + failure.method)))
      missing_rows_ +=
          failure.method.empty() && settings_ ? static_cast<int>(settings_->methods.size()) : 1;
}

const std::vector<EvaluationRow>& EvaluationResults::rows() const {
  static const std::vector<EvaluationRow> empty;
  return reader_ ? reader_->rows() : empty;
}

int EvaluationResults::expectedRows() const {
  return settings_ ? expected_row_count(*settings_) : 0;
}

void EvaluationResults::scheduleSummary() {
  summary_outdated_ = summary_watcher_.isRunning() || summary_timer_.isActive();
  if (summary_outdated_) return;
  summary_time_.start();
  summary_generation_ = generation_;
  summary_watcher_.setFuture(QtConcurrent::run(
      [rows = rows(), order = settings_ ? evaluation_order(*settings_) : EvaluationOrder()] {
        return summarize(rows, order);
      }));
}

QString EvaluationResults::picture(const EvaluationRow& row) const {
  const QString path = QStringLiteral("%1/pictures/%2").arg(folder_, qstr(picture_name(row)));
  return QFileInfo::exists(path) ? path : QString();
}

int EvaluationResults::photoIndex(const EvaluationRow& row, const QString& photos,
                                  const QString& boxes) const {
  if (const auto hash = sha256_file(to_path(boxes));
      settings_ && hash && *hash == settings_->boxes_sha256)
    if (const auto truth = load_boxes(to_path(boxes)); truth) {
      const int given_limit = qstr(settings_->limit).toInt();
      const int limit = given_limit > 0 ? given_limit : std::numeric_limits<int>::max();
      const auto photos_in_order = select_photos(*truth, to_path(photos), limit);
      const auto found = std::find(photos_in_order.begin(), photos_in_order.end(), row.image);
      if (found != photos_in_order.end() && photos_in_order.size() == settings_->photos)
        return static_cast<int>(found - photos_in_order.begin());
    }
  std::set<std::string> names;
  for (const auto& other : rows()) names.insert(other.image);
  for (const auto& failure : failures_) names.insert(failure.image);
  return static_cast<int>(std::distance(names.begin(), names.find(row.image)));
}

}  // namespace fido::ui
