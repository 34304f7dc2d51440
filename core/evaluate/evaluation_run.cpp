#include "core/evaluate/evaluation_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "core/base/files.h"
#include "core/base/process.h"
#include "core/evaluate/baselines.h"
#include "core/evaluate/dataset.h"
#include "core/evaluate/metric.h"
#include "core/image/codec.h"
#include "core/image/colormap.h"
#include "core/image/resample.h"
#include "core/infill/infillers.h"
#include "core/model/saliency_net_card.h"
#include "core/run/methods.h"

namespace fido {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kPictureSide = 208;  // pixels; twice the size on the page

Expected<Dataset> open_dataset(const EvaluationJob& job, const EvaluationObserver& observer) {
  auto dataset = Dataset::open(job.images, job.boxes, job.limit, job.shard, job.shards);
  if (dataset && observer.on_message)
    for (const auto& sentence : dataset->omissions()) observer.on_message(sentence);
  return dataset;
}

bool needs_judge(const EvaluationJob& job) {
  const auto has = [&](const char* group) { return job.metrics.count(group) > 0; };
  return has("removal") || has("insertion") || has("necessity");
}

// Returns the SHA-256 of every saliency network that was trained for one of the classifiers. Which
// of them a method uses is decided by the classifier's weights.
std::vector<std::string> saliency_net_hashes(const std::vector<ClassifierCard>& classifiers) {
  std::vector<std::string> out;
  for (const SaliencyNetCard& net : list_saliency_nets())
    if (std::any_of(classifiers.begin(), classifiers.end(),
                    [&](const ClassifierCard& card) { return card.id == net.classifier; }))
      out.push_back(net.sha256);
  return out;
}

Expected<EvaluationSettings> make_settings(const EvaluationJob& job, const Dataset& dataset) {
  const auto boxes = sha256_file(job.boxes);
  if (!boxes) return tl::unexpected(boxes.error());
  EvaluationSettings out;
  out.version = fidoscope_version();
  out.boxes_sha256 = *boxes;
  out.limit = job.limit_text;
  out.photos = dataset.photos().size();
  std::string names;
  for (const auto& name : dataset.photos()) names += name + '\n';
  out.photos_sha256 = sha256_text(names);
  for (const auto& card : job.classifiers)
    out.classifiers.push_back({card.id, card.sha256, card.fingerprint});
  out.metrics.assign(job.metrics.begin(), job.metrics.end());
  if (needs_judge(job))
    out.judge = {{default_infiller_id(), infiller_weights_sha256(default_infiller_id())}};
  for (const auto& entry : job.entries) {
    EvaluationSettings::Method method{entry.method, entry.infill, entry.spec, {}, {}};
    if (!entry.is_baseline()) {
      method.infill_sha256 = infiller_weights_sha256(entry.infill);
      if (find_method(entry.spec.method)->group == MethodGroup::trained)
        method.saliency_nets = saliency_net_hashes(job.classifiers);
    }
    out.methods.push_back(std::move(method));
  }
  return out;
}

class EvaluationRun {
 public:
  EvaluationRun(const EvaluationJob& job, const MakeEvaluationEngine& make_engine,
                const EvaluationObserver& observer, Dataset dataset, EvaluationFolder folder)
      : job_(job),
        make_engine_(make_engine),
        observer_(observer),
        dataset_(std::move(dataset)),
        folder_(std::move(folder)),
        engine_(make_engine()) {
    for (const auto& row : folder_.rows())
      by_method_[{row.classifier, row.method, row.infill}].push_back(row);
  }

