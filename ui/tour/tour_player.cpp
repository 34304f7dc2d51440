#include "ui/tour/tour_player.h"

#include <QFileInfo>
#include <QPainter>
#include <algorithm>
#include <utility>

#include "core/model/card.h"
#include "ui/document/text.h"

namespace fido::ui {

TourPlayer::TourPlayer(Workspace& session, QObject* parent) : QObject(parent), workspace_(session) {
  connect(&session.document(), &Document::predictionsChanged, this, &TourPlayer::setUpIfReady);
  connect(&session, &Workspace::photoOpened, this, [this] {
    opening_photo_ = false;
    if (!photo_.isEmpty() && workspace_.document().photo()->path != photo_)
      pending_ = false;  // somebody opened another one
  });
  connect(&session, &Workspace::failed, this, [this](Task task, const Error&) {
    if (task == Task::photo) opening_photo_ = false;
    if (task == Task::photo || task == Task::classifier || task == Task::classify) pending_ = false;
  });
}

void TourPlayer::begin(Tour tour) {
  tour_ = std::move(tour);
  at_ = -1;
  go(0);
}

void TourPlayer::end() {
  tour_ = {};
  pending_ = false;
  emit changed();
}

void TourPlayer::go(int step) {
  if (step < 0 || step >= static_cast<int>(tour_.steps.size()) || step == at_) return;
  at_ = step;
  pending_ = true;
  if (workspace_.active() || workspace_.waiting()) workspace_.stop();
  // What the steps before have settled holds on: a step says only what is new. Gone back to, it
  // stands as it did the first time.
  photo_.clear();
  classifier_.clear();
  for (int i = 0; i <= at_; ++i) {
    const TourStep& s = tour_.steps[static_cast<std::size_t>(i)];
    if (!s.photo.isEmpty()) photo_ = QFileInfo(s.photo).absoluteFilePath();
    if (!s.classifier.isEmpty()) classifier_ = s.classifier;
  }
  emit changed();
  const Document& document = workspace_.document();
  if (std::exchange(opening_photo_, false)) workspace_.cancelOpenPhoto();  // of a step before
  if (!photo_.isEmpty() && (!document.photo() || document.photo()->path != photo_)) {
    opening_photo_ = true;
    workspace_.openPhoto(photo_);
  }
  if (!classifier_.isEmpty() && (workspace_.loadingClassifier() || !document.classifier() ||
                                 qstr(document.classifier()->card.id) != classifier_))
    workspace_.chooseClassifier(classifier_);
  setUpIfReady();
}

void TourPlayer::setUpIfReady() {
  const Document& document = workspace_.document();
  if (!pending_ || opening_photo_ || !document.photo() || document.predictions().empty() ||
      workspace_.loadingClassifier())
    return;
  const bool its_photo = photo_.isEmpty() || document.photo()->path == photo_;
  const bool its_classifier =
      classifier_.isEmpty() || qstr(document.classifier()->card.id) == classifier_;
  pending_ = false;
  if (its_photo && its_classifier) setUp();
}

void TourPlayer::setUp() {
  Document& document = workspace_.document();
  const TourStep& step = tour_.steps[static_cast<std::size_t>(at_)];
  RunSpec spec = document.spec();
  for (int i = 0; i <= at_; ++i)
    for (const auto& [key, value] : tour_.steps[static_cast<std::size_t>(i)].settings) {
      if (key == "method") {
        // Its own defaults, and then what the tour says.
        RunSpec usual = default_spec(value, spec.infill);
        usual.device = spec.device;
        usual.threads = spec.threads;
        usual.iterations = spec.iterations;
        spec = usual;
      }
      if (key == "lambda") spec.lambda_unit = "pixel";  // unless the tour says otherwise, after it
      (void)set_field(spec, *find_field(key), value);
    }
  document.setSpec(spec);
  const auto& predictions = document.predictions();
  int target = predictions.front().index;
  if (!step.target.isEmpty()) {
    const auto named =
        std::find_if(predictions.begin(), predictions.end(), [&](const Prediction& p) {
          return QString::number(p.index) == step.target ||
                 short_label(p.label).compare(step.target, Qt::CaseInsensitive) == 0;
        });
    if (named != predictions.end()) target = named->index;
  }
  document.setTarget(target);
  Masks& masks = document.masks();
  if (step.masks.empty()) masks.setCurrent(-1);
  for (const TourMask& wanted : step.masks) {
    const auto same = std::find_if(masks.all().begin(), masks.all().end(),
                                   [&](const NamedMask& mask) { return mask.name == wanted.name; });
    if (same != masks.all().end()) {
      masks.setCurrent(static_cast<int>(same - masks.all().begin()));
      continue;
    }
    QImage image = masks.blank(wanted.keep ? Masks::kDropped : Masks::kKept);
    const QSizeF size = image.size();
    const QRectF box(wanted.box.x() * size.width(), wanted.box.y() * size.height(),
                     wanted.box.width() * size.width(), wanted.box.height() * size.height());
    QPainter painter(&image);
    painter.setPen(Qt::NoPen);
    painter.setBrush(wanted.keep ? Qt::white : Qt::black);
    if (wanted.ellipse)
      painter.drawEllipse(box);
    else
      painter.drawRect(box);
    painter.end();
    masks.add(tr("Tour: %1").arg(wanted.name), wanted.name, image);
  }
  if (step.run) workspace_.explain();
  emit ready(step.show, step.vary);
}

}  // namespace fido::ui
