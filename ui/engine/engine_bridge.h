// Between the window and everything slow: the worker that owns the engine (core/run/runner.h) and a
// small pool for files. (A canvas that saves its picture and the welcome's thumbnails have a thread
// for that, and share nothing with this.)
//
// Every request returns at once; what it leads to arrives as a signal on the GUI thread. Of two
// requests of one kind the newer one counts: what the older one leads to is dropped here and never
// seen by the window.
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

// What a failure belongs to, so that the window can say what to do.
enum class Task { models, photo, classifier, classify, question, run, save, add_model };

// What a run did since the last look; one signal, so one repaint.
struct RunProgress {
  std::vector<Step> steps;
  std::vector<KeyFrame> frames;
  std::shared_ptr<const Snapshot> snapshot;  // may be null: nothing new
};

class EngineBridge : public QObject {
  Q_OBJECT

 public:
  explicit EngineBridge(Runner::MakeEngine make, QObject* parent = nullptr);
  // waits for the step and the file being written: after the event loop has ended
  ~EngineBridge() override;

  RunState state() const { return state_; }
  bool loadingClassifier() const { return choosing_ || load_id_ != 0; }
  bool busyWithFiles() const { return file_jobs_ > 0; }

  void listModels(std::vector<std::filesystem::path> first);
  // `which` is an id or the path of a card; `spec` brings device, precision and threads.
  void chooseClassifier(const QString& which, std::vector<std::filesystem::path> first,
                        const RunSpec& spec);
  // Fills in the hash, writes the card and says modelAdded.
  void addModel(ClassifierCard draft);
  void openPhoto(const QString& path);
  void cancelOpenPhoto() { ++photo_job_; }
  void takePhoto(const QImage& picture, const QString& name);

  void classify(ImagePtr photo, int top);
  // `follow`: one of a row of edits. The newest is what the worker takes up next, and an answer to
  // one before it is still heard, for a number should move with the brush; else the answer to a
  // question before it is dropped.
  RequestId ask(MaskQuestion question, bool follow = false, Urgency urgency = Urgency::now);
  // For questions that can wait until nothing more urgent is left.
  MaskRequestQueue& maskRequests() { return mask_requests_; }
  RequestId lastAsked() const { return ask_id_; }
  void forgetQuestion() { ask_id_ = 0; }

  // False, with failed(), when the spec or the state does not allow it.
  bool start(const RunSpec& spec, const ClassifierCard& card, ImagePtr photo,
             std::shared_ptr<const Plane> mask = {});
  void pause();
  void resume();
  void stop();
  // Nothing more is heard of the run that was started last.
  void forgetRun() { run_id_ = 0; }

  // The files of docs/results.md in a new folder `folder`/`stem` (or stem-2, ...).
  void save(const QString& folder, const QString& stem, std::shared_ptr<const RunResult> result,
            PhotoPtr photo);

 signals:
  void stateChanged(fido::RunState state);
  void filesChanged();  // busyWithFiles() or loadingClassifier() changed
  void modelsListed(const std::vector<fido::CatalogueEntry>& models);
  void modelAdded(const fido::ClassifierCard& card);
  void classifierChosen(const fido::ClassifierCard& card);  // its card is good; loading begins
  void classifierReady(std::shared_ptr<const fido::ClassifierInfo> info);
  void photoReady(fido::ui::PhotoPtr photo);
  void classified(const fido::Classification& classification);
  void answered(fido::RequestId id, std::shared_ptr<const fido::MaskAnswer> answer);
  void runAdvanced(const fido::ui::RunProgress& progress);
  void runFinished(std::shared_ptr<const fido::RunResult> result);
  void saved(const QString& folder);
  void failed(fido::ui::Task task, const fido::Error& error);

 private:
  void wake();
  void drain();
  void setState(RunState state);
  void deliver(Updates& updates);
  void deliverError(RequestId id, const Error& error);
  void load(ClassifierCard card);
  void restoreClassifier();
  void preparePhoto(std::function<Expected<PhotoPtr>()> work);
  template <class Work, class Done>
  void background(Work work, Done done);

  QThreadPool pool_;
  QTimer soon_;
  QElapsedTimer since_drain_;
  RunState state_ = RunState::idle;
  int file_jobs_ = 0;
  bool choosing_ = false;
  quint64 photo_job_ = 0, models_job_ = 0, choose_job_ = 0;
  RequestId load_id_ = 0, classify_id_ = 0, ask_id_ = 0, ask_first_ = 0, run_id_ = 0;
  MaskRequestQueue mask_requests_;
  RunSpec load_spec_;
  std::shared_ptr<const ClassifierInfo> in_engine_, shown_;
  std::unique_ptr<Runner> runner_;  // last, so that the worker ends before anything it reports to
};

}  // namespace fido::ui
