#include "ui/evaluate/evaluate_page.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QJsonDocument>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTableView>
#include <QUrl>
#include <algorithm>
#include <utility>

#include "core/base/files.h"
#include "ui/document/text.h"
#include "ui/evaluate/extremes_view.h"
#include "ui/evaluate/form.h"
#include "ui/evaluate/tables.h"
#include "ui/panels/model_gate.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/window/status_line.h"

namespace fido::ui {
namespace {

const QString kPlanKey = QStringLiteral("evaluate/plan"),
              kFolderKey = QStringLiteral("evaluate/folder");
constexpr int kClassColumnWidth = 12 * kUnit;

}  // namespace

EvaluatePage::EvaluatePage(Workspace& workspace, ModelGate& gate, QWidget* parent)
    : Page(parent), workspace_(workspace), gate_(gate), program_(this), results_(this) {
  setObjectName(QStringLiteral("evaluatePage"));
  addHeader();
  auto* row = new QHBoxLayout;
  row->setSpacing(2 * kUnit);
  form_ = new EvaluationForm;
  row->addWidget(form_);
  stage_ = new QStackedWidget;
  stage_->addWidget(makeStartPage());
  stage_->addWidget(makeTables());
  row->addWidget(stage_, 1);
  column()->addLayout(row, 1);

  const auto update_models = [this] { form_->setModels(workspace_.models()); };
  connect(&workspace_, &Workspace::modelsChanged, this, update_models);
  connect(&workspace_, &Workspace::classifierLoaded, this, [this] {
    form_->setDefaultModel(qstr(workspace_.document().classifier()->card.card_path));
  });
  connect(form_, &EvaluationForm::startRequested, this, &EvaluatePage::start);
  connect(form_, &EvaluationForm::addModelRequested, this, &EvaluatePage::addModelRequested);
  connect(form_, &EvaluationForm::changed, this, &EvaluatePage::refreshButtons);
  connect(&program_, &EvaluationProgram::changed, this, [this] {
    results_.setOwnProgramRunning(program_.isRunning());
    refreshHeader();
  });
  connect(&program_, &EvaluationProgram::ended, this, &EvaluatePage::onEnded);
  connect(&program_, &EvaluationProgram::failed, this,
          [this](const QString& folder, int, const QString& reason, const QString& output) {
            results_.setOwnProgramRunning(false);
            results_.refresh();
            refreshHeader();
            std::vector<RecoveryAction> recovery_actions;
            if (folder == results_.folder() && !results_.rows().empty() && !results_.isFinished())
              recovery_actions.push_back({tr("Resume"), [this] { resume(); }});
            emit refused(reason, output.count(QLatin1Char('\n')) > 1 ? output : QString(),
                         recovery_actions);
          });
  connect(&results_, &EvaluationResults::opened, this, [this] {
    selected_method_.reset();
    located_photos_.clear();
    stage_->setCurrentIndex(results_.folder().isEmpty() ? 0 : 1);
    refreshClassifiers();
    refreshHeader();
  });
  connect(&results_, &EvaluationResults::rowsChanged, this, [this] {
    refreshClassifiers();
    refreshPhotos();
    refreshHeader();
  });
  connect(&results_, &EvaluationResults::meansChanged, this, &EvaluatePage::refreshMethods);
  connect(&results_, &EvaluationResults::failed, this,
          [this](const QString& reason) { emit refused(reason, {}, {}); });
  refresh_timer_.setInterval(1000);
  connect(&refresh_timer_, &QTimer::timeout, this, &EvaluatePage::refreshHeader);
  update_models();
  const QByteArray stored_plan = QSettings().value(kPlanKey).toByteArray();
  if (!stored_plan.isEmpty())
    form_->setPlan(EvaluationPlan::fromJson(QJsonDocument::fromJson(stored_plan).object()));
  refreshHeader();
}

EvaluatePage::~EvaluatePage() { saveChoices(); }

void EvaluatePage::start() {
  EvaluationPlan plan = form_->plan();
  if (program_.isRunning()) return;
  if (const QString error = plan.validationError(); !error.isEmpty())
    return emit refused(error, {}, {});
  if (!form_->boxesError().isEmpty()) return emit refused(form_->boxesError(), {}, {});
  if (plan.out.isEmpty()) plan.out = unused_folder(default_output_folder());
  plan.out = QFileInfo(plan.out).absoluteFilePath();
  plan.images = QFileInfo(plan.images).absoluteFilePath();
  plan.boxes = QFileInfo(plan.boxes).absoluteFilePath();
  if (QFileInfo::exists(plan.out + QStringLiteral("/evaluation.json"))) {
    const QString other = unused_folder(plan.out);
    return emit refused(
        tr("%1 already contains an evaluation.").arg(plan.out), {},
        {{tr("Open it"), [this, out = plan.out] { openFolder(out); }},
         {tr("Start in %1").arg(QFileInfo(other).fileName()), [this, plan, other]() mutable {
            plan.out = other;
            checkModelsAndRun(std::move(plan), false);
          }}});
  }
  checkModelsAndRun(std::move(plan), false);
}

void EvaluatePage::resume() {
  if (program_.isRunning() || !results_.settings()) return;
  auto plan = plan_to_resume(results_.folder(), *results_.settings(), form_->plan());
  if (!plan) return emit refused(qstr(plan.error().message), {}, {});
  if (const QString error = plan->validationError(); !error.isEmpty())
    return emit refused(error, {}, {});
  checkModelsAndRun(std::move(*plan), true);
}

void EvaluatePage::checkModelsAndRun(EvaluationPlan plan, bool resume) {
  const QStringList models = plan.models();
  gate_.check(models, tr("The evaluation"), tr("Cancel"),
              [this, plan = std::move(plan), resume](const QStringList& refused) {
                // Another evaluation may have been started since the question.
                if (refused.isEmpty() && !program_.isRunning()) runPlan(plan, resume);
              });
}

void EvaluatePage::runPlan(const EvaluationPlan& plan, bool resume) {
  results_.setOwnProgramRunning(true);
  if (const auto begun = program_.start(plan, resume); !begun) {
    results_.setOwnProgramRunning(false);
    return emit refused(qstr(begun.error().message), {}, {});
  }
  has_opened_folder_ = true;
  if (!resume) results_.expect(plan.out);
  rows_at_start_ = static_cast<int>(results_.rows().size());
  saveChoices();
  results_.setPolling(true);
  refresh_timer_.start();
  refreshHeader();
}

void EvaluatePage::openFolder(const QString& folder) {
  has_opened_folder_ = true;
  if (program_.isRunning() && folder != program_.folder())
    return emit refused(tr("An evaluation is running. Pause it first."), {}, {});
  if (const auto opened = results_.open(folder); !opened)
    return emit refused(qstr(opened.error().message), {}, {});
  results_.setPolling(isVisible());
  saveChoices();
}

void EvaluatePage::openPath(const QString& path) {
  if (!QFileInfo(path).isDir())
    form_->setBoxes(path);
  else if (QFileInfo::exists(path + QStringLiteral("/evaluation.json")))
    openFolder(path);
  else
    form_->setImages(path);
}

void EvaluatePage::saveChoices() {
  QSettings().setValue(kPlanKey,
                       QJsonDocument(form_->planToStore().toJson()).toJson(QJsonDocument::Compact));
  if (!results_.folder().isEmpty()) QSettings().setValue(kFolderKey, results_.folder());
}

void EvaluatePage::onEnded(const QString&, bool on_request) {
  results_.setOwnProgramRunning(false);
  results_.refresh();
  refreshHeader();
  if (!isVisible()) results_.setPolling(false);
  if (on_request) return;
  const auto failures = static_cast<int>(results_.failures().size());
  const auto row_count = static_cast<int>(results_.rows().size());
  const QString text = failures == 0
                           ? tr("Evaluation finished. Rows: %n.", nullptr, row_count)
                           : tr("Evaluation finished. Rows: %n. Not measured: %1, see failed.csv.",
                                nullptr, row_count)
                                 .arg(failures);
  emit ended(text,
             {{tr("Open web page"), [page = results_.folder() + QStringLiteral("/summary.html")] {
                 QDesktopServices::openUrl(QUrl::fromLocalFile(page));
               }}});
}

void EvaluatePage::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  if (!std::exchange(has_opened_folder_, true))
    if (const QString folder = QSettings().value(kFolderKey).toString();
        QFileInfo::exists(folder + QStringLiteral("/evaluation.json")))
      (void)results_.open(folder);
  results_.refresh();
  results_.setPolling(true);
  setFocus();
}

