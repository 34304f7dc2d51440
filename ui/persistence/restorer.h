// Brings a session back: photo, classifier, masks, question, run, in the order in which they become
// possible.
#pragma once

#include <QObject>
#include <optional>

#include "ui/engine/workspace.h"
#include "ui/persistence/session_file.h"

namespace fido::ui {

class Restorer : public QObject {
  Q_OBJECT

 public:
  explicit Restorer(Workspace& session, QObject* parent = nullptr);

  // A restoration under way is dropped.
  void begin(SessionData session);
  // Where the photo is now, after photoMissing. `whatever`: also where it is another picture.
  void tryPhoto(const QString& path, bool whatever = false);
  bool busy() const { return pending_.has_value(); }

 signals:
  // Asks for tryPhoto(). `reason` is a sentence; `usable` when there is a picture, but another one.
  void photoMissing(const QString& path, const QString& reason, bool usable);
  void viewRestored(const fido::ui::ViewChoices& view);
  void finished();
  void gaveUp();  // another photo was opened meanwhile
  // It is, but for a part: a sentence says which, and why.
  void incomplete(const QString& reason);

 private:
  void onPhoto();
  void continueIfReady();

  Workspace& workspace_;
  std::optional<SessionData> pending_;
  QString expected_;  // path of the photo that is being opened
  bool photo_there_ = false;
};

}  // namespace fido::ui