  Expected<EvaluationResult> run() {
    const std::size_t existing = folder_.rows().size();
    for (const auto& card : job_.classifiers)
      for (const std::size_t i : dataset_.shard_photos())
        rows_total_ += missing_rows(card, dataset_.photos()[i]);
    if (observer_.on_message)
      observer_.on_message(
          std::to_string(rows_total_) + " rows to measure" +
          (existing == 0 ? "" : ", " + std::to_string(existing) + " already measured"));
    DatasetIterator iterator;
    iterator.measure = [this](const auto& card, const auto& photo) {
      return measure_photo(card, photo);
    };
    iterator.is_wanted = [this](const auto& card, const auto& photo) {
      return !disk_error_ && missing_rows(card, photo) > 0;
    };
    iterator.on_failure = [this](const auto& card, const auto& photo, const Error& error) {
      if (!disk_error_) record_failure({card.id, photo, "", error.message}, error);
    };
    if (auto ok = iterator.run(dataset_, job_.classifiers, job_.machine, *engine_); !ok)
      return tl::unexpected(ok.error());
    if (disk_error_) return tl::unexpected(*disk_error_);
    if (auto ok = folder_.finish(failures_); !ok) return tl::unexpected(ok.error());
    EvaluationResult out{folder_.rows(), {}, failures_, worst_failure_};
    for (const auto& card : job_.classifiers) out.order.classifiers.push_back(card.id);
    for (const auto& entry : job_.entries)
      out.order.methods.emplace_back(entry.method, entry.infill);
    return out;
  }

 private:
  std::size_t missing_rows(const ClassifierCard& card, const std::string& photo) const {
    return static_cast<std::size_t>(
        std::count_if(job_.entries.begin(), job_.entries.end(),
                      [&](const auto& entry) { return !folder_.has_row(card.id, photo, entry); }));
  }

  // Measures a photo by every method. If one method fails, the others are measured nevertheless.
  Expected<void> measure_photo(const ClassifierCard& card, const DatasetPhoto& photo) {
    for (const auto& entry : job_.entries) {
      if (folder_.has_row(card.id, photo.name, entry)) continue;
      const auto measured = measure_map(card, photo, entry);
      ++rows_done_;
      if (disk_error_) return tl::unexpected(*disk_error_);
      if (measured) {
        report_progress(card);
        continue;
      }
      if (measured.error().code == ErrorCode::interrupted) return measured;
      record_failure(
          {card.id, photo.name, method_text(entry.method, entry.infill), measured.error().message},
          measured.error());
    }
    return {};
  }

  void record_failure(EvaluationFailure failure, Error error) {
    // A question that suits only some of the photos is not wrong usage of the command line.
    if (error.code == ErrorCode::usage) error.code = ErrorCode::input;
    worst_failure_ = std::max(worst_failure_, error.code);
    if (observer_.on_failure) observer_.on_failure(failure, error);
    failures_.push_back(std::move(failure));
  }

  void report_progress(const ClassifierCard& card) const {
    if (!observer_.on_progress) return;
    const double seconds_per_row = std::chrono::duration<double>(Clock::now() - begin_).count() /
                                   static_cast<double>(rows_done_);
    const auto rows_left = static_cast<double>(rows_total_ - std::min(rows_total_, rows_done_));
    observer_.on_progress(card, rows_done_, rows_total_,
                          rows_done_ < job_.entries.size() ? -1 : seconds_per_row * rows_left);
  }

  RunSpec make_spec(const ClassifierCard& card, const DatasetPhoto& photo,
                    const EvaluationEntry& entry) const {
    RunSpec spec = entry.spec;
    spec.classifier = card.card_path.string();
    spec.target = std::to_string(photo.label);
    spec.seed += photo.index;
    return spec;
  }

  Expected<std::shared_ptr<const RunResult>> make_map(const ClassifierCard& card,
                                                      const DatasetPhoto& photo,
                                                      const EvaluationEntry& entry) {
    const Prediction& top = photo.classification.predictions.front();
    if (find_method(entry.spec.method)->needs_top_class && top.index != photo.label)
      return input_error("the classifier predicts " + top.label + ", and " + entry.spec.method +
                         " explains only the predicted class");
    return engine_->run(make_spec(card, photo, entry), card, photo.photo);
  }

