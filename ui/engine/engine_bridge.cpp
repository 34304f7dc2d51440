#include "ui/engine/engine_bridge.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QtConcurrent>
#include <algorithm>
#include <utility>

#include "core/base/files.h"
#include "core/image/codec.h"
#include "core/run/results.h"
#include "ui/document/document.h"
#include "ui/document/text.h"

namespace fido::ui {
namespace {

// One frame of a 60 Hz screen: draining more often would only take time from the worker.
constexpr int kDrainPeriodMs = 16;

// Returns the first of stem, stem-2, ... that does not exist, so that saving again never overwrites
// earlier results.
QString new_folder(const QString& parent, const QString& stem) {
  const QDir dir(parent);
  QString name = stem;
  for (int n = 2; dir.exists(name); ++n) name = stem + QStringLiteral("-%1").arg(n);
  return dir.filePath(name);
}

// Counts one class per line and ignores line breaks at the end.
Expected<int> count_classes(const std::filesystem::path& labels) {
  const auto text = read_file(labels);
  if (!text) return tl::unexpected(text.error());
  const auto end = text->find_last_not_of(" \t\r\n");
  if (end == std::string::npos)
    return input_error(labels.string() +
                       ": the file is empty; give a text file with one class per line");
  return 1 + static_cast<int>(
                 std::count(text->begin(), text->begin() + static_cast<std::ptrdiff_t>(end), '\n'));
}

}  // namespace

EngineBridge::EngineBridge(Runner::MakeEngine make, QObject* parent)
    : QObject(parent), mask_requests_([this](MaskQuestion question) {
        return runner_->ask(std::move(question), Urgency::later);
      }) {
  pool_.setMaxThreadCount(2);  // a photo does not wait for the hash of a large model
  drain_timer_.setSingleShot(true);
  connect(&drain_timer_, &QTimer::timeout, this, &EngineBridge::drain);
  since_drain_.start();
  runner_ = std::make_unique<Runner>(std::move(make), [this] {
    QMetaObject::invokeMethod(this, &EngineBridge::scheduleDrain, Qt::QueuedConnection);
  });
}

EngineBridge::~EngineBridge() {
  runner_.reset();
  pool_.waitForDone();
}

template <class Work, class Done>
void EngineBridge::runInBackground(Work work, Done done) {
  using Result = std::invoke_result_t<Work>;
  auto* watcher = new QFutureWatcher<Result>(this);
  connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, done] {
    watcher->deleteLater();
    --file_jobs_;
    done(watcher->future().takeResult());
    emit activityChanged();
  });
  ++file_jobs_;
  watcher->setFuture(QtConcurrent::run(&pool_, [work = std::move(work)]() -> Result {
    try {
      return work();
    } catch (const std::exception& e) {  // most likely out of memory
      return run_error(e.what());
    }
  }));
  emit activityChanged();
}

void EngineBridge::listModels(std::vector<std::filesystem::path> model_folders) {
  const auto job = ++models_job_;
  runInBackground(
      [folders = std::move(model_folders)]() -> Expected<std::vector<CatalogueEntry>> {
        return Catalogue(folders).list();
      },
      [this, job](auto models) {
        if (job != models_job_) return;
        if (models)
          emit modelsListed(*models);
        else
          emit failed(Task::models, models.error());
      });
}

void EngineBridge::chooseClassifier(const QString& id_or_path,
                                    std::vector<std::filesystem::path> model_folders,
                                    const RunSpec& spec) {
  const auto job = ++choose_job_;
  finding_card_ = true;
  runInBackground([folders = std::move(model_folders),
                   id = id_or_path.toStdString()] { return Catalogue(folders).classifier(id); },
                  [this, job, spec](Expected<ClassifierCard> card) {
                    if (job != choose_job_) return;
                    finding_card_ = false;
                    if (!card) {
                      emit failed(Task::classifier, card.error());
                      return;
                    }
                    emit classifierChosen(*card);
                    load_spec_ = spec;
                    load(std::move(*card));
                  });
}

// Suspends the questions about masks: the new classifier would answer those that wait in the
// engine.
void EngineBridge::load(ClassifierCard card) {
  mask_requests_.suspend();
  load_id_ = runner_->load(std::move(card), load_spec_);
}

void EngineBridge::addModel(ClassifierCard draft) {
  runInBackground(
      [draft = std::move(draft)]() -> Expected<ClassifierCard> {
        ClassifierCard card = draft;
        auto hash = sha256_file(card.file);
        if (!hash) return tl::unexpected(hash.error());
        card.sha256 = *hash;
        if (card.num_classes == 0) {
          auto count = count_classes(card.labels_file);
          if (!count) return tl::unexpected(count.error());
          card.num_classes = *count;
        }
        QDir().mkpath(qstr(card.card_path.parent_path()));
        if (auto written = save_classifier_card(card); !written)
          return tl::unexpected(written.error());
        return card;
      },
      [this](Expected<ClassifierCard> card) {
        if (card)
          emit modelAdded(*card);
        else
          emit failed(Task::add_model, card.error());
      });
}

void EngineBridge::openPhoto(const QString& path) {
  loadPhoto([path]() -> Expected<PhotoPtr> {
    std::string sha256;
    auto image = load_image(to_path(path), &sha256);
    if (!image) return tl::unexpected(image.error());
    auto photo = std::make_shared<Photo>(*make_photo(
        std::move(*image), QFileInfo(path).absoluteFilePath(), QFileInfo(path).fileName()));
    photo->sha256 = std::move(sha256);
    return PhotoPtr(std::move(photo));
  });
}

