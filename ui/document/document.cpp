#include "ui/document/document.h"

#include <QBuffer>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "core/image/resample.h"
#include "core/model/card.h"
#include "core/run/methods.h"
#include "ui/canvas/painting.h"

namespace fido::ui {
namespace {

// s(c) of a probability that came without its score: for display only, so the ends are cut where a
// float's are.
double score_of(double probability) {
  const double p = std::clamp(probability, 1e-7, 1 - 1e-7);
  return std::log(p) - std::log1p(-p);
}

// To six digits, so that 3e-4 times five reads 0.0015.
double rounded(double value) { return QString::number(value, 'g', 6).toDouble(); }

}  // namespace

bool same_model(const ClassifierInfo& a, const ClassifierInfo& b) {
  return a.card.card_path == b.card.card_path && a.card.fingerprint == b.card.fingerprint &&
         a.card.sha256 == b.card.sha256;
}

double Run::secondsPerStep() const {
  constexpr int kLast = 21;
  const int n = std::min<int>(kLast, static_cast<int>(steps.size()) - 1);
  if (n < 1) return 0;
  std::vector<double> took;
  for (std::size_t i = steps.size() - n; i < steps.size(); ++i)
    took.push_back(steps[i].seconds - steps[i - 1].seconds);
  const auto middle = took.begin() + n / 2;
  std::nth_element(took.begin(), middle, took.end());
  return *middle;
}

Document::Document(QObject* parent) : QObject(parent), spec_(default_spec()) {
  connect(&masks_, &Masks::currentChanged, this, [this] {
    if (!byHand()) painted_shown_ = {};
    tellShown();
  });
  // A new edit after an undo takes the place of those that were undone.
  connect(&masks_, &Masks::edited, this, [this] {
    const auto gone = edit_points_.upper_bound(masks_.history().count());
    const bool fewer = gone != edit_points_.end();
    edit_points_.erase(gone, edit_points_.end());
    if (fewer) emit editPointsChanged();
    if (hand_settled_) noteEdit();  // the answer was there before the button was let go
  });
  const auto unsettled = [this] { hand_settled_ = false; };
  connect(&masks_, &Masks::changed, this, unsettled);
  connect(&masks_, &Masks::currentChanged, this, unsettled);
  connect(this, &Document::questionChanged, this, unsettled);
}

const Prediction* Document::prediction(int index) const {
  const auto at = std::find_if(predictions_.begin(), predictions_.end(),
                               [&](const auto& p) { return p.index == index; });
  return at == predictions_.end() ? nullptr : &*at;
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
  return spec;
}

bool Document::outdated() const { return run_ && run_->spec != question(); }

void Document::setPhoto(PhotoPtr photo) {
  photo_ = std::move(photo);
  clearRun();
  forgetEdits();
  masks_.reset(photo_ ? photo_->display.size() : QSize());
  forgetPredictions();
  emit photoChanged();
}

void Document::setClassifier(std::shared_ptr<const ClassifierInfo> info) {
  const bool same = classifier_ && info && same_model(*classifier_, *info);
  classifier_ = std::move(info);
  if (!same) {
    clearRun();
    forgetPredictions();
  }
  emit classifierChanged();
}

void Document::forgetPredictions() {
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
  forgetEdits();
  // The best class again is "top" again, so that a finished run about it is not outdated.
  const bool top = !predictions_.empty() && predictions_.front().index == index;
  target_ = top ? std::nullopt : std::optional(index);
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
  if (spec.infill != spec_.infill) forgetEdits();
  spec_ = spec;
  emit questionChanged();
}

RunSpec spec_for_method(const RunSpec& spec, const std::string& method) {
  // The infiller is the method's own or one that somebody chose; the other defaults are those of
  // both together.
  const std::string infill =
      spec.infill == default_spec(spec.method).infill ? default_spec(method).infill : spec.infill;
  const RunSpec before = default_spec(spec.method, spec.infill),
                after = default_spec(method, infill);
  RunSpec next = spec;
  for (const SpecField& field : spec_fields()) {
    if (field_text(next, field) != field_text(before, field)) continue;
    std::visit([&](auto member) { next.*member = after.*member; }, field.member);
  }
  // A price of pixels means something else to another method: what carries over is how far it is
  // from the usual one.
  const double usual = with_lambda_unit(before, spec.lambda_unit).lambda,
               now = with_lambda_unit(after, next.lambda_unit).lambda;
  next.lambda = spec.lambda == usual ? now : rounded(now * spec.lambda / usual);
  next.method = method;
  return next;
}

QString price_text(const RunSpec& spec) {
  const QString value = QString::number(spec.lambda, 'g', 3);
  return spec.lambda_unit == "range" ? Document::tr("λ %1 of range").arg(value)
                                     : QStringLiteral("λ %1").arg(value);
}

void Document::setMethod(const std::string& method) {
  if (method != spec_.method) setSpec(spec_for_method(spec_, method));
}

void Document::beginRun() {
  Run run;
  run.spec = question();
  run.photo = photo_;
  const MethodInfo* method = find_method(spec_.method);
  run.keeps = !method || method->keeps_important;
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
  emit frameChanged();  // now that there is something to see
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
  tellShown();
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
  if (live()) showLive();
}

void Document::finishRun(std::shared_ptr<const RunResult> result) {
  if (!run_) return;
  run_->result = std::move(result);
  if (live()) showLive();
  emit runChanged();
}

void Document::setFrame(int frame) {
  if (!run_ || frame >= static_cast<int>(run_->frames.size())) return;
  frame = std::max(frame, -1);
  if (frame == frame_) return;
  frame_ = frame;
  if (live() && maskKind() == MaskKind::likeliest) shown_ = {};
  refreshShown();
  emit frameChanged();
}

void Document::refreshShown() {
  if (live())
    showLive();
  else
    showFrame(run_->frames[static_cast<std::size_t>(frame_)]);
}

MaskKind Document::maskKind() const {
  const MethodInfo* method = find_method(run_ ? run_->spec.method : spec_.method);
  return method && !method->samples_masks ? MaskKind::likeliest : mask_kind_;
}

void Document::setMaskKind(MaskKind kind) {
  if (kind == mask_kind_) return;
  mask_kind_ = kind;
  if (run_) refreshShown();
  emit maskKindChanged();
}

// As the run itself does it (RunSpec's map_upsampling).
Plane Document::fullDrop(const Plane& grid, int width, int height) const {
  const MethodInfo* method = find_method(run_->spec.method);
  return upsample_drop(grid, width, height,
                       run_->spec.map_upsampling == "logits" && (!method || method->samples_masks));
}

Plane Document::maskOf(const Plane& drop, MaskKind kind) const {
  return kind == MaskKind::drawn ? drawn_mask(drop, run_->spec.seed, run_->spec.noise_block)
                                 : map_estimate_mask(drop);
}

void Document::setFrameAt(int iteration) {
  if (!run_ || run_->frames.empty()) return;
  const auto& frames = run_->frames;
  const auto nearest =
      std::min_element(frames.begin(), frames.end(), [&](const KeyFrame& a, const KeyFrame& b) {
        return std::abs(a.iteration - iteration) < std::abs(b.iteration - iteration);
      });
  setFrame(static_cast<int>(nearest - frames.begin()));
}

void Document::showLive() {
  // The run itself answers for its likeliest mask only; the picture of a drawn one stays until the
  // engine has answered.
  const bool answered = maskKind() == MaskKind::likeliest;
  if (const auto& result = run_->result) {
    shown_.iteration = result->iterations_done;
    shown_.drop = result->drop;
    shown_.map = result->map;
    shown_.mask = answered ? result->mask
                           : maskOf(fullDrop(result->drop, result->map.width, result->map.height),
                                    maskKind());
    if (answered) {
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
        maskOf(fullDrop(snapshot->drop, snapshot->map.width, snapshot->map.height), maskKind());
    if (answered && snapshot->counterfactual) {
      shown_.counterfactual = snapshot->counterfactual;
      shown_.probability = snapshot->probability_counterfactual;
      shown_.score = score_of(snapshot->probability_counterfactual);
    }
  } else {
    return;
  }
  tellShown();
}

Document::Frame Document::atFrame(const KeyFrame& frame, MaskKind kind) const {
  const int width = classifier_ ? classifier_->card.width : frame.drop.width;
  const int height = classifier_ ? classifier_->card.height : frame.drop.height;
  Frame out;
  out.map = fullDrop(frame.drop, width, height);
  out.mask = maskOf(out.map, kind);
  if (run_->keeps)
    for (float& value : out.map.values) value = 1.F - value;
  return out;
}

void Document::showFrame(const KeyFrame& frame) {
  Frame at = atFrame(frame, maskKind());
  shown_.iteration = frame.iteration;
  shown_.drop = frame.drop;
  shown_.map = std::move(at.map);
  shown_.mask = std::move(at.mask);
  // The picture and its numbers stay until the engine has answered: a blank between two frames
  // would flicker.
  shown_.marginal.reset();
  shown_.predictions.clear();
  tellShown();
}

void Document::setAnswer(const MaskAnswer& answer) {
  if (!run_) return;
  shown_.predictions = answer.predictions_after;
  // The live end has its own numbers for the likeliest mask, and at the end of a run its result
  // says more (samples, interval): there the answer only adds the other classes.
  const bool drawn = maskKind() == MaskKind::drawn;
  if (!live() || drawn) {
    shown_.counterfactual = std::make_shared<const Image>(answer.infilled);
    shown_.probability = answer.target_after.probability;
    shown_.score = answer.target_after.score;
  }
  tellShown();
}

void Document::forgetEdits() {
  edit_points_.clear();
  emit editPointsChanged();
}

// A point an edit: while a stroke goes on there is none, and one about other classes or infillers
// is another curve.
void Document::noteEdit() {
  constexpr int kThumbnail = 96;
  const QUndoStack& history = masks_.history();
  const int step = history.index();
  if (masks_.editing() || !painted_shown_.probability || !painted_shown_.counterfactual) return;
  edit_points_.erase(edit_points_.upper_bound(history.count()), edit_points_.end());
  const QRectF part = seenPart();
  const QSizeF shape(masks_.size().width() * part.width(), masks_.size().height() * part.height());
  EditPoint& point = edit_points_[step];
  point.name = step > 0 ? history.text(step - 1) : QString();
  point.probability = *painted_shown_.probability;
  point.thumbnail =
      to_qimage(*painted_shown_.counterfactual)
          .scaled(
              shape.scaled(kThumbnail, kThumbnail, Qt::KeepAspectRatio).toSize().expandedTo({1, 1}),
              Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  point.jpeg.clear();
  QBuffer jpeg(&point.jpeg);
  point.thumbnail.save(&jpeg, "JPEG", 85);
  emit editPointsChanged();
}

void Document::setHandAnswer(const MaskAnswer& answer, const Interval& drawn, bool settled) {
  if (!byHand()) return;
  painted_shown_.counterfactual = std::make_shared<const Image>(answer.infilled);
  painted_shown_.probability = drawn.samples > 1 ? drawn.mean : answer.target_after.probability;
  painted_shown_.score = drawn.samples > 1 ? score_of(drawn.mean) : answer.target_after.score;
  painted_shown_.marginal = drawn.samples > 1 ? std::optional(drawn) : std::nullopt;
  painted_shown_.predictions = answer.predictions_after;
  double dropped = 0;
  for (const float value : answer.mask.values) dropped += 1 - static_cast<double>(value);
  painted_shown_.dropped =
      dropped / std::max<double>(1, static_cast<double>(answer.mask.values.size()));
  hand_settled_ = settled;
  if (settled) noteEdit();
  tellShown();
}

void Document::tellShown() {
  painted_shown_.iteration = shown_.iteration;
  painted_shown_.drop = shown_.drop;
  painted_shown_.map = shown_.map;
  emit shownChanged();
}

QRectF Document::seenPart() const {
  if (!photo_ || !classifier_) return {0, 0, 1, 1};
  const double width = photo_->pixels->width, height = photo_->pixels->height;
  const Rect part = visible_part(classifier_->card, photo_->pixels->width, photo_->pixels->height);
  return {part.x / width, part.y / height, part.width / width, part.height / height};
}

namespace {

QRect pixels_of(const QRectF& part, const QSize& size) {
  const QPoint from(static_cast<int>(std::lround(part.left() * size.width())),
                    static_cast<int>(std::lround(part.top() * size.height())));
  const QPoint to(static_cast<int>(std::lround(part.right() * size.width())),
                  static_cast<int>(std::lround(part.bottom() * size.height())));
  return QRect(from, QSize(std::max(1, to.x() - from.x()), std::max(1, to.y() - from.y()))) &
         QRect(QPoint(), size);
}

}  // namespace

Plane Document::handMask() const { return masks_.mask() ? seenMask(*masks_.mask()) : Plane(); }

std::shared_ptr<const Plane> Document::runMask() const {
  const NamedMask* mask = spec_.mask_role == "none" ? nullptr : masks_.lastChosen();
  return mask ? std::make_shared<const Plane>(seenMask(*mask)) : nullptr;
}

Plane Document::seenMask(const NamedMask& mask) const {
  const QRect part = pixels_of(seenPart(), masks_.size());
  Plane out(part.width(), part.height());
  for (int y = 0; y < out.height; ++y) {
    const uchar* row = mask.pixels.constScanLine(part.y() + y) + part.x();
    std::transform(row, row + out.width,
                   out.values.begin() + static_cast<std::ptrdiff_t>(y) * out.width,
                   [](uchar value) { return static_cast<float>(value) / 255.F; });
  }
  return out;
}

bool Document::handIsSoft() const {
  const NamedMask* mask = masks_.mask();
  if (!mask) return false;
  for (int y = 0; y < mask->pixels.height(); ++y) {
    const uchar* row = mask->pixels.constScanLine(y);
    if (std::any_of(row, row + mask->pixels.width(),
                    [](uchar value) { return value != Masks::kKept && value != Masks::kDropped; }))
      return true;
  }
  return false;
}

// What the classifier does not see is kept.
QImage Document::wholeMask(const Plane& seen) const {
  QImage whole = masks_.blank(Masks::kKept);
  const QRect part = pixels_of(seenPart(), masks_.size());
  const Plane fitted = resize(seen, part.width(), part.height());
  for (int y = 0; y < part.height(); ++y) {
    uchar* row = whole.scanLine(part.y() + y) + part.x();
    for (int x = 0; x < part.width(); ++x)
      row[x] = fitted.at(x, y) >= 0.5F ? Masks::kKept : Masks::kDropped;
  }
  return whole;
}

void Document::takeRunMask() {
  if (!run_ || shown_.drop.empty()) return;
  const QRect part = pixels_of(seenPart(), masks_.size());
  // From the drop probability, at the mask's own size: an enlarged mask would have the classifier's
  // pixels.
  masks_.add(tr("Use the run's mask"), tr("From step %1").arg(shown_.iteration),
             wholeMask(map_estimate_mask(fullDrop(shown_.drop, part.width(), part.height()))));
}

QImage Document::thresholded(double threshold) const {
  if (!run_ || shown_.map.empty()) return {};
  const QRect part = pixels_of(seenPart(), masks_.size());
  Plane keep = resize(shown_.map, part.width(), part.height());
  for (float& value : keep.values)
    value = (static_cast<double>(value) >= threshold) == run_->keeps ? 1.F : 0.F;
  return wholeMask(keep);
}

}  // namespace fido::ui