void EvaluatePage::hideEvent(QHideEvent* event) {
  saveChoices();
  if (!program_.isRunning()) results_.setPolling(false);
  Page::hideEvent(event);
}

// Returns the state of the evaluation that is running or open.
QString EvaluatePage::progressText() const {
  const bool running = program_.isRunning();
  const int done = static_cast<int>(results_.rows().size()), expected = results_.expectedRows();
  const QString name = QFileInfo(results_.folder()).fileName(), count = QString::number(done);
  if (expected == 0) return tr("%1: starting…").arg(name);
  if (program_.isPausing())
    return tr("%1: %2 of %n rows, pausing…", nullptr, expected).arg(name, count);
  QString text = tr("%1: %2 of %n rows", nullptr, expected).arg(name, count);
  if (running) {
    // Methods differ in speed, so the remaining time is estimated from whole photos only.
    const int new_rows = done - rows_at_start_;
    if (new_rows < static_cast<int>(results_.settings()->methods.size())) return text;
    const int remaining = std::max(0, expected - done - results_.missingRows());
    return tr("%1, %2 left").arg(text, clock_text(program_.seconds() / new_rows * remaining));
  }
  if (results_.settings().has_value() && !results_.isFinished())
    return results_.isLockedByOther()
               ? tr("%1: %2 of %n rows, being written by another program", nullptr, expected)
                     .arg(name, count)
               : text;
  if (results_.missingRows() > 0)
    return tr("%1: finished (rows: %n, not measured: %2)", nullptr, done)
        .arg(name)
        .arg(results_.missingRows());
  return tr("%1: finished (rows: %n)", nullptr, done).arg(name);
}

