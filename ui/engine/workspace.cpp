#include "ui/engine/workspace.h"

#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "core/infill/infillers.h"
#include "ui/document/text.h"

namespace fido::ui {
namespace {

// A painted mask gets further samples while its interval is wider than the digits on screen can
// show.
constexpr int kMaxSamples = 512;
constexpr double kMinIntervalWidth = 0.002;
// During a run, the probabilities of all classes are asked for periodically. An answer waits for
// the step under way and takes a small part of its time; it is asked for more often when the
// picture depends on it as well.
constexpr qint64 kAskPeriodMs = 1000, kSampledAskPeriodMs = 250;
// The period is at least this many times the duration of an answer.
constexpr qint64 kAskPeriodFactor = 20, kSampledAskPeriodFactor = 3;

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
  connect(&bridge_, &EngineBridge::activityChanged, this, &Workspace::activityChanged);
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
  connect(&bridge_, &EngineBridge::classified, this, [this](const Classification& result) {
    document_.setPredictions(result.predictions);
    startIfReady();
    emit activityChanged();
  });
  connect(&bridge_, &EngineBridge::runAdvanced, this, [this](const RunProgress& progress) {
    document_.advanceRun(progress.steps, progress.frames, progress.snapshot);
  });
  connect(&bridge_, &EngineBridge::runFinished, this,
          [this](const std::shared_ptr<const RunResult>& result) {
            document_.finishRun(result);
            if (document_.isLive() && !document_.byHand()) askAboutShownMask();
            // A classifier that was loaded in the meantime has removed the run.
            if (document_.run() && document_.run()->result)
              emit runEnded();
            else
              emit runAbandoned();
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
    if (run && (!document_.isLive() || run->result || !isRunActive())) {
      askAboutShownMask();
    } else {
      forgetQuestion();  // the run's own snapshots give the answer
      since_question_.invalidate();
      askPeriodically();
    }
  });
  connect(&document_, &Document::maskKindChanged, this, &Workspace::askAboutShownMask);
  const auto on_painted_changed = [this] {
    if (!document_.byHand()) return;
    painted_changed_ = true;
    scheduleAskAboutPaintedMask();
  };
  connect(&document_.masks(), &Masks::pixelsChanged, this, on_painted_changed);
  connect(&document_.masks(), &Masks::currentChanged, this, [this, on_painted_changed] {
    forgetQuestion();  // about another mask
    on_painted_changed();
    if (!document_.byHand()) askAboutShownMask();
  });
  ask_painted_timer_.setSingleShot(true);
  connect(&ask_painted_timer_, &QTimer::timeout, this, &Workspace::askAboutPaintedMask);
  connect(&document_, &Document::questionChanged, this, on_painted_changed);
  connect(&document_, &Document::predictionsChanged, this, on_painted_changed);
  connect(&document_, &Document::shownChanged, this, &Workspace::askPeriodically);
  connect(&document_, &Document::predictionsChanged, this, &Workspace::stateChanged);
}

bool Workspace::isRunActive() const {
  return state() == RunState::loading || state() == RunState::running ||
         state() == RunState::paused || state() == RunState::stopping;
}

bool Workspace::canExplain() const {
  return document_.photo() && (document_.classifier() || bridge_.isLoadingClassifier());
}

bool Workspace::canSave() const { return document_.run() && document_.run()->result; }

QString Workspace::activity() const {
  if (bridge_.isLoadingClassifier())
    return loading_name_.isEmpty() ? tr("Loading…") : tr("Loading %1…").arg(loading_name_);
  if (state() == RunState::loading) return tr("Preparing the run…");
  if (state() == RunState::stopping) return tr("Stopping…");
  if (bridge_.hasFileJobs()) return tr("Working…");
  if (document_.photo() && document_.classifier() && document_.predictions().empty() &&
      !classify_failed_)
    return tr("Classifying…");
  return {};
}

void Workspace::begin(const QString& preferred, const QString& fallback) {
  fallback_ = fallback;
  choose_default_ = preferred.isEmpty();
  bridge_.listModels(folders_);
  if (!preferred.isEmpty()) chooseClassifier(preferred);
}

void Workspace::onModels(const std::vector<CatalogueEntry>& models) {
  std::vector<CatalogueEntry> found;
  std::copy_if(
      models.begin(), models.end(), std::back_inserter(found),
      [](const CatalogueEntry& entry) { return entry.kind == "classifier" || entry.kind.empty(); });
  // Models that were added meanwhile from outside the search path stay in the list.
  for (CatalogueEntry& entry : models_) {
    const bool listed = std::any_of(found.begin(), found.end(), [&](const CatalogueEntry& other) {
      return other.card_path == entry.card_path;
    });
    if (!listed) found.push_back(std::move(entry));
  }
  models_ = std::move(found);
  emit modelsChanged();
  if (!std::exchange(choose_default_, false)) return;
  const auto is_usable = [](const CatalogueEntry& entry) {
    return entry.kind == "classifier" && entry.problem.empty();
  };
  auto choice = std::find_if(models_.begin(), models_.end(), [&](const CatalogueEntry& entry) {
    return is_usable(entry) && (qstr(entry.id) == fallback_ || qstr(entry.card_path) == fallback_);
  });
  if (choice == models_.end()) choice = std::find_if(models_.begin(), models_.end(), is_usable);
  if (choice != models_.end()) {
    chooseClassifier(qstr(choice->card_path));
  } else if (QFileInfo::exists(fallback_)) {
    chooseClassifier(fallback_);
  } else {
    abandonExplain();
    emit failed(Task::models,
                Error{ErrorCode::input,
                      tr("No classifier was found. Add one: choose a TorchScript file (.pt) and "
                         "describe its input.")
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

void Workspace::chooseClassifier(const QString& id_or_path) {
  choose_default_ = false;
  // The worker loads the new classifier when the run has ended. The result of the run stays on
  // screen until then.
  if (isRunActive()) bridge_.stop();
  loading_name_.clear();
  for (const CatalogueEntry& entry : models_)
    if (qstr(entry.card_path) == id_or_path || qstr(entry.id) == id_or_path)
      loading_name_ = qstr(entry.name);
  bridge_.chooseClassifier(id_or_path, folders_, document_.spec());
  emit stateChanged();
}

void Workspace::chooseCard(const QString& path) {
  const CatalogueEntry entry = read_catalogue_entry(to_path(path), false);
  if (entry.kind != "infiller") return chooseClassifier(path);
  if (!entry.problem.empty()) {
    emit failed(Task::models, Error{ErrorCode::input, entry.problem});
    return;
  }
  RunSpec next = document_.spec();
  // Results write the id if the search path leads to this card, and otherwise its path.
  const InfillerInfo* found = find_infiller(entry.id);
  const bool is_on_search_path = found && found->card_path == entry.card_path;
  next.infill = is_on_search_path ? found->id : entry.card_path.string();
  if (find_infiller(next.infill)) document_.setSpec(next);
}

void Workspace::addModel(const ClassifierCard& card) { bridge_.addModel(card); }

void Workspace::openPhoto(const QString& path) { bridge_.openPhoto(path); }

void Workspace::openPicture(const QImage& picture, const QString& name) {
  bridge_.openPicture(picture, name);
}

void Workspace::leaveRun() {
  if (isRunActive()) bridge_.stop();
  bridge_.forgetRun();
  forgetQuestion();
}

void Workspace::closePhoto() {
  abandonExplain();
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
  if (!info || !document_.photo() || bridge_.isLoadingClassifier() ||
      !document_.predictions().empty())
    return;
  classify_failed_ = false;
  // All classes, because any of them can become the target and shows its probability.
  bridge_.classify(document_.photo()->pixels, info->card.num_classes);
}

void Workspace::explain(const QObject* asker) {
  run_mask_.reset();
  startWhenReady(asker);
}

void Workspace::explainWithout(Plane keep, const QObject* asker) {
  run_mask_ = std::make_shared<const Plane>(std::move(keep));
  startWhenReady(asker);
}

void Workspace::startWhenReady(const QObject* asker) {
  emit runRequested(asker);
  explain_pending_ = true;
  if (isRunActive()) bridge_.stop();
  startIfReady();
  emit stateChanged();
}

void Workspace::startIfReady() {
  if (!explain_pending_ || isRunActive() || bridge_.isLoadingClassifier()) return;
  if (!document_.photo() || !document_.classifier() || document_.predictions().empty()) return;
  explain_pending_ = false;
  forgetQuestion();
  if (document_.byHand()) scheduleAskAboutPaintedMask();
  since_question_.invalidate();
  RunSpec spec = document_.question();
  auto mask = document_.maskForRun();
  const bool has_own_mask = run_mask_ != nullptr;
  if (has_own_mask) {
    spec.mask_role = "drop";
    mask = std::exchange(run_mask_, nullptr);
  }
  if (spec.mask_role != "none" && !mask) {
    emit runAbandoned();
    emit failed(Task::run,
                Error{ErrorCode::usage, tr("The run needs a painted mask, but there is none. Paint "
                                           "one, or choose “Not used” in the list under the "
                                           "masks.")
                                            .toStdString()});
    return;
  }
  if (!bridge_.start(spec, document_.classifier()->card, document_.photo()->pixels, mask)) return;
  // Show the run's map instead of the painted mask.
  if (mask && !has_own_mask) document_.masks().setCurrent(-1);
  document_.beginRun(spec);
}

void Workspace::pauseOrResume() {
  if (state() == RunState::paused)
    bridge_.resume();
  else
    bridge_.pause();
}

void Workspace::stop() {
  abandonExplain();
  bridge_.stop();
  emit stateChanged();
}

// Gives up the run that waits for the photo, the classifier or the end of another run.
void Workspace::abandonExplain() {
  run_mask_.reset();
  if (std::exchange(explain_pending_, false)) emit runAbandoned();
}

void Workspace::save(const QString& folder) {
  if (!canSave()) return;
  const Run& run = *document_.run();
  QString stem = run.photo ? QFileInfo(run.photo->name).completeBaseName() : QString();
  if (stem.isEmpty()) stem = QStringLiteral("picture");
  bridge_.save(folder, stem, run.result, run.photo);
}

void Workspace::ask(MaskQuestion question, bool is_followup, Urgency urgency) {
  const InfillerInfo* infiller = find_infiller(question.infill);
  question.samples = samples_per_picture(infiller);
  question.top_k = document_.classifier()->card.num_classes;
  question_pending_ = true;
  since_question_.start();
  bridge_.ask(std::move(question), is_followup, urgency);
}

void Workspace::scheduleAskAboutPaintedMask() {
  if (!ask_painted_timer_.isActive()) ask_painted_timer_.start();
}

void Workspace::askAboutPaintedMask() {
  if (!document_.byHand() || !document_.photo() || !document_.classifier() ||
      document_.target() < 0)
    return;
  MaskQuestion question;
  question.photo = document_.photo()->pixels;
  question.mask = document_.paintedMask();
  question.is_soft = document_.isPaintedMaskSoft();
  question.infill = document_.spec().infill;
  question.target = std::to_string(document_.target());
  // During a stroke, the first answer is the fastest; onPaintedMaskAnswer() then asks for a better
  // one.
  question.wants_preview = painted_changed_;
  if (painted_changed_) painted_samples_.clear();
  question.seed = document_.spec().seed + painted_samples_.size();  // another seed for every sample
  // Further samples of an unchanged mask have no edit's urgency.
  ask(std::move(question), question_is_painted_, painted_changed_ ? Urgency::edit : Urgency::now);
  question_is_painted_ = true;
  if (std::exchange(painted_changed_, false)) first_painted_question_ = bridge_.lastQuestionId();
}

void Workspace::askAboutShownMask() {
  if (document_.byHand()) return scheduleAskAboutPaintedMask();
  const Run* run = document_.run();
  if (!run || !run->photo || document_.shown().mask.empty() || !document_.classifier()) return;
  if (question_pending_ && !question_is_painted_) {
    // One question at a time: every answer is shown, and the last question is always answered.
    ask_again_ = true;
    return;
  }
  MaskQuestion question;
  question.photo = run->photo->pixels;
  question.mask = document_.shown().mask;
  question.infill = run->spec.infill;
  question.target = std::to_string(run->target.index);
  question.seed = run->spec.seed;
  question_is_painted_ = false;
  ask(std::move(question), false);
}

// Asks for the probabilities of all classes during a run: a snapshot has only that of the target.
void Workspace::askPeriodically() {
  const Run* run = document_.run();
  if (document_.byHand() || !run || run->result || !document_.isLive() || question_pending_ ||
      !isRunActive())
    return;
  if (!since_question_.isValid() || since_question_.elapsed() >= ask_period_ms_)
    askAboutShownMask();
}

void Workspace::onAnswer(RequestId id, const MaskAnswer& answer) {
  if (id == bridge_.lastQuestionId()) question_pending_ = false;
  if (question_is_painted_) return onPaintedMaskAnswer(id, answer);
  const bool is_sampled = document_.maskKind() == MaskKind::sampled;
  ask_period_ms_ = std::max(
      is_sampled ? kSampledAskPeriodMs : kAskPeriodMs,
      (is_sampled ? kSampledAskPeriodFactor : kAskPeriodFactor) * since_question_.elapsed());
  document_.setAnswer(answer);
  if (std::exchange(ask_again_, false)) askAboutShownMask();
}

void Workspace::onPaintedMaskAnswer(RequestId id, const MaskAnswer& answer) {
  // An answer about an earlier state of the mask is shown, but is no sample of the current state.
  const bool is_current = id >= first_painted_question_ && !painted_changed_;
  const bool is_final = is_current && !answer.is_preview;
  if (is_final)
    painted_samples_.insert(painted_samples_.end(), answer.samples.begin(), answer.samples.end());
  const Interval marginal = is_final ? student_t_interval(painted_samples_) : answer.marginal;
  document_.setPaintedAnswer(answer, marginal, is_final);
  if (is_current && answer.is_preview && !question_pending_) return scheduleAskAboutPaintedMask();
  if (is_final && !question_pending_ && marginal.samples > 1 && marginal.samples < kMaxSamples &&
      marginal.high - marginal.low > kMinIntervalWidth)
    scheduleAskAboutPaintedMask();
}

void Workspace::forgetQuestion() {
  question_pending_ = ask_again_ = question_is_painted_ = false;
  bridge_.forgetQuestion();
}

void Workspace::onFailed(Task task, const Error& error) {
  if (task == Task::question) {
    question_pending_ = ask_again_ = false;
  } else if (task == Task::run) {
    document_.abandonRun();
    emit runAbandoned();
    if (error.code == ErrorCode::interrupted) return;  // the user pressed Stop
  } else if (task == Task::photo || task == Task::classifier) {
    abandonExplain();
    classifyIfReady();  // the photo and the classifier that are still open
  } else if (task == Task::classify) {
    abandonExplain();  // the same photo would fail again
    classify_failed_ = true;
  }
  emit failed(task, error);
  emit stateChanged();
}

}  // namespace fido::ui
