// What leads to what: a photo is classified once there is a classifier, Explain waits for both,
// scrubbing asks the engine about the mask that is shown. Owns the document and the bridge; no
// widgets.
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
  // `model_folders` are searched first (--models).
  Workspace(Runner::MakeEngine make, std::vector<std::filesystem::path> model_folders,
            QObject* parent = nullptr);

  Document& document() { return document_; }
  const Document& document() const { return document_; }
  Gallery& gallery() { return gallery_; }
  const std::vector<CatalogueEntry>& models() const { return models_; }

  RunState state() const { return bridge_.state(); }
  // A run has begun and not yet ended.
  bool active() const;
  // Explain was asked for and waits for the photo, the classifier or the end of another run.
  bool waiting() const { return wanted_; }
  bool loadingClassifier() const { return bridge_.loadingClassifier(); }
  bool canExplain() const;
  bool canSave() const;
  // "Loading SqueezeNet 1.1…"; empty when nothing is under way.
  QString activity() const;
  bool quiet() const { return !active() && !wanted_ && activity().isEmpty(); }

  // Finds the models and chooses one: `preferred` (an id or a card's path), or the first that can
  // be used.
  void begin(const QString& preferred, const QString& fallback = {});
  void chooseClassifier(const QString& which);
  // A card of either kind, by its path: a classifier is loaded, an infiller is taken into use.
  void chooseCard(const QString& path);
  // Writes the card of a bare model file, then loads it.
  void addModel(const ClassifierCard& card);
  // Also those that lie outside the search path.
  void rememberModel(const ClassifierCard& card);
  void openPhoto(const QString& path);
  // The photo that is being read, if there is one, does not take the place of the one that is open.
  void cancelOpenPhoto() { bridge_.cancelOpenPhoto(); }
  void takePhoto(const QImage& picture, const QString& name);
  void closePhoto();

  // For questions that can wait until nothing more urgent is left.
  MaskRequestQueue& maskRequests() { return bridge_.maskRequests(); }

  // Starts, or starts again.
  void explain();
  void pauseOrResume();
  void stop();
  void save(const QString& folder);

 signals:
  void modelsChanged();
  void stateChanged();  // of the run, or of what waits
  void activityChanged();
  void classifierLoaded();
  void photoLeaving();  // the document still holds what is about to go
  void photoOpened();
  void modelAdded(const QString& card_path);
  void runEnded();  // with a result, whole or stopped
  void saved(const QString& folder);
  void failed(fido::ui::Task task, const fido::Error& error);

 private:
  void onModels(const std::vector<CatalogueEntry>& models);
  void onPhoto(PhotoPtr photo);
  void onClassifier(std::shared_ptr<const ClassifierInfo> info);
  void onFailed(Task task, const Error& error);
  void onAnswer(RequestId id, const MaskAnswer& answer);
  void onHandAnswer(RequestId id, const MaskAnswer& answer);
  void classifyIfReady();
  void startIfReady();
  void leaveRun();
  void askAboutShown();
  void askAboutHand();
  void askAboutHandNow();
  void ask(MaskQuestion question, bool follow, Urgency urgency = Urgency::now);
  void askNowAndThen();
  void forgetQuestion();

  Document document_;
  EngineBridge bridge_;
  Gallery gallery_;
  std::vector<std::filesystem::path> folders_;
  std::vector<CatalogueEntry> models_;
  QString fallback_, loading_name_;
  bool choose_first_ = false;  // once the list has come
  bool wanted_ = false;
  bool unclassifiable_ = false;  // the classifier failed on the photo
  bool asked_ = false, ask_again_ = false;
  // changed: the mask, or the question about it, since it was asked
  bool asked_by_hand_ = false, hand_changed_ = true;
  // the first question about the mask as it is now
  RequestId hand_since_ = 0;
  // one question for all the edits of an event loop's turn
  QTimer hand_soon_;
  // p(target) of every sample for the mask painted by hand
  std::vector<double> drawn_;
  QElapsedTimer since_asked_;
  qint64 ask_period_ms_ = 0;
};

}  // namespace fido::ui
