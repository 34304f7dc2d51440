// The export menu and the file dialogs of the evaluation page.
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

const QString kSaveFolderKey = QStringLiteral("saveFolder");

}  // namespace

QMenu* EvaluatePage::makeExports() {
  auto* menu = new QMenu(this);
  menu->setToolTipsVisible(true);
  const auto add = [&](const QString& name, const QString& text, const QString& tip,
                       auto on_triggered) {
    QAction* action = menu->addAction(text);
    action->setObjectName(name);
    action->setToolTip(tip);
    connect(action, &QAction::triggered, this, on_triggered);
    return action;
  };
  add(QStringLiteral("copyTable"), tr("Copy table"),
      tr("With intervals and p-values, to paste into a spreadsheet"), [this] {
        QApplication::clipboard()->setText(method_model_->toText());
        emit messageRequested(tr("Table copied to the clipboard."), {});
      });
  menu->addSeparator();
  // These files contain the rows measured so far. The program itself writes its tables only at the
  // end.
  add(QStringLiteral("saveTable"), tr("Save table…"),
      tr("Mean, interval and p-value for each method and metric (CSV)"), [this] {
        save(tr("Save table"), QStringLiteral("summary.csv"), tr("CSV files (*.csv)"),
             [this] { return summary_csv(results_.means()); });
      });
  add(QStringLiteral("saveRows"), tr("Save all rows…"), tr("One row per photo and method (CSV)"),
      [this] {
        save(tr("Save all rows"), QStringLiteral("per_image.csv"), tr("CSV files (*.csv)"), [this] {
          std::string text = evaluation_header();
          for (const auto& row : results_.rows()) text += to_csv_line(row);
          return text;
        });
      });
  add(QStringLiteral("savePage"), tr("Save as web page…"),
      tr("One HTML file with sortable tables, charts, and the best and worst photos"), [this] {
        save(tr("Save as web page"), QStringLiteral("summary.html"), tr("Web pages (*.html)"),
             [this] {
               const QString name = QFileInfo(results_.folder()).fileName();
               return evaluation_page(results_.means(), results_.rows(), name.toStdString(),
                                      to_path(results_.folder() + QStringLiteral("/pictures")));
             });
      });
  menu->addSeparator();
  QAction* page = add(QStringLiteral("openPage"), tr("Open web page"),
                      tr("Open the page that the evaluation wrote when it finished"), [this] {
                        QDesktopServices::openUrl(QUrl::fromLocalFile(
                            results_.folder() + QStringLiteral("/summary.html")));
                      });
  add(QStringLiteral("showFolder"), tr("Show in folder"),
      tr("Open the folder with the tables, figures and pictures"),
      [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(results_.folder())); });
  connect(menu, &QMenu::aboutToShow, this, [this, page] {
    page->setEnabled(QFileInfo::exists(results_.folder() + QStringLiteral("/summary.html")));
  });
  return menu;
}

void EvaluatePage::save(const QString& title, const QString& name, const QString& filter,
                        const std::function<std::string()>& text) {
  QString folder = QSettings().value(kSaveFolderKey).toString();
  if (!QFileInfo(folder).isDir())
    folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  auto* dialog = new QFileDialog(this, title, folder, filter);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QFileInfo(name).suffix());
  dialog->selectFile(name);
  connect(dialog, &QFileDialog::filesSelected, this, [this, text](const QStringList& paths) {
    const QString path = chosen_path(paths);
    QSettings().setValue(kSaveFolderKey, QFileInfo(path).absolutePath());
    if (const auto written = write_file(to_path(path), text()); !written)
      return emit refused(qstr(written.error().message), {}, {});
    emit messageRequested(
        tr("Saved as %1").arg(path),
        {{tr("Open"), [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); }}});
  });
  dialog->open();
}

void EvaluatePage::askForFolder() {
  QString start = QFileInfo(results_.folder()).absolutePath();
  if (results_.folder().isEmpty()) start = QFileInfo(default_output_folder()).absolutePath();
  if (!QFileInfo(start).isDir())
    start = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  auto* dialog = new QFileDialog(this, tr("Open evaluation"), start);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  connect(dialog, &QFileDialog::filesSelected, this,
          [this](const QStringList& paths) { openFolder(chosen_path(paths)); });
  dialog->open();
}

}  // namespace fido::ui
