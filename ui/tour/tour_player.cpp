#include "ui/tour/tour_player.h"

#include <QFileInfo>
#include <QPainter>
#include <algorithm>
#include <utility>

#include "core/model/card.h"
#include "core/run/methods.h"
#include "ui/document/text.h"

namespace fido::ui {

TourPlayer::TourPlayer(Workspace& workspace, QObject* parent)
    : QObject(parent), workspace_(workspace) {
  connect(&workspace.document(), &Document::predictionsChanged, this, &TourPlayer::setUpIfReady);
  connect(&workspace, &Workspace::photoOpened, this, [this] {
    opening_photo_ = false;
    if (!photo_.isEmpty() && workspace_.document().photo()->path != photo_)
      pending_ = false;  // the user opened another photo
  });
  connect(&workspace, &Workspace::failed, this, [this](Task task, const Error&) {
    if (task == Task::photo) opening_photo_ = false;
    if (task == Task::photo || task == Task::classifier || task == Task::classify) pending_ = false;
  });
}

void TourPlayer::begin(Tour tour) {
  tour_ = std::move(tour);
  current_step_ = -1;
  goToStep(0);
}

void TourPlayer::end() {
  tour_ = {};
  pending_ = false;
  emit changed();
}

void TourPlayer::goToStep(int step) {
  if (step < 0 || step >= static_cast<int>(tour_.steps.size()) || step == current_step_) return;
  current_step_ = step;
  pending_ = true;
  if (workspace_.isRunActive() || workspace_.isExplainPending()) workspace_.stop();
  // A step states only what changes, so apply the previous steps as well. A step that is revisited
  // is then set up as it was the first time.
  photo_.clear();
  classifier_.clear();
  for (int i = 0; i <= current_step_; ++i) {
    const TourStep& earlier = tour_.steps[static_cast<std::size_t>(i)];
    if (!earlier.photo.isEmpty()) photo_ = QFileInfo(earlier.photo).absoluteFilePath();
    if (!earlier.classifier.isEmpty()) classifier_ = earlier.classifier;
  }
  emit changed();
  const Document& document = workspace_.document();
  if (std::exchange(opening_photo_, false)) workspace_.cancelOpenPhoto();  // the previous step's
  if (!photo_.isEmpty() && (!document.photo() || document.photo()->path != photo_)) {
    opening_photo_ = true;
    workspace_.openPhoto(photo_);
  }
  if (!classifier_.isEmpty() && (workspace_.isLoadingClassifier() || !document.classifier() ||
                                 qstr(document.classifier()->card.id) != classifier_))
    workspace_.chooseClassifier(classifier_);
  setUpIfReady();
}

void TourPlayer::setUpIfReady() {
  const Document& document = workspace_.document();
  if (!pending_ || opening_photo_ || !document.photo() || document.predictions().empty() ||
      workspace_.isLoadingClassifier())
    return;
  const bool has_photo = photo_.isEmpty() || document.photo()->path == photo_;
  const bool has_classifier =
      classifier_.isEmpty() || qstr(document.classifier()->card.id) == classifier_;
  pending_ = false;
  if (has_photo && has_classifier) setUp();
}

void TourPlayer::setUp() {
  Document& document = workspace_.document();
  const TourStep& step = tour_.steps[static_cast<std::size_t>(current_step_)];
  RunSpec spec = document.spec();
  for (int i = 0; i <= current_step_; ++i) {
    FormFields form;
    for (const auto& [key, value] : tour_.steps[static_cast<std::size_t>(i)].settings) {
      if (key == "method") {
        // Start from the method's defaults; the tour's other settings follow.
        RunSpec defaults = default_spec(value, spec.infill);
        defaults.device = spec.device;
        defaults.threads = spec.threads;
        if (applies_to(*find_field("preset"), spec.method) && !searches_evidence(spec)) {
          defaults = with_preset(defaults, spec.preset);
          defaults.iterations = spec.iterations;
        }
        spec = defaults;
      }
      if (key == "lambda") form.has_lambda = true;  // per pixel, unless the tour names the unit
      if (key == "lambda_unit") form.lambda_unit = value;
      if (key == "keep_evidence") form.keep_evidence = parse_evidence_share(value);
      if (key == "preset") form.preset = value;
    }
    choose_form(spec, form);
    for (const auto& [key, value] : tour_.steps[static_cast<std::size_t>(i)].settings)
      (void)set_field(spec, *find_field(key), value);
  }
  document.setSpec(spec);
  const auto& predictions = document.predictions();
  int target = predictions.front().index;
  if (!step.target.isEmpty()) {
    const auto found =
        std::find_if(predictions.begin(), predictions.end(), [&](const Prediction& p) {
          return QString::number(p.index) == step.target ||
                 short_label(p.label).compare(step.target, Qt::CaseInsensitive) == 0;
        });
    if (found != predictions.end()) target = found->index;
  }
  document.setTarget(target);
  Masks& masks = document.masks();
  if (step.masks.empty()) masks.setCurrent(-1);
  for (const TourMask& tour_mask : step.masks) {
    const auto existing =
        std::find_if(masks.all().begin(), masks.all().end(),
                     [&](const NamedMask& mask) { return mask.name == tour_mask.name; });
    if (existing != masks.all().end()) {
      masks.setCurrent(static_cast<int>(existing - masks.all().begin()));
      continue;
    }
    QImage image = masks.blank(tour_mask.keep ? Masks::kDropped : Masks::kKept);
    const QSizeF size = image.size();
    const QRectF box(tour_mask.box.x() * size.width(), tour_mask.box.y() * size.height(),
                     tour_mask.box.width() * size.width(), tour_mask.box.height() * size.height());
    QPainter painter(&image);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tour_mask.keep ? Qt::white : Qt::black);
    if (tour_mask.ellipse)
      painter.drawEllipse(box);
    else
      painter.drawRect(box);
    painter.end();
    masks.add(tr("Tour: %1").arg(tour_mask.name), tour_mask.name, image);
  }
  if (step.run) workspace_.explain();
  emit ready(step.show, step.vary);
}

}  // namespace fido::ui
