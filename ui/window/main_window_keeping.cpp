// What is open, kept: the session file, the copy for the day the program is killed, and how both
// come back.
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QStandardPaths>
#include <utility>

#include "ui/document/text.h"
#include "ui/keeping/keeper.h"
#include "ui/keeping/restorer.h"
#include "ui/panels/banner.h"
#include "ui/panels/map_controls.h"
#include "ui/window/main_actions.h"
#include "ui/window/main_window.h"

namespace fido::ui {
namespace {

const QString kSessionFolder = QStringLiteral("sessionFolder");

}  // namespace

void MainWindow::connectKeeping() {
  keeper_ = new Keeper(
      Keeper::userFolder(), [this] { return captured(); }, this);
  restorer_ = new Restorer(*session_, this);
  const auto touch = [this] { keeper_->touch(); };
  const Document& document = session_->document();
  connect(session_.get(), &Session::photoOpened, this, [this] { keeper_->begun(); });
  connect(&document, &Document::photoChanged, this, touch);
  connect(&document, &Document::questionChanged, this, touch);
  connect(&document, &Document::runChanged, this, touch);
  connect(&document, &Document::stepsAdded, this, touch);
  connect(&document, &Document::frameChanged, this, touch);
  connect(&document, &Document::maskKindChanged, this, touch);
  connect(&document, &Document::editPointsChanged, this, touch);
  connect(&document.masks(), &Masks::changed, this, touch);
  connect(&document.masks(), &Masks::listChanged, this, touch);
  connect(&document.masks(), &Masks::currentChanged, this, touch);
  connect(&document.masks(), &Masks::edited, this, touch);
  connect(&view_, &ViewState::changed, this, touch);
  connect(keeper_, &Keeper::failed, this, [this](const Error& error) {
    banner_->showWarning(tr("What is open is not being kept: %1").arg(qstr(error.message)));
  });

  connect(session_.get(), &Session::photoLeaving, this, [this] {
    if (restorer_->busy() || session_->document().masks().all().empty()) return;
    // The dialog that is not there: what went comes back by one click.
    banner_->showInfo(
        tr("%1 was put away with its masks.").arg(session_->document().photo()->name));
    connect(banner_->addButton(tr("Bring it back")), &QPushButton::clicked, this,
            [this, gone = captured()] {
              banner_->dismiss();
              restore(gone);
            });
  });
  connect(restorer_, &Restorer::photoMissing, this, &MainWindow::onPhotoMissing);
  connect(restorer_, &Restorer::gaveUp, banner_, &Banner::dismiss);
  connect(restorer_, &Restorer::incomplete, banner_,
          [this](const QString& reason) { banner_->showWarning(reason); });
  connect(restorer_, &Restorer::viewRestored, this, [this](const ViewChoices& view) {
    view_.set(view.zoom, view.centre);
    controls_->setMapShown(view.map);
    controls_->setMaskShown(view.mask);
    QAction* const pages[] = {actions_->show_run, actions_->show_infills, actions_->show_edits};
    if (view.page >= 0 && view.page < 3) pages[view.page]->trigger();
  });
  connect(actions_->save_session, &QAction::triggered, this, &MainWindow::askForSessionFile);
}

void MainWindow::keepNothing() {
  keeper_->setOn(false);
  disconnect(session_.get(), &Session::runEnded, this, nullptr);
}

SessionData MainWindow::captured() const {
  SessionData session = capture(session_->document());
  session.view = {view_.zoom(), view_.centre(), course_->currentIndex(), controls_->mapShown(),
                  controls_->maskShown()};
  return session;
}

void MainWindow::restore(SessionData session) {
  disconnect(lost_restored_);  // it was about another one
  restorer_->begin(std::move(session));
}

void MainWindow::resume(bool reopen) {
  if (auto lost = keeper_->lost()) {
    banner_->showWarning(
        tr("Fidoscope ended without closing. Kept from %1: %2.")
            .arg(QLocale().toString(lost->saved, QLocale::ShortFormat), lost->summary()));
    connect(banner_->addButton(tr("Restore")), &QPushButton::clicked, this,
            [this, session = std::move(*lost)] {
              banner_->dismiss();
              restore(session);
              lost_restored_ = connect(restorer_, &Restorer::finished, keeper_,
                                       &Keeper::takeOverLost, Qt::SingleShotConnection);
            });
    connect(banner_->addButton(tr("Discard")), &QPushButton::clicked, this, [this] {
      keeper_->settleLost();
      banner_->dismiss();
      resume(false);  // there may be another one
    });
  } else if (reopen) {
    if (auto last = keeper_->last()) restore(std::move(*last));
  }
  if (const QStringList aside = keeper_->takeSetAside(); !aside.isEmpty() && !banner_->isShown())
    banner_->showWarning(aside.first(), aside.mid(1).join(QLatin1Char('\n')));
}

void MainWindow::openSession(const QString& path) {
  auto session = read_session(path);
  if (session)
    restore(std::move(*session));
  else
    banner_->showError(qstr(session.error().message));
}

void MainWindow::saveSession(const QString& path) {
  if (const auto done = write_session(path, captured()); done)
    banner_->showInfo(tr("Saved as %1").arg(path));
  else
    banner_->showError(qstr(done.error().message));
}

void MainWindow::askForSessionFile() {
  const PhotoPtr& photo = session_->document().photo();
  if (!photo) return;
  QString folder = QSettings().value(kSessionFolder).toString();
  if (!QFileInfo(folder).isDir())
    folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  auto* dialog =
      new QFileDialog(this, tr("Save the session"), folder, tr("Sessions (*.fidoscope)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(kSessionEnding.mid(1));
  dialog->selectFile(QFileInfo(photo->name).completeBaseName() + kSessionEnding);
  connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& paths) {
    QSettings().setValue(kSessionFolder, QFileInfo(chosen_path(paths)).absolutePath());
    saveSession(chosen_path(paths));
  });
  dialog->open();
}

void MainWindow::onPhotoMissing(const QString& path, const QString& reason, bool usable) {
  banner_->showWarning(reason);
  connect(banner_->addButton(tr("Find it…")), &QPushButton::clicked, this, [this, path] {
    const QString folder = QFileInfo(QFileInfo(path).absolutePath()).isDir()
                               ? QFileInfo(path).absolutePath()
                               : QDir::homePath();
    auto* dialog = new QFileDialog(
        this, tr("Where is %1 now?").arg(QFileInfo(path).fileName()), folder,
        tr("Pictures (*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& paths) {
      banner_->dismiss();
      restorer_->tryPhoto(chosen_path(paths));
    });
    dialog->open();
  });
  if (usable) {
    connect(banner_->addButton(tr("Use this one")), &QPushButton::clicked, this, [this, path] {
      banner_->dismiss();
      restorer_->tryPhoto(path, true);
    });
  }
}

}  // namespace fido::ui
