#include "ui/engine/region_search.h"

#include <utility>

namespace fido::ui {

RegionSearch::RegionSearch(Workspace& workspace, QObject* parent)
    : QObject(parent), workspace_(workspace), channel_(workspace.maskRequests()) {
  connect(&workspace, &Workspace::runEnded, this, [this] {
    // While Explain is pending, the run that ended is the one that this search has stopped.
    if (!is_active_ || workspace_.isExplainPending()) return;
    const auto result = workspace_.document().run()->result;
    // The user pressed Stop, or Explain, whose run drops no regions.
    const bool is_own = set_.regions.empty() || result->spec.mask_role == "drop";
    if (result->stopped || !is_own) return cancel();
    take(result);
  });
  connect(&workspace, &Workspace::failed, this, [this] { cancel(); });
  connect(&workspace, &Workspace::photoLeaving, this, &RegionSearch::forget);
  // Every run that starts loads its classifier, which is usually the same.
  connect(&workspace, &Workspace::classifierLoaded, this, [this] {
    if (workspace_.document().classifier()->card.card_path != classifier_) forget();
  });
  connect(&workspace.document(), &Document::stepsAdded, this, [this] {
    if (is_active_) emit changed();
  });
}

Expected<void> RegionSearch::begin(int most) {
  cancel();
  const Document& document = workspace_.document();
  if (auto ok = check_regions(document.question()); !ok) return ok;
  forget();
  most_ = most;
  is_active_ = true;
  classifier_ = document.classifier() ? document.classifier()->card.card_path : "";
  const Run* run = document.run();
  const bool is_answered = run && run->result && !run->result->stopped &&
                           run->spec == document.question() && run->photo == document.photo();
  if (is_answered)
    take(run->result);
  else
    workspace_.explain();
  emit changed();
  return {};
}

void RegionSearch::take(const std::shared_ptr<const RunResult>& result) {
  const FoundRegion region = region_of(*result);
  const bool is_first = set_.regions.empty();
  if (is_first) {
    input_ = result->input;
    spec_ = result->spec;
    target_ = workspace_.document().run()->target;
  }
  if (is_first || (is_sufficient(*result) && region.area > 0))
    set_.regions.push_back(region);
  else
    set_.reached_by_next = region.evidence_reached;
  if (static_cast<int>(set_.regions.size()) < most_ && !set_.reached_by_next) {
    // Not at once: other receivers of the signal still need the run that ended.
    QMetaObject::invokeMethod(this, &RegionSearch::startNext, Qt::QueuedConnection);
  } else {
    is_active_ = false;
    askNext();
  }
  emit changed();
}

void RegionSearch::startNext() {
  if (is_active_) workspace_.explainWithout(mask_without(set_.regions));
}

void RegionSearch::askNext() {
  const auto combinations = region_combinations(set_.regions.size());
  if (set_.answers.size() >= combinations.size() || !workspace_.document().photo()) return;
  const auto& regions = combinations[set_.answers.size()];
  request_ = channel_.ask(
      question_of(set_, regions, spec_, target_.index, workspace_.document().photo()->pixels),
      [this, regions](const Expected<MaskAnswerPtr>& answer) {
        if (!answer) return;
        set_.answers.push_back(
            {regions, (*answer)->target_after.probability, (*answer)->target_after.score});
        emit changed();
        askNext();
      });
}

void RegionSearch::cancel() {
  if (!std::exchange(is_active_, false)) return;
  if (workspace_.isRunActive() || workspace_.isExplainPending()) workspace_.stop();
  if (!set_.regions.empty()) askNext();
  emit changed();
}

void RegionSearch::forget() {
  is_active_ = false;
  request_.cancel();
  set_ = {};
  emit changed();
}

}  // namespace fido::ui
