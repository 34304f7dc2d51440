#include "ui/engine/region_search.h"

#include <utility>

namespace fido::ui {

RegionSearch::RegionSearch(Workspace& workspace, QObject* parent)
    : QObject(parent), workspace_(workspace), channel_(workspace.maskRequests()) {
  connect(&workspace, &Workspace::runEnded, this, [this] {
    // While Explain is pending, the run that ended is the one that this search has stopped.
    if (!is_active_ || workspace_.isExplainPending()) return;
    const Run& run = *workspace_.document().run();
    // The user pressed Stop, or has chosen another method while the first run waited.
    if (run.result->stopped || (set_.regions.empty() && !check_regions(run.spec))) return cancel();
    take(run);
  });
  connect(&workspace, &Workspace::runRequested, this, [this](const QObject* asker) {
    if (asker != this) end();  // the runs are somebody else's from now on
  });
  connect(&workspace, &Workspace::runAbandoned, this, [this] {
    if (!workspace_.isExplainPending()) cancel();
  });
  connect(&workspace, &Workspace::photoLeaving, this, &RegionSearch::forget);
  // Every run that starts loads its classifier, which is usually the same.
  connect(&workspace, &Workspace::classifierLoaded, this, [this] {
    const bool has_other = workspace_.document().classifier()->card.card_path != classifier_;
    if (has_other && !set_.regions.empty()) forget();
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
  const Run* run = document.run();
  const bool is_answered = run && run->result && !run->result->stopped &&
                           run->spec == document.question() && run->photo == document.photo();
  if (is_answered)
    take(*run);
  else
    workspace_.explain(this);
  emit changed();
  return {};
}

void RegionSearch::take(const Run& run) {
  const RunResult& result = *run.result;
  const FoundRegion region = region_of(result, set_.regions);
  const bool is_first = set_.regions.empty();
  if (is_first) {
    input_ = result.input;
    question_ = run.spec;
    target_ = run.target;
    classifier_ = workspace_.document().classifier()->card.card_path;
  } else {
    further_ = run.result;
  }
  const bool is_found = is_first || (is_sufficient(result) && region.area > 0);
  if (is_found)
    set_.regions.push_back(region);
  else if (!is_sufficient(result))
    set_.reached_by_next = region.evidence_reached;
  if (static_cast<int>(set_.regions.size()) < most_ && is_found) {
    // Not at once: other receivers of the signal still need the run that ended.
    QMetaObject::invokeMethod(this, &RegionSearch::startNext, Qt::QueuedConnection);
  } else {
    is_active_ = false;
    askNext();
  }
  emit changed();
}

void RegionSearch::startNext() {
  if (!is_active_) return;
  // What the user has changed since is another question, whose regions are not those of this one.
  if (workspace_.document().question() != question_) return end();
  workspace_.explainWithout(mask_without(set_.regions), this);
}

void RegionSearch::askNext() {
  const auto combinations = region_combinations(set_.regions.size());
  if (set_.answers.size() >= combinations.size() || !workspace_.document().photo()) return;
  const auto& regions = combinations[set_.answers.size()];
  request_ = channel_.ask(
      question_of(set_, regions, question_, target_.index, workspace_.document().photo()->pixels),
      [this, regions](const Expected<MaskAnswerPtr>& answer) {
        if (!answer) return;
        set_.answers.push_back(
            {regions, (*answer)->target_after.probability, (*answer)->target_after.score});
        emit changed();
        askNext();
      });
}

void RegionSearch::cancel() {
  if (!is_active_) return;
  end();
  if (workspace_.isRunActive() || workspace_.isExplainPending()) workspace_.stop();
}

void RegionSearch::end() {
  if (!std::exchange(is_active_, false)) return;
  if (!set_.regions.empty()) askNext();
  emit changed();
}

void RegionSearch::forget() {
  const bool was_active = std::exchange(is_active_, false);
  request_.cancel();
  set_ = {};
  further_.reset();
  if (was_active && workspace_.isExplainPending()) workspace_.stop();
  emit changed();
}

}  // namespace fido::ui
