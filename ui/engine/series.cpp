#include "ui/engine/series.h"

#include <utility>

#include "ui/document/text.h"

namespace fido::ui {

Series::Series(Workspace& session, QObject* parent) : QObject(parent), workspace_(session) {
  connect(&session, &Workspace::runEnded, this, [this] {
    // waiting: it was the run before, which made way for the series
    if (!active() || workspace_.waiting()) return;
    const auto result = workspace_.document().run()->result;
    if (result->stopped) return cancel();  // a person pressed Stop
    emit finishedOne(static_cast<int>(at_), result);
    // Not at once: others, too, are being told of the run that ended, and must find it there.
    QMetaObject::invokeMethod(
        this,
        [this, series = series_] {
          if (series != series_ || !active()) return;
          ++at_;
          if (active())
            next();
          else
            end();
        },
        Qt::QueuedConnection);
  });
  connect(&session, &Workspace::failed, this, [this] { cancel(); });
  connect(&session, &Workspace::photoLeaving, this, &Series::cancel);
  // Another classifier is asked about the same class. This comes before the run that waits for the
  // classes.
  connect(&session.document(), &Document::predictionsChanged, this, [this] {
    if (active() && workspace_.document().prediction(target_))
      workspace_.document().setTarget(target_);
  });
  connect(&session.document(), &Document::stepsAdded, this, [this] {
    if (active()) emit advanced();
  });
}

void Series::begin(std::vector<Variation> variations) {
  cancel();
  const Document& document = workspace_.document();
  if (variations.empty() || !document.photo() || !document.classifier()) return;
  before_ = document.spec();
  classifier_before_ = qstr(document.classifier()->card.card_path);
  variations_ = std::move(variations);
  ++series_;
  at_ = 0;
  target_ = document.target();
  emit began();
  next();
}

void Series::next() {
  const Variation& variation = variations_[at_];
  Document& document = workspace_.document();
  document.setSpec(variation.spec);
  if (!variation.classifier.isEmpty() &&
      qstr(document.classifier()->card.card_path) != variation.classifier)
    workspace_.chooseClassifier(variation.classifier);
  workspace_.explain();
}

void Series::cancel() {
  if (!active()) return;
  at_ = variations_.size();
  ++series_;
  if (workspace_.active() || workspace_.waiting()) workspace_.stop();
  end();
}

void Series::end() {
  workspace_.document().setSpec(before_);
  const auto& info = workspace_.document().classifier();
  if (info && qstr(info->card.card_path) != classifier_before_)
    workspace_.chooseClassifier(classifier_before_);
  emit ended();
}

}  // namespace fido::ui
