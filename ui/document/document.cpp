#include "ui/document/document.h"

#include <QBuffer>
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/image/region_map.h"
#include "core/image/resample.h"
#include "core/run/methods.h"
#include "ui/canvas/painting.h"

namespace fido::ui {
namespace {

// Returns s(c) of a probability that came without its score. It is for display only, so the
// probability is clamped to what a float can distinguish from 0 and 1.
double score_from_probability(double probability) {
  const double p = std::clamp(probability, 1e-7, 1 - 1e-7);
  return std::log(p) - std::log1p(-p);
}

// Rounds to six significant digits, so that 3e-4 times five reads 0.0015.
double round_to_six_digits(double value) { return QString::number(value, 'g', 6).toDouble(); }

}  // namespace

bool is_same_model(const ClassifierInfo& a, const ClassifierInfo& b) {
  return a.card.card_path == b.card.card_path && a.card.fingerprint == b.card.fingerprint &&
         a.card.sha256 == b.card.sha256;
}

double Run::secondsPerStep() const {
  constexpr int kMaxSteps = 21;
  const int n = std::min<int>(kMaxSteps, static_cast<int>(steps.size()) - 1);
  if (n < 1) return 0;
  std::vector<double> durations;
  for (std::size_t i = steps.size() - n; i < steps.size(); ++i)
    durations.push_back(steps[i].seconds - steps[i - 1].seconds);
  const auto median = durations.begin() + n / 2;
  std::nth_element(durations.begin(), median, durations.end());
  return *median;
}

Document::Document(QObject* parent) : QObject(parent), spec_(default_spec()) {
  connect(&masks_, &Masks::currentChanged, this, [this] {
    if (!byHand()) painted_shown_ = {};
    emitShownChanged();
  });
  // A new edit after an undo replaces the edits that were undone.
  connect(&masks_, &Masks::edited, this, [this] {
    const auto first_replaced = edit_points_.upper_bound(masks_.history().count());
    const bool has_replaced = first_replaced != edit_points_.end();
    edit_points_.erase(first_replaced, edit_points_.end());
    if (has_replaced) emit editPointsChanged();
    // The answer may have arrived before the mouse button was released.
    if (is_painted_answer_current_) recordEditPoint();
  });
  const auto invalidate_answer = [this] { is_painted_answer_current_ = false; };
  connect(&masks_, &Masks::pixelsChanged, this, invalidate_answer);
  connect(&masks_, &Masks::currentChanged, this, invalidate_answer);
  connect(this, &Document::questionChanged, this, invalidate_answer);
}

const Prediction* Document::prediction(int index) const {
  const auto found = std::find_if(predictions_.begin(), predictions_.end(),
                                  [&](const auto& p) { return p.index == index; });
  return found == predictions_.end() ? nullptr : &*found;
}

int Document::target() const {
  if (target_) return *target_;
  return predictions_.empty() ? -1 : predictions_.front().index;
}

RunSpec Document::question() const {
  RunSpec spec = spec_;
  spec.classifier = classifier_ ? classifier_->card.id : std::string();
  spec.target = target_ ? std::to_string(*target_) : "top";
  spec.contrast = contrast_ ? std::to_string(*contrast_) : std::string();
  // Fields that the method does not use keep their values in spec(), for other methods.
  return without_unused_fields(spec);
}

bool Document::isOutdated() const { return run_ && run_->spec != question(); }

void Document::setPhoto(PhotoPtr photo) {
  photo_ = std::move(photo);
  clearRun();
  clearEditPoints();
  masks_.reset(photo_ ? photo_->display.size() : QSize());
  clearPredictions();
  emit photoChanged();
}

void Document::setClassifier(std::shared_ptr<const ClassifierInfo> info) {
  const bool is_same = classifier_ && info && is_same_model(*classifier_, *info);
  classifier_ = std::move(info);
  if (!is_same) {
    clearRun();
    clearPredictions();
  }
  emit classifierChanged();
}

void Document::clearPredictions() {
  predictions_.clear();
  target_.reset();
  contrast_.reset();
  emit predictionsChanged();
  emit questionChanged();
}

void Document::setPredictions(std::vector<Prediction> predictions) {
  predictions_ = std::move(predictions);
  emit predictionsChanged();
}

void Document::setTarget(int index) {
  if (index == target()) return;
  clearEditPoints();
  // The most probable class is stored as "top", so that a finished run about it is not outdated.
  const bool is_top_class = !predictions_.empty() && predictions_.front().index == index;
  target_ = is_top_class ? std::nullopt : std::optional(index);
  if (contrast_ == index) contrast_.reset();
  emit questionChanged();
}

void Document::setContrast(std::optional<int> index) {
  if (index == contrast_ || (index && *index == target())) return;
  contrast_ = index;
  emit questionChanged();
}

void Document::setSpec(const RunSpec& spec) {
  if (spec == spec_) return;
  if (spec.infill != spec_.infill) clearEditPoints();
  spec_ = spec;
  emit questionChanged();
}

RunSpec spec_for_method(const RunSpec& spec, const std::string& method) {
  // An infiller that the user chose stays; otherwise the new method's default replaces it. The
  // other defaults depend on method and infiller together.
  const std::string infill =
      spec.infill == default_spec(spec.method).infill ? default_spec(method).infill : spec.infill;
  const auto has_presets = [](const std::string& id) {
    return applies_to(*find_field("preset"), id);
  };
  const RunSpec old_defaults = defaults_of(spec);
  const RunSpec new_defaults = has_presets(spec.method) && has_presets(method)
                                   ? preset_spec(spec.preset, method, infill)
                                   : default_spec(method, infill);
  RunSpec next = spec;
  for (const SpecField& field : spec_fields()) {
    if (field_text(next, field) != field_text(old_defaults, field)) continue;
    std::visit([&](auto member) { next.*member = new_defaults.*member; }, field.member);
  }
  // λ means something else to another method, so its ratio to the default is carried over.
  const double old_lambda = with_lambda_unit(old_defaults, spec.lambda_unit).lambda,
               new_lambda = with_lambda_unit(new_defaults, next.lambda_unit).lambda;
  next.lambda = spec.lambda == old_lambda
                    ? new_lambda
                    : round_to_six_digits(new_lambda * spec.lambda / old_lambda);
  next.method = method;
  if (!has_presets(method)) next.keep_evidence = 0;
  return next;
}

QString lambda_text(const RunSpec& spec) {
  if (searches_evidence(spec))
    return Document::tr("evidence %1 %").arg(std::lround(100 * spec.keep_evidence));
  const QString value = QString::number(spec.lambda, 'g', 3);
  return spec.lambda_unit == "range" ? Document::tr("λ %1 of range").arg(value)
                                     : QStringLiteral("λ %1").arg(value);
}

QString shortfall_text(const RunResult& result) {
  const double wanted = result.spec.keep_evidence;
  const double missing = wanted - result.evidence_reached.value_or(wanted);
  if (result.stopped || missing <= kEvidenceTolerance) return {};
  const auto percent = [](double share) { return std::lround(100 * std::max(0.0, share)); };
  const MethodInfo* method = find_method(result.spec.method);
  bool takes_away = method && !method->keeps_important;
  // What a joint run misses is either kept too little, as its score says, or taken away too little.
  if (method && method->is_joint && result.score_target && result.score_under_masks &&
      result.score_infilled) {
    const double range = std::max(1.0, (*result.score_target - *result.score_infilled) / wanted);
    takes_away = *result.score_target - *result.score_under_masks < 0.99 * missing * range;
  }
  return (takes_away
              ? Document::tr("The masks take away %1 % of the evidence, not %2 %. Use more steps, "
                             "another infill or a smaller share.")
              : Document::tr("The masks keep %1 % of the evidence, not %2 %. Use more steps, "
                             "another infill or a smaller share."))
      .arg(percent(*result.evidence_reached))
      .arg(percent(wanted));
}

void Document::setMethod(const std::string& method) {
  if (method != spec_.method) setSpec(spec_for_method(spec_, method));
}

void Document::beginRun(const RunSpec& spec) {
  Run run;
  run.spec = spec;
  run.photo = photo_;
  const MethodInfo* method = find_method(spec_.method);
  run.keeps_important = !method || method->keeps_important;
  if (const Prediction* before = prediction(target())) run.target = *before;
  if (contrast_)
    if (const Prediction* other = prediction(*contrast_)) run.contrast = *other;
  if (run_ && !run_->steps.empty()) previous_ = std::move(run_);
  replaceRun(std::move(run));
}

void Document::abandonRun() {
  if (run_ && run_->steps.empty()) replaceRun(std::exchange(previous_, std::nullopt));
}

void Document::clearRun() {
  previous_.reset();
  if (run_) replaceRun(std::nullopt);
}

void Document::adoptRun(Run run) {
  previous_.reset();
  run.photo = photo_;
  replaceRun(std::move(run));
  emit frameChanged();  // replaceRun() emitted it while nothing was shown yet
}

void Document::restoreEdits(std::map<int, EditPoint> points) {
  edit_points_ = std::move(points);
  emit editPointsChanged();
}

void Document::replaceRun(std::optional<Run> run) {
  run_ = std::move(run);
  frame_ = -1;
  shown_ = {};
  emit runChanged();
  emit framesChanged();
  emit frameChanged();
  emitShownChanged();
  if (run_) showLive();
}

void Document::advanceRun(std::vector<Step> steps, std::vector<KeyFrame> frames,
                          std::shared_ptr<const Snapshot> snapshot) {
  if (!run_) return;
  if (!steps.empty()) previous_.reset();
  run_->steps.insert(run_->steps.end(), steps.begin(), steps.end());
  std::move(frames.begin(), frames.end(), std::back_inserter(run_->frames));
  if (snapshot) run_->snapshot = std::move(snapshot);
  if (!steps.empty()) emit stepsAdded(steps);
  if (!frames.empty()) emit framesChanged();
  if (isLive()) showLive();
}

void Document::finishRun(std::shared_ptr<const RunResult> result) {
  if (!run_) return;
  run_->result = std::move(result);
  if (isLive()) showLive();
  emit runChanged();
}

void Document::setFrame(int frame) {
  if (!run_ || frame >= static_cast<int>(run_->frames.size())) return;
  frame = std::max(frame, -1);
  if (frame == frame_) return;
  frame_ = frame;
  if (isLive() && maskKind() == MaskKind::map_estimate) shown_ = {};
  refreshShown();
  emit frameChanged();
}

void Document::refreshShown() {
  if (isLive())
    showLive();
  else
    showFrame(run_->frames[static_cast<std::size_t>(frame_)]);
}

MaskKind Document::maskKind() const {
  const MethodInfo* method = find_method(run_ ? run_->spec.method : spec_.method);
  return method && !method->samples_masks ? MaskKind::map_estimate : mask_kind_;
}

void Document::setMaskKind(MaskKind kind) {
  if (kind == mask_kind_) return;
  mask_kind_ = kind;
  if (run_) refreshShown();
  emit maskKindChanged();
}

// Upsamples as the run itself does (RunSpec's map_upsampling).
Plane Document::upsampleDrop(const Plane& grid, int width, int height) const {
  const MethodInfo* method = find_method(run_->spec.method);
  return upsample_drop_probability(
      grid, width, height,
      run_->spec.map_upsampling == "logits" && (!method || method->samples_masks));
}

Plane Document::maskFromDrop(const Plane& grid, int width, int height, MaskKind kind) const {
  if (kind == MaskKind::sampled)
    return sample_mask(upsampleDrop(grid, width, height), run_->spec.seed, run_->spec.noise_block);
  return searches_evidence(run_->spec)
             ? mask_from_saliency(mapFromDrop(grid, width, height), run_->keeps_important)
             : map_estimate_mask(upsampleDrop(grid, width, height));
}

// Makes the map as the run itself does.
Plane Document::mapFromDrop(const Plane& grid, int width, int height) const {
  const bool has_regions = searches_evidence(run_->spec);
  Plane out = has_regions ? grid : upsampleDrop(grid, width, height);
  if (run_->keeps_important)
    for (float& value : out.values) value = 1.F - value;
  return has_regions ? region_map(out, width, height) : out;
}

void Document::setNearestFrame(int iteration) {
  if (!run_ || run_->frames.empty()) return;
  const auto& frames = run_->frames;
  const auto nearest =
      std::min_element(frames.begin(), frames.end(), [&](const KeyFrame& a, const KeyFrame& b) {
        return std::abs(a.iteration - iteration) < std::abs(b.iteration - iteration);
      });
  setFrame(static_cast<int>(nearest - frames.begin()));
}

void Document::showLive() {
  // The run reports probability and counterfactual for its MAP estimate only. For a sampled mask
  // the previous ones stay until the engine has answered.
  const bool is_map_estimate = maskKind() == MaskKind::map_estimate;
  if (const auto& result = run_->result) {
    shown_.iteration = result->iterations_done;
    shown_.drop = result->drop;
    shown_.map = result->map;
    shown_.mask = is_map_estimate ? result->mask
                                  : maskFromDrop(result->drop, result->map.width,
                                                 result->map.height, maskKind());
    if (is_map_estimate) {
      shown_.counterfactual = std::shared_ptr<const Image>(result, &result->counterfactual);
      shown_.probability = result->probability_counterfactual;
      shown_.score = result->score_counterfactual;
    }
    if (result->marginal.samples > 0) shown_.marginal = result->marginal;
  } else if (const auto& snapshot = run_->snapshot) {
    shown_.iteration = snapshot->iteration;
    shown_.drop = snapshot->drop;
    shown_.map = snapshot->map;
    shown_.mask =
        maskFromDrop(snapshot->drop, snapshot->map.width, snapshot->map.height, maskKind());
    if (is_map_estimate && snapshot->counterfactual) {
      shown_.counterfactual = snapshot->counterfactual;
      shown_.probability = snapshot->probability_counterfactual;
      shown_.score = score_from_probability(snapshot->probability_counterfactual);
    }
  } else {
    return;
  }
  emitShownChanged();
}

Document::FrameMaps Document::frameMaps(const KeyFrame& frame, MaskKind kind) const {
  const int width = classifier_ ? classifier_->card.width : frame.drop.width;
  const int height = classifier_ ? classifier_->card.height : frame.drop.height;
  FrameMaps out;
  out.map = mapFromDrop(frame.drop, width, height);
  out.mask = maskFromDrop(frame.drop, width, height, kind);
  return out;
}

void Document::showFrame(const KeyFrame& frame) {
  FrameMaps maps = frameMaps(frame, maskKind());
  shown_.iteration = frame.iteration;
  shown_.drop = frame.drop;
  shown_.map = std::move(maps.map);
  shown_.mask = std::move(maps.mask);
  // Counterfactual, probability and score stay until the engine has answered: a blank between two
  // frames would flicker.
  shown_.marginal.reset();
  shown_.predictions.clear();
  emitShownChanged();
}

void Document::setAnswer(const MaskAnswer& answer) {
  if (!run_) return;
  shown_.predictions = answer.predictions_after;
  // At the live end the run reports these numbers for the MAP estimate itself, and its result
  // contains more (samples, interval). There the answer only adds the other classes.
  const bool is_sampled = maskKind() == MaskKind::sampled;
  if (!isLive() || is_sampled) {
    shown_.counterfactual = std::make_shared<const Image>(answer.infilled);
    shown_.probability = answer.target_after.probability;
    shown_.score = answer.target_after.score;
  }
  emitShownChanged();
}

// Answers about another photo, target or infiller belong to another curve.
void Document::clearEditPoints() {
  edit_points_.clear();
  emit editPointsChanged();
}

// Records one point per edit, and none while a stroke is being painted.
void Document::recordEditPoint() {
  constexpr int kThumbnailSide = 96;  // px
  const QUndoStack& history = masks_.history();
  const int step = history.index();
  if (masks_.isEditing() || !painted_shown_.probability || !painted_shown_.counterfactual) return;
  edit_points_.erase(edit_points_.upper_bound(history.count()), edit_points_.end());
  const QRectF part = visiblePart();
  const QSizeF part_size(masks_.size().width() * part.width(),
                         masks_.size().height() * part.height());
  EditPoint& point = edit_points_[step];
  point.name = step > 0 ? history.text(step - 1) : QString();
  point.probability = *painted_shown_.probability;
  point.thumbnail =
      to_qimage(*painted_shown_.counterfactual)
          .scaled(part_size.scaled(kThumbnailSide, kThumbnailSide, Qt::KeepAspectRatio)
                      .toSize()
                      .expandedTo({1, 1}),
                  Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  point.jpeg.clear();
  QBuffer jpeg(&point.jpeg);
  point.thumbnail.save(&jpeg, "JPEG", 85);
  emit editPointsChanged();
}

void Document::setPaintedAnswer(const MaskAnswer& answer, const Interval& sample_mean,
                                bool is_current) {
  if (!byHand()) return;
  const bool has_samples = sample_mean.samples > 1;
  painted_shown_.counterfactual = std::make_shared<const Image>(answer.infilled);
  painted_shown_.probability = has_samples ? sample_mean.mean : answer.target_after.probability;
  painted_shown_.score =
      has_samples ? score_from_probability(sample_mean.mean) : answer.target_after.score;
  painted_shown_.marginal = has_samples ? std::optional(sample_mean) : std::nullopt;
  painted_shown_.predictions = answer.predictions_after;
  double dropped = 0;
  for (const float value : answer.mask.values) dropped += 1 - static_cast<double>(value);
  painted_shown_.dropped_share =
      dropped / std::max<double>(1, static_cast<double>(answer.mask.values.size()));
  is_painted_answer_current_ = is_current;
  if (is_current) recordEditPoint();
  emitShownChanged();
}

void Document::emitShownChanged() {
  painted_shown_.iteration = shown_.iteration;
  painted_shown_.drop = shown_.drop;
  painted_shown_.map = shown_.map;
  emit shownChanged();
}

}  // namespace fido::ui