  Expected<void> measure_map(const ClassifierCard& card, const DatasetPhoto& photo,
                             const EvaluationEntry& entry) {
    MeasuredMap map{card,
                    photo,
                    {},
                    nullptr,
                    {},
                    default_infiller_id(),
                    job_.machine.seed + photo.index,
                    *engine_,
                    [this]() -> EvaluationEngine& {
                      if (!second_engine_) second_engine_ = make_engine_();
                      return *second_engine_;
                    }};
    if (entry.is_baseline()) {
      map.map = baseline_map(*find_baseline(entry.method), photo);
    } else {
      auto result = make_map(card, photo, entry);
      if (!result) return tl::unexpected(result.error());
      map.spec = make_spec(card, photo, entry);
      map.map = (*result)->map;
      map.result = std::move(*result);
    }
    EvaluationRow row{card.id, photo.name, entry.method, entry.infill, photo.label, {}};
    for (const auto& group : metric_groups())
      if (group.name.empty() || job_.metrics.count(group.name))
        if (auto ok = group.measure(map, row.values); !ok) return ok;
    for (auto value = row.values.begin(); value != row.values.end();)
      value = std::isfinite(value->second) ? std::next(value) : row.values.erase(value);
    const auto written = update_pictures(map, row).and_then([&] { return folder_.add(row); });
    // Further rows would be lost too.
    if (!written) disk_error_ = written.error();
    return written;
  }

  // Keeps the pictures of the photos with each method's best and worst values so far.
  Expected<void> update_pictures(const MeasuredMap& map, const EvaluationRow& row) {
    if (map.is_baseline()) return {};
    auto& rows = by_method_[{row.classifier, row.method, row.infill}];
    const auto before = extreme_picture_names(rows);
    rows.push_back(row);
    const auto after = extreme_picture_names(rows);
    const fs::path folder = folder_.path(kPicturesFolder);
    std::error_code ignored;
    fs::create_directories(folder, ignored);
    // Other rows can no longer become one of the extremes.
    rows.erase(
        std::remove_if(rows.begin(), rows.end(),
                       [&](const EvaluationRow& r) { return !after.count(picture_name(r)); }),
        rows.end());
    if (after.count(picture_name(row))) {
      const Image picture =
          resize(overlay(*map.photo.classification.input, map.map), kPictureSide, kPictureSide);
      if (auto ok = save_jpeg(folder / picture_name(row), picture); !ok) return ok;
    }
    for (const auto& name : before)
      if (!after.count(name)) fs::remove(folder / name, ignored);
    return {};
  }

  const EvaluationJob& job_;
  const MakeEvaluationEngine& make_engine_;
  const EvaluationObserver& observer_;
  Dataset dataset_;
  EvaluationFolder folder_;
  std::unique_ptr<EvaluationEngine> engine_, second_engine_;
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<EvaluationRow>>
      by_method_;
  std::vector<EvaluationFailure> failures_;
  ErrorCode worst_failure_ = ErrorCode::input;
  std::optional<Error> disk_error_;  // set once a row could not be written
  const Clock::time_point begin_ = Clock::now();
  std::size_t rows_total_ = 0, rows_done_ = 0;  // of this process; failed ones count as done
};

}  // namespace

std::set<std::string> extreme_picture_names(const std::vector<EvaluationRow>& rows) {
  std::set<std::string> names;
  const Extremes found = extremes(rows);
  for (const auto* list : {&found.best, &found.worst})
    for (const EvaluationRow* row : *list) names.insert(picture_name(*row));
  return names;
}

Expected<EvaluationSize> evaluation_size(const EvaluationJob& job,
                                         const EvaluationObserver& observer) {
  const auto dataset = open_dataset(job, observer);
  if (!dataset) return tl::unexpected(dataset.error());
  const std::size_t photos = dataset->shard_photos().size();
  return EvaluationSize{photos, dataset->photos().size(),
                        photos * job.classifiers.size() * job.entries.size()};
}

Expected<EvaluationResult> run_evaluation(const EvaluationJob& job,
                                          const MakeEvaluationEngine& make_engine,
                                          const EvaluationObserver& observer) {
  auto dataset = open_dataset(job, observer);
  if (!dataset) return tl::unexpected(dataset.error());
  const auto settings = make_settings(job, *dataset);
  if (!settings) return tl::unexpected(settings.error());
  auto folder = EvaluationFolder::open(job.out, *settings, job.resume);
  if (!folder) return tl::unexpected(folder.error());
  return EvaluationRun(job, make_engine, observer, std::move(*dataset), std::move(*folder)).run();
}

}  // namespace fido
