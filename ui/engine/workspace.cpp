#include "ui/engine/workspace.h"

#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "core/infill/infillers.h"
#include "ui/document/text.h"

namespace fido::ui {
namespace {

constexpr int kSamples = 8;  // of a stochastic infiller, for one picture on the screen
// Samples for a mask painted by hand: drawn for as long as the interval is wider than a screen can
// show.
constexpr int kMaxSamples = 512;
constexpr double kNarrow = 0.002;
// While a run goes on, all classes are asked for now and then. An answer waits for the step that is
// under way and is itself a small part of it; when the picture depends on it, too, it is asked for
// more often.
constexpr qint64 kAskPeriodMs = 1000, kAskShare = 20, kAskPeriodDrawnMs = 250, kAskShareDrawn = 3;

}  // namespace

Workspace::Workspace(Runner::MakeEngine make, std::vector<std::filesystem::path> model_folders,
                     QObject* parent)
    : QObject(parent),
      bridge_(std::move(make)),
      gallery_(document_, bridge_),
      folders_(std::move(model_folders)) {
  connect(&bridge_, &EngineBridge::modelsListed, this, &Workspace::onModels);
  connect(&bridge_, &EngineBridge::photoReady, this, &Workspace::onPhoto);
  connect(&bridge_, &EngineBridge::classifierReady, this, &Workspace::onClassifier);
  connect(&bridge_, &EngineBridge::failed, this, &Workspace::onFailed);
  connect(&bridge_, &EngineBridge::saved, this, &Workspace::saved);
  connect(&bridge_, &EngineBridge::filesChanged, this, &Workspace::activityChanged);
  connect(&bridge_, &EngineBridge::classifierChosen, this, [this](const ClassifierCard& card) {
    loading_name_ = qstr(card.name.empty() ? card.id : card.name);
    rememberModel(card);
    emit activityChanged();
  });
  connect(&bridge_, &EngineBridge::modelAdded, this, [this](const ClassifierCard& card) {
    rememberModel(card);
    emit modelAdded(qstr(card.card_path));
    chooseClassifier(qstr(card.card_path));
  });
  connect(&bridge_, &EngineBridge::classified, this, [this](const Classification& seen) {
    document_.setPredictions(seen.predictions);
    startIfReady();
    emit activityChanged();
  });
  connect(&bridge_, &EngineBridge::runAdvanced, this, [this](const RunProgress& progress) {
    document_.advanceRun(progress.steps, progress.frames, progress.snapshot);
  });
  connect(&bridge_, &EngineBridge::runFinished, this,
          [this](const std::shared_ptr<const RunResult>& result) {
            document_.finishRun(result);
            if (document_.live() && !document_.byHand()) askAboutShown();
            if (document_.run() && document_.run()->result) emit runEnded();
          });
  connect(&bridge_, &EngineBridge::answered, this,
          [this](RequestId id, const std::shared_ptr<const MaskAnswer>& answer) {
            onAnswer(id, *answer);
          });
  connect(&bridge_, &EngineBridge::stateChanged, this, [this] {
    emit stateChanged();
    startIfReady();
  });
  connect(&document_, &Document::frameChanged, this, [this] {
    if (document_.byHand()) return;
    const Run* run = document_.run();
    if (run && (!document_.live() || run->result || !active())) {
      askAboutShown();
    } else {
      forgetQuestion();  // the live end answers for itself
      since_asked_.invalidate();
      askNowAndThen();
    }
  });
  connect(&document_, &Document::maskKindChanged, this, &Workspace::askAboutShown);
  const auto by_hand = [this] {
    if (!document_.byHand()) return;
    hand_changed_ = true;
    askAboutHand();
  };
  connect(&document_.masks(), &Masks::changed, this, by_hand);
  connect(&document_.masks(), &Masks::currentChanged, this, [this, by_hand] {
    forgetQuestion();  // about another mask
    by_hand();
    if (!document_.byHand()) askAboutShown();
  });
  hand_soon_.setSingleShot(true);
  connect(&hand_soon_, &QTimer::timeout, this, &Workspace::askAboutHandNow);
  connect(&document_, &Document::questionChanged, this, by_hand);
  connect(&document_, &Document::predictionsChanged, this, by_hand);
  connect(&document_, &Document::shownChanged, this, &Workspace::askNowAndThen);
  connect(&document_, &Document::predictionsChanged, this, &Workspace::stateChanged);
}

bool Workspace::active() const {
  return state() == RunState::loading || state() == RunState::running ||
         state() == RunState::paused || state() == RunState::stopping;
}

bool Workspace::canExplain() const {
  return document_.photo() && (document_.classifier() || bridge_.loadingClassifier());
}

bool Workspace::canSave() const { return document_.run() && document_.run()->result; }

QString Workspace::activity() const {
  if (bridge_.loadingClassifier())
    return loading_name_.isEmpty() ? tr("Loading…") : tr("Loading %1…").arg(loading_name_);
  if (state() == RunState::loading) return tr("Preparing the run…");
  if (state() == RunState::stopping) return tr("Stopping…");
  if (bridge_.busyWithFiles()) return tr("Working…");
  if (document_.photo() && document_.classifier() && document_.predictions().empty() &&
      !unclassifiable_)
    return tr("Classifying…");
  return {};
}

void Workspace::begin(const QString& preferred, const QString& fallback) {
  fallback_ = fallback;
  choose_first_ = preferred.isEmpty();
  bridge_.listModels(folders_);
  if (!preferred.isEmpty()) chooseClassifier(preferred);
}

void Workspace::onModels(const std::vector<CatalogueEntry>& models) {
  std::vector<CatalogueEntry> found;
  std::copy_if(
      models.begin(), models.end(), std::back_inserter(found),
      [](const CatalogueEntry& entry) { return entry.kind == "classifier" || entry.kind.empty(); });
  // What was added meanwhile from outside the search path stays.
  for (CatalogueEntry& entry : models_) {
    const bool listed = std::any_of(found.begin(), found.end(), [&](const CatalogueEntry& other) {
      return other.card_path == entry.card_path;
    });
    if (!listed) found.push_back(std::move(entry));
  }
  models_ = std::move(found);
  emit modelsChanged();
  if (!std::exchange(choose_first_, false)) return;
  const auto usable = [](const CatalogueEntry& entry) {
    return entry.kind == "classifier" && entry.problem.empty();
  };
  auto choice = std::find_if(models_.begin(), models_.end(), [&](const CatalogueEntry& entry) {
    return usable(entry) && (qstr(entry.id) == fallback_ || qstr(entry.card_path) == fallback_);
  });
  if (choice == models_.end()) choice = std::find_if(models_.begin(), models_.end(), usable);
  if (choice != models_.end()) {
    chooseClassifier(qstr(choice->card_path));
  } else if (QFileInfo::exists(fallback_)) {
    chooseClassifier(fallback_);
  } else {
    wanted_ = false;
    emit failed(Task::models,
                Error{ErrorCode::input,
                      tr("No classifier was found. Add one: a TorchScript file (.pt) with "
                         "a few words about its input.")
                          .toStdString()});
  }
}

void Workspace::rememberModel(const ClassifierCard& card) {
  const auto same = [&](const CatalogueEntry& entry) { return entry.card_path == card.card_path; };
  CatalogueEntry entry;
  entry.id = card.id;
  entry.kind = "classifier";
  entry.name = card.name;
  entry.card_path = card.card_path;
  entry.input_size = {card.channels, card.height, card.width};
  entry.file_present = true;
  const auto at = std::find_if(models_.begin(), models_.end(), same);
  if (at != models_.end())
    *at = std::move(entry);
  else
    models_.push_back(std::move(entry));
  emit modelsChanged();
}

void Workspace::chooseClassifier(const QString& which) {
  choose_first_ = false;
  // The worker takes up a new classifier when the run has ended; its result stays to be seen until
  // the other is there.
  if (active()) bridge_.stop();
  loading_name_.clear();
  for (const CatalogueEntry& entry : models_)
    if (qstr(entry.card_path) == which || qstr(entry.id) == which) loading_name_ = qstr(entry.name);
  bridge_.chooseClassifier(which, folders_, document_.spec());
  emit stateChanged();
}

void Workspace::chooseCard(const QString& path) {
  const CatalogueEntry entry = read_entry(to_path(path), false);
  if (entry.kind != "infiller") return chooseClassifier(path);
  if (!entry.problem.empty()) {
    emit failed(Task::models, Error{ErrorCode::input, entry.problem});
    return;
  }
  RunSpec next = document_.spec();
  // By its id where the search path leads to this very card, as it is written in results.
  const InfillerInfo* known = find_infiller(entry.id);
  next.infill = known && known->card == entry.card_path ? known->id : entry.card_path.string();
  if (find_infiller(next.infill)) document_.setSpec(next);
}

void Workspace::addModel(const ClassifierCard& card) { bridge_.addModel(card); }

void Workspace::openPhoto(const QString& path) { bridge_.openPhoto(path); }

void Workspace::takePhoto(const QImage& picture, const QString& name) {
  bridge_.takePhoto(picture, name);
}

void Workspace::leaveRun() {
  if (active()) bridge_.stop();
  bridge_.forgetRun();
  forgetQuestion();
}

void Workspace::closePhoto() {
  wanted_ = false;
  emit photoLeaving();
  leaveRun();
  document_.setPhoto(nullptr);
  emit stateChanged();
}

void Workspace::onPhoto(PhotoPtr photo) {
  emit photoLeaving();
  leaveRun();
  document_.setPhoto(std::move(photo));
  emit photoOpened();
  classifyIfReady();
  emit stateChanged();
}

void Workspace::onClassifier(std::shared_ptr<const ClassifierInfo> info) {
  document_.setClassifier(std::move(info));
  emit classifierLoaded();
  classifyIfReady();
  startIfReady();
  emit stateChanged();
}

void Workspace::classifyIfReady() {
  const auto& info = document_.classifier();
  if (!info || !document_.photo() || bridge_.loadingClassifier() ||
      !document_.predictions().empty())
    return;
  unclassifiable_ = false;
  // All classes: any of them can be chosen as the target, and has a number from the start.
  bridge_.classify(document_.photo()->pixels, info->card.num_classes);
}

void Workspace::explain() {
  wanted_ = true;
  if (active()) bridge_.stop();
  startIfReady();
  emit stateChanged();
}

void Workspace::startIfReady() {
  if (!wanted_ || active() || bridge_.loadingClassifier()) return;
  if (!document_.photo() || !document_.classifier() || document_.predictions().empty()) return;
  wanted_ = false;
  forgetQuestion();
  if (document_.byHand()) askAboutHand();
  since_asked_.invalidate();
  const RunSpec spec = document_.question();
  const auto mask = document_.runMask();
  if (spec.mask_role != "none" && !mask) {
    emit failed(Task::run,
                Error{ErrorCode::usage, tr("The run is to be given a painted mask, and there is "
                                           "none. Paint one, or choose “nothing” "
                                           "for it in the list under the masks.")
                                            .toStdString()});
    return;
  }
  if (!bridge_.start(spec, document_.classifier()->card, document_.photo()->pixels, mask)) return;
  if (mask) document_.masks().setCurrent(-1);  // its map is to be seen, not what it began from
  document_.beginRun();
}

void Workspace::pauseOrResume() {
  if (state() == RunState::paused)
    bridge_.resume();
  else
    bridge_.pause();
}

void Workspace::stop() {
  wanted_ = false;
  bridge_.stop();
  emit stateChanged();
}

void Workspace::save(const QString& folder) {
  if (!canSave()) return;
  const Run& run = *document_.run();
  QString stem = run.photo ? QFileInfo(run.photo->name).completeBaseName() : QString();
  if (stem.isEmpty()) stem = QStringLiteral("picture");
  bridge_.save(folder, stem, run.result, run.photo);
}

void Workspace::ask(MaskQuestion question, bool follow, Urgency urgency) {
  const InfillerInfo* infiller = find_infiller(question.infill);
  question.samples = infiller && infiller->stochastic ? kSamples : 1;
  question.top = document_.classifier()->card.num_classes;
  asked_ = true;
  since_asked_.start();
  bridge_.ask(std::move(question), follow, urgency);
}

void Workspace::askAboutHand() {
  if (!hand_soon_.isActive()) hand_soon_.start();
}

void Workspace::askAboutHandNow() {
  if (!document_.byHand() || !document_.photo() || !document_.classifier() ||
      document_.target() < 0)
    return;
  MaskQuestion question;
  question.photo = document_.photo()->pixels;
  question.mask = document_.handMask();
  question.soft = document_.handIsSoft();
  question.infill = document_.spec().infill;
  question.target = std::to_string(document_.target());
  // While the hand moves, what comes soonest; what comes later is better (onHandAnswer).
  question.coarse = hand_changed_;
  if (hand_changed_) drawn_.clear();
  question.seed = document_.spec().seed + drawn_.size();  // every further sample is another one
  // Further samples of a mask that stands still are nobody's stroke.
  ask(std::move(question), asked_by_hand_, hand_changed_ ? Urgency::edit : Urgency::now);
  asked_by_hand_ = true;
  if (std::exchange(hand_changed_, false)) hand_since_ = bridge_.lastAsked();
}

void Workspace::askAboutShown() {
  if (document_.byHand()) return askAboutHand();
  const Run* run = document_.run();
  if (!run || !run->photo || document_.shown().mask.empty() || !document_.classifier()) return;
  if (asked_ && !asked_by_hand_) {
    // one at a time: every answer is shown, and the last question is always answered
    ask_again_ = true;
    return;
  }
  MaskQuestion question;
  question.photo = run->photo->pixels;
  question.mask = document_.shown().mask;
  question.infill = run->spec.infill;
  question.target = std::to_string(run->target.index);
  question.seed = run->spec.seed;
  asked_by_hand_ = false;
  ask(std::move(question), false);
}

// A snapshot knows the target's probability only.
void Workspace::askNowAndThen() {
  const Run* run = document_.run();
  if (document_.byHand() || !run || run->result || !document_.live() || asked_ || !active()) return;
  if (!since_asked_.isValid() || since_asked_.elapsed() >= ask_period_ms_) askAboutShown();
}

void Workspace::onAnswer(RequestId id, const MaskAnswer& answer) {
  if (id == bridge_.lastAsked()) asked_ = false;
  if (asked_by_hand_) return onHandAnswer(id, answer);
  const bool drawn = document_.maskKind() == MaskKind::drawn;
  ask_period_ms_ = std::max(drawn ? kAskPeriodDrawnMs : kAskPeriodMs,
                            (drawn ? kAskShareDrawn : kAskShare) * since_asked_.elapsed());
  document_.setAnswer(answer);
  if (std::exchange(ask_again_, false)) askAboutShown();
}

void Workspace::onHandAnswer(RequestId id, const MaskAnswer& answer) {
  // An answer to the mask of a moment ago is shown, but does not count among the samples of the one
  // that is there now.
  const bool current = id >= hand_since_ && !hand_changed_;
  const bool final = current && !answer.coarse;
  if (final) drawn_.insert(drawn_.end(), answer.samples.begin(), answer.samples.end());
  const Interval drawn = final ? interval_of(drawn_) : answer.marginal;
  document_.setHandAnswer(answer, drawn, final);
  if (current && answer.coarse && !asked_) return askAboutHand();
  if (final && !asked_ && drawn.samples > 1 && drawn.samples < kMaxSamples &&
      drawn.high - drawn.low > kNarrow)
    askAboutHand();
}

void Workspace::forgetQuestion() {
  asked_ = ask_again_ = asked_by_hand_ = false;
  bridge_.forgetQuestion();
}

void Workspace::onFailed(Task task, const Error& error) {
  if (task == Task::question) {
    asked_ = ask_again_ = false;
  } else if (task == Task::run) {
    document_.abandonRun();
    if (error.code == ErrorCode::interrupted) return;  // a person pressed Stop
  } else if (task == Task::photo || task == Task::classifier) {
    wanted_ = false;
    classifyIfReady();  // with what is still there
  } else if (task == Task::classify) {
    wanted_ = false;  // the same photo would fail again
    unclassifiable_ = true;
  }
  emit failed(task, error);
  emit stateChanged();
}

}  // namespace fido::ui