void EvaluatePage::refreshHeader() {
  const bool running = program_.isRunning();
  const int done = static_cast<int>(results_.rows().size()), expected = results_.expectedRows();
  const bool unfinished = results_.settings().has_value() && !results_.isFinished();
  if (!running) refresh_timer_.stop();
  form_->setBusy(running);
  bar_->setVisible(expected > 0 && (running || unfinished));
  bar_->setMaximum(std::max(1, expected));
  bar_->setValue(std::min(done + results_.missingRows(), expected));
  const QString text = expected > 0 || running ? progressText() : QString();
  progress_->setText(text);
  emit progressed(running ? text : QString());
  progress_->setToolTip(running && !program_.lastLine().isEmpty() ? program_.lastLine()
                                                                  : results_.folder());
  pause_->setText(running ? tr("Pause") : tr("Resume"));
  pause_->setIcon(icon(running ? QStringLiteral("pause") : QStringLiteral("resume")));
  pause_->setToolTip(
      running ? tr("Stop at the next step; no rows are lost, even if the window is closed")
              : tr("Continue where the evaluation stopped"));
  pause_->setVisible(running || (unfinished && !results_.isLockedByOther()));
  pause_->setEnabled(!program_.isPausing());
  stop_->setVisible(running);
  open_folder_->setVisible(!running);
  refreshButtons();
}

void EvaluatePage::refreshClassifiers() {
  const QString previous = classifiers_->currentText();
  QStringList names;
  if (results_.settings())
    for (const auto& c : results_.settings()->classifiers) names << qstr(c.id);
  QStringList current_names;
  for (int i = 0; i < classifiers_->count(); ++i) current_names << classifiers_->itemText(i);
  if (names != current_names) {
    classifiers_->clear();
    classifiers_->addItems(names);
    classifiers_->setCurrentIndex(std::max(0, classifiers_->findText(previous)));
  }
  classifiers_->setVisible(names.size() > 1);
}

std::string EvaluatePage::classifier() const { return classifiers_->currentText().toStdString(); }

std::optional<PlannedMethod> EvaluatePage::selectedMethod() const {
  if (selected_method_) return selected_method_;
  if (!results_.rows().empty())
    return PlannedMethod{results_.rows().front().method, results_.rows().front().infill};
  return std::nullopt;
}

void EvaluatePage::refreshMethods() {
  const bool first = method_model_->columnCount() == 0;
  method_model_->setMeans(results_.means(), classifier());
  if (first || method_table_->columnWidth(0) < 2 * kUnit)
    method_table_->resizeColumnsToContents();
  else
    widen_columns(*method_table_);
  if (!method_table_->selectionModel()->currentIndex().isValid() && method_model_->rowCount() > 0) {
    const auto selected = selectedMethod();
    int row = 0;
    for (int i = 0; selected && i < method_model_->rowCount(); ++i)
      if (method_model_->method(i) == *selected) row = i;
    method_table_->selectRow(method_proxy_->mapFromSource(method_model_->index(row, 0)).row());
  }
  refreshButtons();
}

