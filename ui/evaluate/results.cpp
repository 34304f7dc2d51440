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

constexpr int kLookMs = 700;
constexpr int kShare = 3;  // of many photos, summing up may take a fourth of one core

}  // namespace

EvaluationResults::EvaluationResults(QObject* parent) : QObject(parent) {
  timer_.setInterval(kLookMs);
  again_.setSingleShot(true);
  connect(&timer_, &QTimer::timeout, this, &EvaluationResults::look);
  connect(&again_, &QTimer::timeout, this, &EvaluationResults::summarizeSoon);
  connect(&work_, &QFutureWatcherBase::finished, this, [this] {
    if (worked_on_ == generation_) {
      means_ = work_.result();
      emit meansChanged();
    }
    if (stale_)
      again_.start(static_cast<int>(std::min<qint64>(kShare * working_.elapsed(), 60'000)));
  });
}

EvaluationResults::~EvaluationResults() { work_.waitForFinished(); }

Expected<void> EvaluationResults::open(const QString& folder) {
  auto settings = read_settings(folder);
  if (!settings) return tl::unexpected(settings.error());
  auto reader =
      std::make_unique<EvaluationReader>(to_path(folder + QStringLiteral("/per_image.csv")));
  if (const auto read = reader->more(); !read) return tl::unexpected(read.error());
  expect(folder);
  settings_ = std::move(*settings);
  reader_ = std::move(reader);
  readFailures();
  held_ = !own_ && !finished() && is_locked(to_path(folder_));
  emit opened();
  emit rowsChanged();
  summarizeSoon();
  return {};
}

void EvaluationResults::expect(const QString& folder) {
  folder_ = folder;
  ++generation_;
  settings_.reset();
  reader_.reset();
  means_.clear();
  failures_.clear();
  missing_ = 0;
  stale_ = broken_ = held_ = false;
  emit opened();
  emit rowsChanged();
  emit meansChanged();
}

void EvaluationResults::setWatched(bool on) {
  if (on == timer_.isActive()) return;
  on ? timer_.start() : timer_.stop();
}

void EvaluationResults::look() {
  if (folder_.isEmpty()) return;
  if (!settings_ || !reader_) {
    // The program writes the settings first, and the table's head next.
    if (!QFileInfo::exists(folder_ + QStringLiteral("/per_image.csv"))) return;
    auto settings = read_settings(folder_);
    if (!settings) return;
    settings_ = std::move(*settings);
    reader_ =
        std::make_unique<EvaluationReader>(to_path(folder_ + QStringLiteral("/per_image.csv")));
  }
  const auto changed = reader_->more();
  const auto before = std::make_pair(failures_.size(), held_);
  readFailures();
  held_ = !own_ && !finished() && is_locked(to_path(folder_));
  if (!changed) {
    if (!std::exchange(broken_, true)) emit failed(qstr(changed.error().message));
    return;
  }
  if (!*changed && before == std::make_pair(failures_.size(), held_)) return;
  emit rowsChanged();
  if (*changed) summarizeSoon();
}

void EvaluationResults::readFailures() {
  missing_ = 0;
  failures_ = load_failures(to_path(folder_));
  if (failures_.empty()) return;
  // A photo that could not be read lacks a row by every method. What a later try has brought since
  // is there.
  std::set<std::string> there;
  for (const auto& row : rows()) {
    there.insert(row.classifier + '\n' + row.image);
    there.insert(row.classifier + '\n' + row.image + '\n' +
                 PlannedMethod{row.method, row.infill}.text().toStdString());
  }
  for (const auto& f : failures_)
    if (!there.count(f.classifier + '\n' + f.image + (f.method.empty() ? "" : '\n' + f.method)))
      missing_ += f.method.empty() && settings_ ? static_cast<int>(settings_->methods.size()) : 1;
}

const std::vector<EvaluationRow>& EvaluationResults::rows() const {
  static const std::vector<EvaluationRow> none;
  return reader_ ? reader_->rows() : none;
}

int EvaluationResults::wanted() const { return settings_ ? row_count(*settings_) : 0; }

void EvaluationResults::summarizeSoon() {
  stale_ = work_.isRunning() || again_.isActive();
  if (stale_) return;
  working_.start();
  worked_on_ = generation_;
  work_.setFuture(QtConcurrent::run(
      [rows = rows(), order = settings_ ? order_of(*settings_) : EvaluationOrder()] {
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
      const int typed = qstr(settings_->limit).toInt();
      const int limit = typed > 0 ? typed : std::numeric_limits<int>::max();
      const auto chosen = chosen_photos(*truth, to_path(photos), limit);
      const auto at = std::find(chosen.begin(), chosen.end(), row.image);
      if (at != chosen.end() && chosen.size() == settings_->photos)
        return static_cast<int>(at - chosen.begin());
    }
  std::set<std::string> names;
  for (const auto& one : rows()) names.insert(one.image);
  for (const auto& failure : failures_) names.insert(failure.image);
  return static_cast<int>(std::distance(names.begin(), names.find(row.image)));
}

}  // namespace fido::ui
