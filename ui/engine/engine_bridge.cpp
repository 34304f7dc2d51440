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

// A screen shows no more; draining faster would only take time from the worker.
constexpr int kFrameMs = 16;

// The first of stem, stem-2, ... that does not exist: saving again never writes over what was saved
// before.
QString new_folder(const QString& parent, const QString& stem) {
  const QDir dir(parent);
  QString name = stem;
  for (int n = 2; dir.exists(name); ++n) name = stem + QStringLiteral("-%1").arg(n);
  return dir.filePath(name);
}

// One class a line; line breaks at the end are no classes.
Expected<int> count_classes(const std::filesystem::path& labels) {
  const auto text = read_file(labels);
  if (!text) return tl::unexpected(text.error());
  const auto end = text->find_last_not_of(" \t\r\n");
  if (end == std::string::npos)
    return input_error(labels.string() + ": has no line; give a text file with one class a line");
  return 1 + static_cast<int>(
                 std::count(text->begin(), text->begin() + static_cast<std::ptrdiff_t>(end), '\n'));
}

}  // namespace

EngineBridge::EngineBridge(Runner::MakeEngine make, QObject* parent)
    : QObject(parent), mask_requests_([this](MaskQuestion question) {
        return runner_->ask(std::move(question), Urgency::later);
      }) {
  pool_.setMaxThreadCount(2);  // a photo need not wait for the hash of a large model
  soon_.setSingleShot(true);
  connect(&soon_, &QTimer::timeout, this, &EngineBridge::drain);
  since_drain_.start();
  runner_ = std::make_unique<Runner>(std::move(make), [this] {
    QMetaObject::invokeMethod(this, &EngineBridge::wake, Qt::QueuedConnection);
  });
}

EngineBridge::~EngineBridge() {
  runner_.reset();
  pool_.waitForDone();
}

template <class Work, class Done>
void EngineBridge::background(Work work, Done done) {
  using Result = std::invoke_result_t<Work>;
  auto* watcher = new QFutureWatcher<Result>(this);
  connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, done] {
    watcher->deleteLater();
    --file_jobs_;
    done(watcher->future().takeResult());
    emit filesChanged();
  });
  ++file_jobs_;
  watcher->setFuture(QtConcurrent::run(&pool_, [work = std::move(work)]() -> Result {
    try {
      return work();
    } catch (const std::exception& e) {  // out of memory, most likely
      return run_error(e.what());
    }
  }));
  emit filesChanged();
}

void EngineBridge::listModels(std::vector<std::filesystem::path> first) {
  const auto job = ++models_job_;
  background(
      [first = std::move(first)]() -> Expected<std::vector<CatalogueEntry>> {
        return Catalogue(first).list();
      },
      [this, job](auto models) {
        if (job != models_job_) return;
        if (models)
          emit modelsListed(*models);
        else
          emit failed(Task::models, models.error());
      });
}

void EngineBridge::chooseClassifier(const QString& which, std::vector<std::filesystem::path> first,
                                    const RunSpec& spec) {
  const auto job = ++choose_job_;
  choosing_ = true;
  background([first = std::move(first),
              id = which.toStdString()] { return Catalogue(first).classifier(id); },
             [this, job, spec](Expected<ClassifierCard> card) {
               if (job != choose_job_) return;
               choosing_ = false;
               if (!card) {
                 emit failed(Task::classifier, card.error());
                 return;
               }
               emit classifierChosen(*card);
               load_spec_ = spec;
               load(std::move(*card));
             });
}

// A question that waits in the engine would be answered by the classifier that comes.
void EngineBridge::load(ClassifierCard card) {
  mask_requests_.suspend();
  load_id_ = runner_->load(std::move(card), load_spec_);
}

void EngineBridge::addModel(ClassifierCard draft) {
  background(
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
  preparePhoto([path]() -> Expected<PhotoPtr> {
    std::string sha256;
    auto image = load_image(to_path(path), &sha256);
    if (!image) return tl::unexpected(image.error());
    auto photo = std::make_shared<Photo>(*make_photo(
        std::move(*image), QFileInfo(path).absoluteFilePath(), QFileInfo(path).fileName()));
    photo->sha256 = std::move(sha256);
    return PhotoPtr(std::move(photo));
  });
}

void EngineBridge::takePhoto(const QImage& picture, const QString& name) {
  preparePhoto([picture, name]() -> Expected<PhotoPtr> {
    if (picture.isNull()) return input_error("There is no picture on the clipboard.");
    return make_photo(flat_image(picture), {}, name);
  });
}

void EngineBridge::preparePhoto(std::function<Expected<PhotoPtr>()> work) {
  const auto job = ++photo_job_;
  background(std::move(work), [this, job](Expected<PhotoPtr> photo) {
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

RequestId EngineBridge::ask(MaskQuestion question, bool follow, Urgency urgency) {
  const bool first = !follow || ask_id_ == 0;
  ask_id_ = runner_->ask(std::move(question), urgency);
  if (first) ask_first_ = ask_id_;
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

// A refused move means that the worker was faster than the click (a run that just ended): nothing
// to report.
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
                        std::shared_ptr<const RunResult> result, PhotoPtr photo) {
  background(
      [=]() -> Expected<QString> {
        RunResult whole = *result;
        if (photo) {
          whole.image_path = photo->path.toStdString();
          whole.image_sha256 = photo->sha256;
        }
        const QString target = new_folder(folder, stem);
        auto written = write_result(to_path(target), whole, photo ? photo->pixels.get() : nullptr);
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

void EngineBridge::wake() {
  if (since_drain_.elapsed() >= kFrameMs)
    drain();
  else if (!soon_.isActive())
    soon_.start(kFrameMs - static_cast<int>(since_drain_.elapsed()));
}

void EngineBridge::drain() {
  soon_.stop();
  since_drain_.restart();
  Updates updates = runner_->drain();
  deliver(updates);
}

void EngineBridge::deliver(Updates& updates) {
  for (auto& [id, info] : updates.loaded) {
    in_engine_ = info;
    if (id != load_id_ && id != run_id_) continue;
    if (id == load_id_) {
      load_id_ = 0;
      emit filesChanged();
    }
    const bool other = shown_ && !same_model(*shown_, *info);
    shown_ = info;
    if (other)
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
      ask_first_ = id + 1;  // never back to an older one
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
    emit filesChanged();
    emit failed(Task::classifier, error);
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

// Two choices in quick succession: the first loaded, the second failed. The engine then holds one
// that the window never showed, and would classify with it.
void EngineBridge::restoreClassifier() {
  if (shown_ && in_engine_ != shown_) load(shown_->card);
}

}  // namespace fido::ui
