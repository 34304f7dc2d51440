// Connects the window with everything slow: the worker that owns the engine (core/run/runner.h) and
// a small thread pool for files. (The canvas, which saves its picture, and the thumbnails of the
// welcome page have threads of their own and share nothing with this class.)
//
// Every request returns at once; its result arrives as a signal on the GUI thread. A newer request
// replaces an older one of the same kind: the result of the older one is dropped here and never
// reaches the window.
#pragma once

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QImage>
#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/model/catalogue.h"
#include "core/run/runner.h"
#include "ui/document/photo.h"
#include "ui/engine/mask_requests.h"

namespace fido::ui {

// The task that failed, so that the window can offer a way out.
enum class Task { models, photo, classifier, classify, question, run, save, add_model };

// The progress of a run since the previous signal; one signal leads to one repaint.
struct RunProgress {
  std::vector<Step> steps;
  std::vector<KeyFrame> frames;
  std::shared_ptr<const Snapshot> snapshot;  // null if there is no new one
};

class EngineBridge : public QObject {
  Q_OBJECT

 public:
  explicit EngineBridge(Runner::MakeEngine make, QObject* parent = nullptr);
  // Waits for the step under way and the file being written. Destroy it after the event loop has
  // ended.
  ~EngineBridge() override;

  RunState state() const { return state_; }
  bool isLoadingClassifier() const { return finding_card_ || load_id_ != 0; }
  bool hasFileJobs() const { return file_jobs_ > 0; }

  // Lists the models; `model_folders` are searched first. Emits modelsListed().
  void listModels(std::vector<std::filesystem::path> model_folders);
  // Loads a classifier. `id_or_path` is an id or the path of a card; device, precision and threads
  // are those of `spec`.
  void chooseClassifier(const QString& id_or_path, std::vector<std::filesystem::path> model_folders,
                        const RunSpec& spec);
  // Fills in the hash of the card and the number of classes, writes it and emits modelAdded().
  void addModel(ClassifierCard draft);
  void openPhoto(const QString& path);
  void cancelOpenPhoto() { ++photo_job_; }
  // Opens a picture that has no file, such as one from the clipboard.
  void openPicture(const QImage& picture, const QString& name);

  void classify(ImagePtr photo, int top);
  // Asks about a mask and returns the id of the question; emits answered(). With `is_followup` the
  // question continues a series of edits: answers to the earlier ones are still delivered, so that
  // the number moves with the brush. Otherwise they are dropped.
  RequestId ask(MaskQuestion question, bool is_followup = false, Urgency urgency = Urgency::now);
  // The queue of questions that can wait until nothing more urgent is left.
  MaskRequestQueue& maskRequests() { return mask_requests_; }
  RequestId lastQuestionId() const { return ask_id_; }
  void forgetQuestion() { ask_id_ = 0; }

  // Starts a run. Returns false, and emits failed(), if the spec or the state does not allow it.
  bool start(const RunSpec& spec, const ClassifierCard& card, ImagePtr photo,
             std::shared_ptr<const Plane> mask = {});
  void pause();
  void resume();
  void stop();
  // Emits no more signals about the run that was started last.
  void forgetRun() { run_id_ = 0; }

  // Writes the files of docs/results.md to a new folder `folder`/`stem` (or stem-2, ...).
  void save(const QString& folder, const QString& stem,
            const std::shared_ptr<const RunResult>& result, const PhotoPtr& photo);

 signals:
  void stateChanged(fido::RunState state);
  void activityChanged();  // hasFileJobs() or isLoadingClassifier() changed
  void modelsListed(const std::vector<fido::CatalogueEntry>& models);
  void modelAdded(const fido::ClassifierCard& card);
  void classifierChosen(const fido::ClassifierCard& card);  // its card is valid; loading begins
  void classifierReady(std::shared_ptr<const fido::ClassifierInfo> info);
  void photoReady(fido::ui::PhotoPtr photo);
  void classified(const fido::Classification& classification);
  void answered(fido::RequestId id, std::shared_ptr<const fido::MaskAnswer> answer);
  void runAdvanced(const fido::ui::RunProgress& progress);
  void runFinished(std::shared_ptr<const fido::RunResult> result);
  void saved(const QString& folder);
  void failed(fido::ui::Task task, const fido::Error& error);

 private:
  void scheduleDrain();
  void drain();
  void setState(RunState state);
  void deliver(Updates& updates);
  void deliverError(RequestId id, const Error& error);
  void load(ClassifierCard card);
  void restoreClassifier();
  void loadPhoto(std::function<Expected<PhotoPtr>()> load);
  // Calls `work` in the thread pool, and `done` with its result on the GUI thread.
  template <class Work, class Done>
  void runInBackground(Work work, Done done);

  QThreadPool pool_;
  QTimer drain_timer_;
  QElapsedTimer since_drain_;
  RunState state_ = RunState::idle;
  int file_jobs_ = 0;
  bool finding_card_ = false;
  quint64 photo_job_ = 0, models_job_ = 0, choose_job_ = 0;
  RequestId load_id_ = 0, classify_id_ = 0, ask_id_ = 0, ask_first_ = 0, run_id_ = 0;
  MaskRequestQueue mask_requests_;
  RunSpec load_spec_;
  std::shared_ptr<const ClassifierInfo> engine_classifier_, shown_classifier_;
  // The last member, so that the worker ends before anything that it reports to.
  std::unique_ptr<Runner> runner_;
};

}  // namespace fido::ui
