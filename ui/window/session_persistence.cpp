#include "ui/window/session_persistence.h"

#include <QAction>
#include <QFileInfo>
#include <QLocale>
#include <QPushButton>
#include <utility>

#include "ui/document/text.h"
#include "ui/panels/banner.h"
#include "ui/panels/model_gate.h"
#include "ui/window/file_dialogs.h"
#include "ui/window/main_actions.h"

namespace fido::ui {

SessionPersistence::SessionPersistence(Workspace& workspace, MainActions& actions,
                                       FileDialogs& dialogs, Banner& banner, ModelGate& gate,
                                       CaptureView capture_view, QObject* parent)
    : QObject(parent),
      workspace_(workspace),
      dialogs_(dialogs),
      banner_(banner),
      gate_(gate),
      capture_view_(std::move(capture_view)),
      autosave_(
          AutosaveManager::userFolder(), [this] { return captured(); }, this),
      restorer_(workspace, this) {
  connectAutosave();
  connect(&workspace_, &Workspace::photoLeaving, this, &SessionPersistence::offerReplacedPhoto);
  connect(&restorer_, &Restorer::photoMissing, this, &SessionPersistence::onPhotoMissing);
  connect(&restorer_, &Restorer::abandoned, &banner_, &Banner::dismiss);
  connect(&restorer_, &Restorer::incomplete, &banner_,
          [this](const QString& reason) { banner_.showWarning(reason); });
  connect(&restorer_, &Restorer::viewRestored, this, &SessionPersistence::viewRestored);
  connect(actions.save_session, &QAction::triggered, this, &SessionPersistence::askWhereToSave);
  const auto enable = [this, save = actions.save_session] {
    save->setEnabled(workspace_.document().photo() != nullptr);
  };
  connect(&workspace_.document(), &Document::photoChanged, actions.save_session, enable);
  enable();
}

void SessionPersistence::connectAutosave() {
  const Document& document = workspace_.document();
  connect(&workspace_, &Workspace::photoOpened, this, [this] { autosave_.markUsed(); });
  connect(&document, &Document::photoChanged, &autosave_, &AutosaveManager::scheduleWrite);
  connect(&document, &Document::questionChanged, &autosave_, &AutosaveManager::scheduleWrite);
  connect(&document, &Document::runChanged, &autosave_, &AutosaveManager::scheduleWrite);
  connect(&document, &Document::stepsAdded, &autosave_, &AutosaveManager::scheduleWrite);
  connect(&document, &Document::frameChanged, &autosave_, &AutosaveManager::scheduleWrite);
  connect(&document, &Document::maskKindChanged, &autosave_, &AutosaveManager::scheduleWrite);
  connect(&document, &Document::editPointsChanged, &autosave_, &AutosaveManager::scheduleWrite);
  connect(&document.masks(), &Masks::pixelsChanged, &autosave_, &AutosaveManager::scheduleWrite);
  connect(&document.masks(), &Masks::listChanged, &autosave_, &AutosaveManager::scheduleWrite);
  connect(&document.masks(), &Masks::currentChanged, &autosave_, &AutosaveManager::scheduleWrite);
  connect(&document.masks(), &Masks::edited, &autosave_, &AutosaveManager::scheduleWrite);
  connect(&autosave_, &AutosaveManager::failed, this, [this](const Error& error) {
    banner_.showWarning(tr("The session could not be autosaved: %1").arg(qstr(error.message)));
  });
}

SessionData SessionPersistence::captured() const {
  SessionData session = capture_session(workspace_.document());
  session.view = capture_view_();
  return session;
}

void SessionPersistence::restore(SessionData session) {
  disconnect(lost_restored_);  // belongs to the previous session
  const QStringList models = referenced_models(session);
  gate_.check(models, tr("The session"), tr("Continue without it"),
              [this, session = std::move(session)](const QStringList& refused) {
                restorer_.begin(without_models(session, refused), refused.isEmpty());
              });
}

void SessionPersistence::open(const QString& path) {
  auto session = read_session(path);
  if (session)
    restore(std::move(*session));
  else
    banner_.showError(qstr(session.error().message));
}

void SessionPersistence::save(const QString& path) {
  if (const auto written = write_session(path, captured()); written) {
    dialogs_.rememberFolder(FolderKind::sessions, QFileInfo(path).absolutePath());
    banner_.showInfo(tr("Saved as %1").arg(path));
  } else {
    banner_.showError(qstr(written.error().message));
  }
}

void SessionPersistence::askWhereToSave() {
  if (const PhotoPtr& photo = workspace_.document().photo())
    dialogs_.saveFile(FolderKind::sessions, tr("Save session"), tr("Sessions (*.fidoscope)"),
                      QFileInfo(photo->name).completeBaseName() + kSessionEnding,
                      [this](const QString& path) { save(path); });
}

void SessionPersistence::resume(bool reopen) {
  if (auto lost = autosave_.findLost()) {
    banner_.showWarning(
        tr("Fidoscope did not close properly. Autosaved on %1: %2.")
            .arg(QLocale().toString(lost->saved, QLocale::ShortFormat), lost->summary()));
    connect(banner_.addButton(tr("Restore")), &QPushButton::clicked, this,
            [this, session = std::move(*lost)] {
              banner_.dismiss();
              restore(session);
              // The file stays until all that it holds is open again.
              lost_restored_ = connect(
                  &restorer_, &Restorer::finished, &autosave_,
                  [this](bool complete) {
                    if (complete) autosave_.replaceLost();
                  },
                  Qt::SingleShotConnection);
            });
    connect(banner_.addButton(tr("Discard")), &QPushButton::clicked, this, [this] {
      autosave_.discardLost();
      banner_.dismiss();
      resume(false);  // there may be another lost session
    });
  } else if (reopen) {
    if (auto last = autosave_.readLast()) restore(std::move(*last));
  }
  if (const QStringList unreadable = autosave_.takeUnreadable();
      !unreadable.isEmpty() && !banner_.isShown())
    banner_.showWarning(unreadable.first(), unreadable.mid(1).join(QLatin1Char('\n')));
}

bool SessionPersistence::finish() {
  if (close_unsaved_) return true;
  const Expected<void> written = autosave_.finish();
  if (written) return true;
  banner_.showError(tr("The session could not be saved for the next start: %1")
                        .arg(qstr(written.error().message)));
  connect(banner_.addButton(tr("Save session…")), &QPushButton::clicked, this,
          &SessionPersistence::askWhereToSave);
  connect(banner_.addButton(tr("Close anyway")), &QPushButton::clicked, this, [this] {
    close_unsaved_ = true;
    emit closeRequested();
  });
  return false;
}

// Offers to reopen the photo, instead of asking before it is closed.
void SessionPersistence::offerReplacedPhoto() {
  if (restorer_.isOpeningPhoto() || workspace_.document().masks().all().empty()) return;
  banner_.showInfo(tr("%1 and its masks were closed.").arg(workspace_.document().photo()->name));
  connect(banner_.addButton(tr("Reopen")), &QPushButton::clicked, this,
          [this, session = captured()] {
            banner_.dismiss();
            restore(session);
          });
}

void SessionPersistence::onPhotoMissing(const QString& path, const QString& reason,
                                        bool is_usable) {
  banner_.showWarning(reason);
  connect(banner_.addButton(tr("Locate…")), &QPushButton::clicked, this, [this, path] {
    dialogs_.openFile(
        FolderKind::photos, tr("Locate %1").arg(QFileInfo(path).fileName()),
        tr("Pictures (*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff);;All files (*)"),
        [this](const QString& found) {
          banner_.dismiss();
          restorer_.tryPhoto(found);
        },
        QFileInfo(path).absolutePath());
  });
  if (!is_usable) return;
  connect(banner_.addButton(tr("Use this picture")), &QPushButton::clicked, this, [this, path] {
    banner_.dismiss();
    restorer_.tryPhoto(path, true);
  });
}

}  // namespace fido::ui
