// Restores a session: photo, classifier, masks, question and run, each as soon as its prerequisites
// are available.
#pragma once

#include <QObject>
#include <optional>

#include "ui/engine/workspace.h"
#include "ui/persistence/session_file.h"

namespace fido::ui {

class Restorer : public QObject {
  Q_OBJECT

 public:
  explicit Restorer(Workspace& workspace, QObject* parent = nullptr);

  // Starts to restore a session and drops the one that is being restored. The models that the
  // session names must be allowed (ModelGate). `complete` is false if a part of the session has
  // been left out already.
  void begin(SessionData session, bool complete = true);
  // Opens the photo of the session from `path`, after photoMissing(). Accepts another picture in
  // its place only with `accept_other`.
  void tryPhoto(const QString& path, bool accept_other = false);
  bool isActive() const { return pending_.has_value(); }
  bool isOpeningPhoto() const { return isActive() && expected_path_ && !photo_opened_; }

 signals:
  // Asks for tryPhoto(). `reason` is a sentence. `is_usable` is true if there is another picture at
  // `path`.
  void photoMissing(const QString& path, const QString& reason, bool is_usable);
  void viewRestored(const fido::ui::ViewChoices& view);
  void finished(bool complete);  // incomplete: a part could not be restored
  void abandoned();              // another photo was opened meanwhile
  // The session was restored except for a part; the sentence names the part and the reason.
  void incomplete(const QString& reason);

 private:
  void onPhoto();
  void continueIfReady();
  void leaveOut(const QString& reason);

  Workspace& workspace_;
  std::optional<SessionData> pending_;
  std::optional<QString> expected_path_;  // of the photo that is being opened; empty: no file
  bool photo_opened_ = false;
  bool card_exists_ = false;  // of the classifier, when its model was allowed
  bool complete_ = true;
};

}  // namespace fido::ui
