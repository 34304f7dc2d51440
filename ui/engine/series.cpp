#include "ui/engine/series.h"

#include <utility>

#include "ui/document/text.h"

namespace fido::ui {

Series::Series(Workspace& workspace, QObject* parent) : QObject(parent), workspace_(workspace) {
  connect(&workspace, &Workspace::runEnded, this, [this] {
    // While Explain is pending, the run that ended is the one that the series has stopped.
    if (!isActive() || workspace_.isExplainPending()) return;
    const auto result = workspace_.document().run()->result;
    if (result->stopped) return cancel();  // the user pressed Stop
    emit runFinished(static_cast<int>(current_), result);
    // Not at once: other receivers of this signal still need the run that ended.
    QMetaObject::invokeMethod(
        this,
        [this, generation = generation_] {
          if (generation != generation_ || !isActive()) return;
          if (current_ + 1 == variations_.size()) return end();
          ++current_;
          startNext();
        },
        Qt::QueuedConnection);
  });
  connect(&workspace, &Workspace::runRequested, this, [this](const QObject* asker) {
    if (asker != this) end();  // the runs are somebody else's from now on
  });
  connect(&workspace, &Workspace::runAbandoned, this, [this] {
    if (!workspace_.isExplainPending()) cancel();
  });
  connect(&workspace, &Workspace::photoLeaving, this, &Series::cancel);
  // Keeps the class when the classifier changes. This comes before the run, which waits for the
  // predictions.
  connect(&workspace.document(), &Document::predictionsChanged, this, [this] {
    if (isActive() && workspace_.document().prediction(target_))
      workspace_.document().setTarget(target_);
  });
  connect(&workspace.document(), &Document::stepsAdded, this, [this] {
    if (isActive()) emit advanced();
  });
}

void Series::begin(std::vector<Variation> variations) {
  cancel();
  const Document& document = workspace_.document();
  if (variations.empty() || !document.photo() || !document.classifier()) return;
  previous_spec_ = document.spec();
  previous_classifier_ = qstr(document.classifier()->card.card_path);
  variations_ = std::move(variations);
  ++generation_;
  current_ = 0;
  target_ = document.target();
  emit began();
  startNext();
}

void Series::startNext() {
  const Variation& variation = variations_[current_];
  Document& document = workspace_.document();
  document.setSpec(variation.spec);
  if (!variation.classifier.isEmpty() &&
      qstr(document.classifier()->card.card_path) != variation.classifier)
    workspace_.chooseClassifier(variation.classifier);
  workspace_.explain(this);
}

void Series::cancel() {
  if (!isActive()) return;
  end();
  if (workspace_.isRunActive() || workspace_.isExplainPending()) workspace_.stop();
}

void Series::end() {
  if (!isActive()) return;
  current_ = variations_.size();
  ++generation_;
  workspace_.document().setSpec(previous_spec_);
  const auto& info = workspace_.document().classifier();
  if (info && qstr(info->card.card_path) != previous_classifier_)
    workspace_.chooseClassifier(previous_classifier_);
  emit ended();
}

}  // namespace fido::ui