void EngineBridge::openPicture(const QImage& picture, const QString& name) {
  loadPhoto([picture, name]() -> Expected<PhotoPtr> {
    if (picture.isNull())
      return input_error(
          tr("The picture could not be read. Save it as a file and open the file.").toStdString());
    return make_photo(flatten_alpha(picture), {}, name);
  });
}

void EngineBridge::loadPhoto(std::function<Expected<PhotoPtr>()> load) {
  const auto job = ++photo_job_;
  runInBackground(std::move(load), [this, job](Expected<PhotoPtr> photo) {
    if (job != photo_job_) return;
    if (photo)
      emit photoReady(*photo);
    else
      emit failed(Task::photo, photo.error());
  });
}

void EngineBridge::classify(ImagePtr photo, int top) {
  classify_id_ = runner_->classify(std::move(photo), top);
}

RequestId EngineBridge::ask(MaskQuestion question, bool is_followup, Urgency urgency) {
  const bool is_first = !is_followup || ask_id_ == 0;
  ask_id_ = runner_->ask(std::move(question), urgency);
  if (is_first) ask_first_ = ask_id_;
  return ask_id_;
}

bool EngineBridge::start(const RunSpec& spec, const ClassifierCard& card, ImagePtr photo,
                         std::shared_ptr<const Plane> mask) {
  auto id = runner_->start(spec, card, std::move(photo), true, std::move(mask));
  if (!id) {
    emit failed(Task::run, id.error());
    return false;
  }
  run_id_ = *id;
  setState(runner_->state());
  return true;
}

// pause(), resume() and stop() report nothing if the runner refuses: the run has just ended, before
// the click.
void EngineBridge::pause() {
  if (runner_->pause()) setState(runner_->state());
}

void EngineBridge::resume() {
  if (runner_->resume()) setState(runner_->state());
}

void EngineBridge::stop() {
  if (runner_->stop()) setState(runner_->state());
}

void EngineBridge::save(const QString& folder, const QString& stem,
                        const std::shared_ptr<const RunResult>& result, const PhotoPtr& photo) {
  runInBackground(
      [=]() -> Expected<QString> {
        RunResult saved_result = *result;
        if (photo) {
          saved_result.image_path = photo->path.toStdString();
          saved_result.image_sha256 = photo->sha256;
        }
        const QString target = new_folder(folder, stem);
        auto written =
            write_result(to_path(target), saved_result, photo ? photo->pixels.get() : nullptr);
        if (!written) return tl::unexpected(written.error());
        return target;
      },
      [this](Expected<QString> target) {
        if (target)
          emit saved(*target);
        else
          emit failed(Task::save, target.error());
      });
}

void EngineBridge::scheduleDrain() {
  if (since_drain_.elapsed() >= kDrainPeriodMs)
    drain();
  else if (!drain_timer_.isActive())
    drain_timer_.start(kDrainPeriodMs - static_cast<int>(since_drain_.elapsed()));
}

void EngineBridge::drain() {
  drain_timer_.stop();
  since_drain_.restart();
  Updates updates = runner_->drain();
  deliver(updates);
}

void EngineBridge::deliver(Updates& updates) {
  for (auto& [id, info] : updates.loaded) {
    engine_classifier_ = info;
    if (id != load_id_ && id != run_id_) continue;
    if (id == load_id_) {
      load_id_ = 0;
      emit activityChanged();
    }
    const bool replaces_another = shown_classifier_ && !is_same_model(*shown_classifier_, *info);
    shown_classifier_ = info;
    if (replaces_another)
      mask_requests_.failAll(
          Error{ErrorCode::interrupted, tr("Another classifier was loaded.").toStdString()});
    emit classifierReady(info);
    if (load_id_ == 0) mask_requests_.resume();
  }
  for (const auto& [id, classification] : updates.classified)
    if (id == classify_id_) emit classified(classification);
  if (updates.run == run_id_ &&
      (!updates.steps.empty() || !updates.frames.empty() || updates.snapshot))
    emit runAdvanced({std::move(updates.steps), std::move(updates.frames), updates.snapshot});
  for (const auto& [id, result] : updates.finished)
    if (id == run_id_) emit runFinished(result);
  for (const auto& [id, answer] : updates.answers) {
    if (mask_requests_.deliver(id, answer)) continue;
    if (id >= ask_first_ && id <= ask_id_) {
      ask_first_ = id + 1;  // an older answer never replaces this one
      emit answered(id, answer);
    }
  }
  for (const auto& [id, error] : updates.errors) deliverError(id, error);
  setState(updates.state);
}

void EngineBridge::setState(RunState state) {
  if (state == state_) return;
  state_ = state;
  emit stateChanged(state_);
}

void EngineBridge::deliverError(RequestId id, const Error& error) {
  if (id == load_id_ && id != 0) {
    load_id_ = 0;
    restoreClassifier();
    if (load_id_ == 0) mask_requests_.resume();
    emit activityChanged();
    // Nobody asks any more if another classifier has been chosen since.
    if (!finding_card_) emit failed(Task::classifier, error);
  } else if (mask_requests_.deliver(id, tl::unexpected(error))) {
    return;
  } else if (id == classify_id_) {
    emit failed(Task::classify, error);
  } else if (id == ask_id_) {
    emit failed(Task::question, error);
  } else if (id == run_id_) {
    emit failed(Task::run, error);
  }
}

// Loads the classifier that the window shows, if the engine holds another one: of two choices in
// quick succession, the first was loaded and the second failed.
void EngineBridge::restoreClassifier() {
  if (shown_classifier_ && engine_classifier_ != shown_classifier_) load(shown_classifier_->card);
}

}  // namespace fido::ui