void EvaluatePage::refreshPhotos() {
  std::vector<EvaluationRow> rows;
  const auto selected = selectedMethod();
  const std::string id = classifier();
  if (selected)
    for (const auto& row : results_.rows())
      if (row.classifier == id && row.method == selected->method && row.infill == selected->infill)
        rows.push_back(row);
  if (!labels_.count(id) && !id.empty()) {
    for (const CatalogueEntry& entry : workspace_.models())
      if (entry.id == id)
        if (const auto card = Catalogue().classifier(entry.card_path.string()); card)
          labels_[id] = load_labels(card->labels_file, card->num_classes)
                            .value_or(std::vector<std::string>());
  }
  const int photos = results_.settings() ? static_cast<int>(results_.settings()->photos) : 0;
  photo_heading_->setText(selected ? tr("%1: %2 of %n photos", nullptr, photos)
                                         .arg(selected->label(), QString::number(rows.size()))
                                   : QString());
  extremes_->setRows(rows, [this, folder = planWithPaths().images](const EvaluationRow& row) {
    return ExtremesView::Files{
        results_.picture(row),
        folder.isEmpty() ? QString() : folder + QLatin1Char('/') + qstr(row.image)};
  });
  const bool first = photo_model_->columnCount() <= 1;
  photo_model_->setRows(std::move(rows),
                        labels_.count(id) ? labels_.at(id) : std::vector<std::string>());
  if (first && photo_model_->rowCount() > 0) {
    photo_table_->resizeColumnsToContents();
    photo_table_->setColumnWidth(0, kClassColumnWidth);
  }
  widen_columns(*photo_table_, 1);
  refreshButtons();
}

void EvaluatePage::refreshButtons() {
  open_row_->setEnabled(photo_table_->selectionModel()->hasSelection());
  export_->setEnabled(!results_.means().empty());
}

EvaluationPlan EvaluatePage::planWithPaths() const {
  EvaluationPlan plan = load_plan(results_.folder(), {}, form_->plan());
  if (!located_photos_.isEmpty()) plan.images = located_photos_;
  return plan;
}

void EvaluatePage::openSelectedRow() {
  const QModelIndexList selected = photo_table_->selectionModel()->selectedRows();
  if (!selected.isEmpty())
    openRow(photo_model_->row(photo_proxy_->mapToSource(selected.first()).row()));
}

void EvaluatePage::openRow(const EvaluationRow& row) {
  EvaluatedPhoto out;
  const EvaluationPlan plan = planWithPaths();
  out.photo = plan.images + QLatin1Char('/') + qstr(row.image);
  if (plan.images.isEmpty() || !QFileInfo(out.photo).isFile()) {
    return emit refused(tr("Cannot find %1 in the folder of photos.").arg(qstr(row.image)), {},
                        {{tr("Locate photos…"), [this, row] {
                            auto* dialog =
                                new QFileDialog(this, tr("Locate the photos of this evaluation"));
                            dialog->setAttribute(Qt::WA_DeleteOnClose);
                            dialog->setFileMode(QFileDialog::Directory);
                            connect(dialog, &QFileDialog::filesSelected, this,
                                    [this, row](const QStringList& paths) {
                                      located_photos_ = chosen_path(paths);
                                      refreshPhotos();
                                      openRow(row);
                                    });
                            dialog->open();
                          }}});
  }
  out.label = row.label;
  out.classifier = row.classifier;
  for (const CatalogueEntry& entry : workspace_.models())
    if (entry.id == row.classifier) out.card = qstr(entry.card_path);
  out.has_method = !row.infill.empty();
  if (results_.settings())
    for (const auto& entry : results_.settings()->methods)
      if (entry.method == row.method && entry.infill == row.infill) out.spec = entry.spec;
  // The random numbers of a photo depend on its index, so that no two photos share them.
  out.spec.seed += static_cast<std::uint64_t>(results_.photoIndex(row, plan.images, plan.boxes));
  emit openRequested(out);
}

}  // namespace fido::ui
