#include "ui/window/session_persistence.h"

#include <QAction>
#include <QFileInfo>
#include <QLocale>
#include <QPushButton>
#include <utility>

#include "ui/document/text.h"
#include "ui/panels/banner.h"
#include "ui/window/file_dialogs.h"
#include "ui/window/main_actions.h"

namespace fido::ui {

SessionPersistence::SessionPersistence(Workspace& session, MainActions& actions,
                                       FileDialogs& dialogs, Banner& banner,
                                       CaptureView capture_view, QObject* parent)
    : QObject(parent),
      workspace_(session),
      dialogs_(dialogs),
      banner_(banner),
      capture_view_(std::move(capture_view)),
      autosave_(
          AutosaveManager::userFolder(), [this] { return captured(); }, this),
      restorer_(session, this) {
  connectAutosave();
  connect(&workspace_, &Workspace::photoLeaving, this, &SessionPersistence::offerPhotoThatLeaves);
  connect(&restorer_, &Restorer::photoMissing, this, &SessionPersistence::onPhotoMissing);
  connect(&restorer_, &Restorer::gaveUp, &banner_, &Banner::dismiss);
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
  connect(&workspace_, &Workspace::photoOpened, this, [this] { autosave_.begun(); });
  connect(&document, &Document::photoChanged, &autosave_, &AutosaveManager::touch);
  connect(&document, &Document::questionChanged, &autosave_, &AutosaveManager::touch);
  connect(&document, &Document::runChanged, &autosave_, &AutosaveManager::touch);
  connect(&document, &Document::stepsAdded, &autosave_, &AutosaveManager::touch);
  connect(&document, &Document::frameChanged, &autosave_, &AutosaveManager::touch);
  connect(&document, &Document::maskKindChanged, &autosave_, &AutosaveManager::touch);
  connect(&document, &Document::editPointsChanged, &autosave_, &AutosaveManager::touch);
  connect(&document.masks(), &Masks::changed, &autosave_, &AutosaveManager::touch);
  connect(&document.masks(), &Masks::listChanged, &autosave_, &AutosaveManager::touch);
  connect(&document.masks(), &Masks::currentChanged, &autosave_, &AutosaveManager::touch);
  connect(&document.masks(), &Masks::edited, &autosave_, &AutosaveManager::touch);
  connect(&autosave_, &AutosaveManager::failed, this, [this](const Error& error) {
    banner_.showWarning(tr("What is open is not being kept: %1").arg(qstr(error.message)));
  });
}

SessionData SessionPersistence::captured() const {
  SessionData session = capture(workspace_.document());
  session.view = capture_view_();
  return session;
}

void SessionPersistence::restore(SessionData session) {
  disconnect(lost_restored_);  // it was about another session
  restorer_.begin(std::move(session));
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
    dialogs_.saveFile(FolderKind::sessions, tr("Save the session"), tr("Sessions (*.fidoscope)"),
                      QFileInfo(photo->name).completeBaseName() + kSessionEnding,
                      [this](const QString& path) { save(path); });
}

void SessionPersistence::resume(bool reopen) {
  if (auto lost = autosave_.lost()) {
    banner_.showWarning(
        tr("Fidoscope ended without closing. Kept from %1: %2.")
            .arg(QLocale().toString(lost->saved, QLocale::ShortFormat), lost->summary()));
    connect(banner_.addButton(tr("Restore")), &QPushButton::clicked, this,
            [this, session = std::move(*lost)] {
              banner_.dismiss();
              restore(session);
              lost_restored_ = connect(&restorer_, &Restorer::finished, &autosave_,
                                       &AutosaveManager::takeOverLost, Qt::SingleShotConnection);
            });
    connect(banner_.addButton(tr("Discard")), &QPushButton::clicked, this, [this] {
      autosave_.settleLost();
      banner_.dismiss();
      resume(false);  // there may be another one
    });
  } else if (reopen) {
    if (auto last = autosave_.last()) restore(std::move(*last));
  }
  if (const QStringList aside = autosave_.takeSetAside(); !aside.isEmpty() && !banner_.isShown())
    banner_.showWarning(aside.first(), aside.mid(1).join(QLatin1Char('\n')));
}

bool SessionPersistence::finish() {
  if (close_unsaved_) return true;
  const Expected<void> kept = autosave_.finish();
  if (kept) return true;
  banner_.showError(
      tr("What is open cannot be kept for the next start: %1").arg(qstr(kept.error().message)));
  connect(banner_.addButton(tr("Save the session…")), &QPushButton::clicked, this,
          &SessionPersistence::askWhereToSave);
  connect(banner_.addButton(tr("Close all the same")), &QPushButton::clicked, this, [this] {
    close_unsaved_ = true;
    emit closeRequested();
  });
  return false;
}

// In the place of a dialog that asks: what goes comes back by one click.
void SessionPersistence::offerPhotoThatLeaves() {
  if (restorer_.busy() || workspace_.document().masks().all().empty()) return;
  banner_.showInfo(tr("%1 was put away with its masks.").arg(workspace_.document().photo()->name));
  connect(banner_.addButton(tr("Bring it back")), &QPushButton::clicked, this,
          [this, session = captured()] {
            banner_.dismiss();
            restore(session);
          });
}

void SessionPersistence::onPhotoMissing(const QString& path, const QString& reason, bool usable) {
  banner_.showWarning(reason);
  connect(banner_.addButton(tr("Find it…")), &QPushButton::clicked, this, [this, path] {
    dialogs_.openFile(
        FolderKind::photos, tr("Where is %1 now?").arg(QFileInfo(path).fileName()),
        tr("Pictures (*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff);;All files (*)"),
        [this](const QString& found) {
          banner_.dismiss();
          restorer_.tryPhoto(found);
        },
        QFileInfo(path).absolutePath());
  });
  if (!usable) return;
  connect(banner_.addButton(tr("Use this one")), &QPushButton::clicked, this, [this, path] {
    banner_.dismiss();
    restorer_.tryPhoto(path, true);
  });
}

}  // namespace fido::ui
