// Coordinates the open photo, the classifier and the run: classifies a photo as soon as a
// classifier is loaded, starts a run when both are ready, and asks the engine about the mask on
// screen. Owns the document and the bridge; has no widgets.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <filesystem>
#include <memory>
#include <vector>

#include "core/model/catalogue.h"
#include "ui/document/document.h"
#include "ui/engine/engine_bridge.h"
#include "ui/engine/gallery.h"

namespace fido::ui {

class Workspace : public QObject {
  Q_OBJECT

 public:
  // The model folders of --models are searched before all others.
  Workspace(Runner::MakeEngine make, std::vector<std::filesystem::path> model_folders,
            QObject* parent = nullptr);

  Document& document() { return document_; }
  const Document& document() const { return document_; }
  Gallery& gallery() { return gallery_; }
  const std::vector<CatalogueEntry>& models() const { return models_; }
  // Returns the folders that are searched before all others.
  const std::vector<std::filesystem::path>& modelFolders() const { return folders_; }

  RunState state() const { return bridge_.state(); }
  // Returns whether a run has begun and not yet ended.
  bool isRunActive() const;
  // Returns whether explain() waits for the photo, the classifier or the end of another run.
  bool isExplainPending() const { return explain_pending_; }
  bool isLoadingClassifier() const { return bridge_.isLoadingClassifier(); }
  bool canExplain() const;
  bool canSave() const;
  // Returns what is under way ("Loading SqueezeNet 1.1…"), or an empty string.
  QString activity() const;
  bool isIdle() const { return !isRunActive() && !explain_pending_ && activity().isEmpty(); }

  // Finds the models and loads one: `preferred` (an id or the path of a card), otherwise `fallback`
  // if it exists, otherwise the first that can be used.
  void begin(const QString& preferred, const QString& fallback = {});
  // `id_or_path` is an id or the path of a card.
  void chooseClassifier(const QString& id_or_path);
  // Loads the classifier of a card, or makes the infiller of a card the current one.
  void chooseCard(const QString& path);
  // Writes the card of a bare model file, then loads the model.
  void addModel(const ClassifierCard& card);
  // Adds a model to models(), even if it lies outside the search path.
  void rememberModel(const ClassifierCard& card);
  void openPhoto(const QString& path);
  // Keeps the open photo: the one that is being read, if any, does not replace it.
  void cancelOpenPhoto() { bridge_.cancelOpenPhoto(); }
  // Opens a picture that has no file, such as one from the clipboard.
  void openPicture(const QImage& picture, const QString& name);
  void closePhoto();

  // The queue of questions that can wait until nothing more urgent is left.
  MaskRequestQueue& maskRequests() { return bridge_.maskRequests(); }

  // Starts a run, or restarts it, as soon as photo and classifier are ready.
  // `asker`: who goes on with the result; null for the user.
  void explain(const QObject* asker = nullptr);
  // The same, with what `keep` does not keep (1 = kept) dropped throughout.
  void explainWithout(Plane keep, const QObject* asker);
  void pauseOrResume();
  void stop();
  void save(const QString& folder);

 signals:
  void modelsChanged();
  void stateChanged();  // of the run, or of isExplainPending()
  void activityChanged();
  void classifierLoaded();
  void photoLeaving();  // before the document drops the photo and its masks
  void photoOpened();
  void modelAdded(const QString& card_path);
  void runRequested(const QObject* asker);  // before it begins
  void runEnded();                          // with a result, complete or stopped
  void runAbandoned();  // without a result: it failed, or was stopped before its first step
  void saved(const QString& folder);
  void failed(fido::ui::Task task, const fido::Error& error);

 private:
  void onModels(const std::vector<CatalogueEntry>& models);
  void onPhoto(PhotoPtr photo);
  void onClassifier(std::shared_ptr<const ClassifierInfo> info);
  void onFailed(Task task, const Error& error);
  void onAnswer(RequestId id, const MaskAnswer& answer);
  void onPaintedMaskAnswer(RequestId id, const MaskAnswer& answer);
  void classifyIfReady();
  void startWhenReady(const QObject* asker);
  void startIfReady();
  void abandonExplain();
  void leaveRun();
  void askAboutShownMask();
  void askAboutPaintedMask();
  void scheduleAskAboutPaintedMask();
  void ask(MaskQuestion question, bool is_followup, Urgency urgency = Urgency::now);
  void askPeriodically();
  void forgetQuestion();

  Document document_;
  EngineBridge bridge_;
  Gallery gallery_;
  std::vector<std::filesystem::path> folders_;
  std::vector<CatalogueEntry> models_;
  QString fallback_, loading_name_;
  bool choose_default_ = false;  // when the list of models arrives
  bool explain_pending_ = false;
  std::shared_ptr<const Plane> run_mask_;  // of explainWithout(), until the run starts
  bool classify_failed_ = false;           // on the open photo
  bool question_pending_ = false, ask_again_ = false;
  bool question_is_painted_ = false;  // the latest question is about the painted mask
  bool painted_changed_ = true;       // the mask or the question, since the latest question
  // The id of the first question about the painted mask in its current state.
  RequestId first_painted_question_ = 0;
  // Joins all edits of one turn of the event loop into one question.
  QTimer ask_painted_timer_;
  // p(target) of every sample of the painted mask.
  std::vector<double> painted_samples_;
  QElapsedTimer since_question_;
  qint64 ask_period_ms_ = 0;
};

}  // namespace fido::ui
