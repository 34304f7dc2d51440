// What is taken away from an evaluation, and which one is shown.
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QSettings>
#include <QStandardPaths>
#include <QUrl>

#include "core/base/files.h"
#include "report/evaluation_page.h"
#include "ui/document/text.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/evaluate/tables.h"

namespace fido::ui {
namespace {

const QString kSaveFolder = QStringLiteral("saveFolder");

}  // namespace

QMenu* EvaluatePage::makeExports() {
  auto* menu = new QMenu(this);
  menu->setToolTipsVisible(true);
  const auto add = [&](const QString& name, const QString& text, const QString& tip, auto go) {
    QAction* action = menu->addAction(text);
    action->setObjectName(name);
    action->setToolTip(tip);
    connect(action, &QAction::triggered, this, go);
    return action;
  };
  add(QStringLiteral("copyTable"), tr("Copy the table"),
      tr("With intervals and p, as a spreadsheet takes it"), [this] {
        QApplication::clipboard()->setText(method_model_->asText());
        emit said(tr("The table is on the clipboard."), {});
      });
  menu->addSeparator();
  // Of what is there, also while it is being measured: the program itself writes its tables at the
  // end.
  add(QStringLiteral("saveTable"), tr("Save the table…"),
      tr("Means, intervals and p of every method and metric (CSV)"), [this] {
        save(tr("Save the table"), QStringLiteral("summary.csv"), tr("Tables (*.csv)"),
             [this] { return summary_csv(results_.means()); });
      });
  add(QStringLiteral("saveRows"), tr("Save all rows…"), tr("Every photo with every method (CSV)"),
      [this] {
        save(tr("Save all rows"), QStringLiteral("per_image.csv"), tr("Tables (*.csv)"), [this] {
          std::string text = evaluation_head();
          for (const auto& row : results_.rows()) text += to_line(row);
          return text;
        });
      });
  add(QStringLiteral("savePage"), tr("Save as a page…"),
      tr("One HTML file with tables that a click sorts, charts, the best and the worst photos"),
      [this] {
        save(tr("Save as a page"), QStringLiteral("summary.html"), tr("Pages (*.html)"), [this] {
          const QString name = QFileInfo(results_.folder()).fileName();
          return evaluation_page(results_.means(), results_.rows(), name.toStdString(),
                                 to_path(results_.folder() + QStringLiteral("/pictures")));
        });
      });
  menu->addSeparator();
  QAction* page = add(QStringLiteral("openPage"), tr("Open the page"),
                      tr("The page that the program wrote at its end, in the browser"), [this] {
                        QDesktopServices::openUrl(QUrl::fromLocalFile(
                            results_.folder() + QStringLiteral("/summary.html")));
                      });
  add(QStringLiteral("showFolder"), tr("Show in folder"),
      tr("Tables, figures and pictures as files"),
      [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(results_.folder())); });
  connect(menu, &QMenu::aboutToShow, this, [this, page] {
    page->setEnabled(QFileInfo::exists(results_.folder() + QStringLiteral("/summary.html")));
  });
  return menu;
}

void EvaluatePage::save(const QString& title, const QString& name, const QString& filter,
                        const std::function<std::string()>& text) {
  QString folder = QSettings().value(kSaveFolder).toString();
  if (!QFileInfo(folder).isDir())
    folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  auto* dialog = new QFileDialog(this, title, folder, filter);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QFileInfo(name).suffix());
  dialog->selectFile(name);
  connect(dialog, &QFileDialog::filesSelected, this, [this, text](const QStringList& paths) {
    const QString path = chosen_path(paths);
    QSettings().setValue(kSaveFolder, QFileInfo(path).absolutePath());
    if (const auto written = write_file(to_path(path), text()); !written)
      return emit refused(qstr(written.error().message), {}, {});
    emit said(tr("Saved as %1").arg(path),
              {{tr("Open"), [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); }}});
  });
  dialog->open();
}

void EvaluatePage::askForFolder() {
  QString start = QFileInfo(results_.folder()).absolutePath();
  if (results_.folder().isEmpty()) start = QFileInfo(default_folder()).absolutePath();
  if (!QFileInfo(start).isDir())
    start = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  auto* dialog = new QFileDialog(this, tr("Open an evaluation"), start);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  connect(dialog, &QFileDialog::filesSelected, this,
          [this](const QStringList& paths) { openFolder(chosen_path(paths)); });
  dialog->open();
}

}  // namespace fido::ui
