#include "ui/evaluate/evaluate_page.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QJsonDocument>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTableView>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "core/base/files.h"
#include "ui/document/text.h"
#include "ui/evaluate/extremes_view.h"
#include "ui/evaluate/form.h"
#include "ui/evaluate/tables.h"
#include "ui/panels/section.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/window/status_line.h"

namespace fido::ui {
namespace {

const QString kPlanKey = QStringLiteral("evaluate/plan"),
              kFolderKey = QStringLiteral("evaluate/folder");
constexpr int kMethodRow = 5 * kUnit, kPhotoRow = 3 * kUnit, kClassWidth = 12 * kUnit;

QWidget* flush(QWidget* widget) {
  widget->layout()->setContentsMargins(0, 0, 0, 0);
  return widget;
}

}  // namespace

EvaluatePage::EvaluatePage(Workspace& session, QWidget* parent)
    : Page(parent), workspace_(session), program_(this), results_(this) {
  setObjectName(QStringLiteral("evaluatePage"));
  addHead();
  auto* row = new QHBoxLayout;
  row->setSpacing(2 * kUnit);
  form_ = new EvaluationForm;
  row->addWidget(form_);
  stage_ = new QStackedWidget;
  stage_->addWidget(makeInvitation());
  stage_->addWidget(makeTables());
  row->addWidget(stage_, 1);
  column()->addLayout(row, 1);

  const auto follow_models = [this] { form_->setModels(workspace_.models()); };
  connect(&workspace_, &Workspace::modelsChanged, this, follow_models);
  connect(&workspace_, &Workspace::classifierLoaded, this, [this] {
    form_->setUsualModel(qstr(workspace_.document().classifier()->card.card_path));
  });
  connect(form_, &EvaluationForm::startRequested, this, &EvaluatePage::start);
  connect(form_, &EvaluationForm::addModelRequested, this, &EvaluatePage::addModelRequested);
  connect(form_, &EvaluationForm::changed, this, &EvaluatePage::refreshButtons);
  connect(&program_, &EvaluationProgram::changed, this, [this] {
    results_.setOwn(program_.running());
    refreshHead();
  });
  connect(&program_, &EvaluationProgram::ended, this, &EvaluatePage::onEnded);
  connect(&program_, &EvaluationProgram::failed, this,
          [this](const QString& folder, int, const QString& reason, const QString& output) {
            results_.setOwn(false);
            results_.look();
            refreshHead();
            std::vector<RecoveryAction> ways;
            if (folder == results_.folder() && !results_.rows().empty() && !results_.finished())
              ways.push_back({tr("Resume"), [this] { resume(); }});
            emit refused(reason, output.count(QLatin1Char('\n')) > 1 ? output : QString(), ways);
          });
  connect(&results_, &EvaluationResults::opened, this, [this] {
    chosen_.reset();
    found_photos_.clear();
    stage_->setCurrentIndex(results_.folder().isEmpty() ? 0 : 1);
    refreshClassifiers();
    refreshHead();
  });
  connect(&results_, &EvaluationResults::rowsChanged, this, [this] {
    refreshClassifiers();
    refreshPhotos();
    refreshHead();
  });
  connect(&results_, &EvaluationResults::meansChanged, this, &EvaluatePage::refreshMethods);
  connect(&results_, &EvaluationResults::failed, this,
          [this](const QString& reason) { emit refused(reason, {}, {}); });
  tick_.setInterval(1000);
  connect(&tick_, &QTimer::timeout, this, &EvaluatePage::refreshHead);
  follow_models();
  const QByteArray kept = QSettings().value(kPlanKey).toByteArray();
  if (!kept.isEmpty())
    form_->setPlan(EvaluationPlan::fromJson(QJsonDocument::fromJson(kept).object()));
  refreshHead();
}

EvaluatePage::~EvaluatePage() { keepChoices(); }

void EvaluatePage::addHead() {
  column()->setSpacing(2 * kUnit);
  QHBoxLayout* row = headRow();
  row->addSpacing(kUnit);
  bar_ = new QProgressBar;
  bar_->setObjectName(QStringLiteral("evaluationBar"));
  bar_->setTextVisible(false);
  bar_->setFixedSize(16 * kUnit, kUnit / 2);
  row->addWidget(bar_);
  progress_ = new NumberLabel;
  progress_->setObjectName(QStringLiteral("evaluationProgress"));
  row->addWidget(progress_, 1);
  pause_ = new QPushButton;
  pause_->setObjectName(QStringLiteral("pauseEvaluation"));
  stop_ = new QPushButton(icon(QStringLiteral("stop")), tr("Stop"));
  stop_->setObjectName(QStringLiteral("stopEvaluation"));
  stop_->setToolTip(tr("End it at once; what is measured stays, and it can be resumed"));
  open_folder_ = new QPushButton(icon(QStringLiteral("open")), tr("Open…"));
  open_folder_->setObjectName(QStringLiteral("openEvaluation"));
  open_folder_->setToolTip(
      tr("Open an evaluation: a folder that holds evaluation.json, finished or not, also of "
         "another machine"));
  export_ = new QPushButton(icon(QStringLiteral("save")), tr("Export"));
  export_->setObjectName(QStringLiteral("exportEvaluation"));
  export_->setMenu(makeExports());
  export_->setStyleSheet(QStringLiteral("QPushButton::menu-indicator { image: none; width: 0; }"));
  for (QPushButton* button : {pause_, stop_, open_folder_, export_}) row->addWidget(button);
  connect(pause_, &QPushButton::clicked, this,
          [this] { program_.running() ? program_.pause() : resume(); });
  connect(stop_, &QPushButton::clicked, &program_, &EvaluationProgram::stop);
  connect(open_folder_, &QPushButton::clicked, this, &EvaluatePage::askForFolder);
}

QWidget* EvaluatePage::makeInvitation() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setSpacing(kUnit);
  column->addStretch();
  auto* question = new QLabel(tr("Which explanation is right?"));
  question->setFont(large_font());
  question->setAlignment(Qt::AlignHCenter);
  question->setWordWrap(true);
  auto* how = new MutedLabel(tr(
      "Choose photos with the boxes of what they show, tick methods, and press Start. Every method "
      "explains the true class of every photo, and the table fills as it is measured. "
      "It can be paused at any time and goes on where it was; the rest of the window stays free."));
  how->setAlignment(Qt::AlignHCenter);
  how->setWordWrap(true);
  how->setMaximumWidth(60 * kUnit);
  column->addWidget(question);
  auto* middle = new QHBoxLayout;
  middle->addWidget(how);
  column->addLayout(middle);
  auto* open = new QPushButton(icon(QStringLiteral("open")), tr("Open an evaluation…"));
  open->setToolTip(open_folder_->toolTip());
  connect(open, &QPushButton::clicked, this, &EvaluatePage::askForFolder);
  column->addSpacing(kUnit);
  column->addWidget(open, 0, Qt::AlignHCenter);
  column->addStretch();
  return page;
}

QWidget* EvaluatePage::makeTables() {
  method_model_ = new MethodTable(this);
  method_order_ = new TableOrder(this);
  method_order_->setSourceModel(method_model_);
  photo_model_ = new PhotoTable(this);
  photo_order_ = new TableOrder(this);
  photo_order_->setSourceModel(photo_model_);

  auto* upper = new QWidget;
  auto* above = new QVBoxLayout(upper);
  above->setSpacing(kUnit);
  auto* head = new QHBoxLayout;
  head->setSpacing(kUnit);
  head->addWidget(section_heading(tr("Results")));
  auto* legend = new ElidedLabel(tr(
      "Means with 95 % intervals; the best in bold; * differs from the first method (p < 0.05)"));
  legend->setFont(small_font());
  legend->setForegroundRole(QPalette::PlaceholderText);
  head->addWidget(legend, 1);
  classifiers_ = new QComboBox;
  classifiers_->setObjectName(QStringLiteral("evaluatedClassifiers"));
  classifiers_->setAccessibleName(tr("Classifier whose rows are shown"));
  classifiers_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  head->addWidget(classifiers_);
  above->addLayout(head);
  method_table_ = make_table(method_order_, QStringLiteral("methodTable"), kMethodRow);
  method_table_->setAccessibleName(tr("Means by method"));
  above->addWidget(method_table_, 1);

  auto* photos = new QWidget;
  auto* list = new QVBoxLayout(photos);
  list->setSpacing(kUnit);
  auto* list_head = new QHBoxLayout;
  list_head->setSpacing(kUnit);
  photo_heading_ = new ElidedLabel;
  photo_heading_->setObjectName(QStringLiteral("photoHeading"));
  open_row_ = new QPushButton(icon(QStringLiteral("target")), tr("Open"));
  open_row_->setObjectName(QStringLiteral("openRow"));
  open_row_->setToolTip(
      tr("Open the photo in the explorer, with the class, the classifier, the method and its "
         "settings, ready to Explain (Enter, or double click)"));
  list_head->addWidget(photo_heading_, 1);
  list_head->addWidget(open_row_);
  list->addLayout(list_head);
  photo_table_ = make_table(photo_order_, QStringLiteral("photoTable"), kPhotoRow);
  photo_table_->setAccessibleName(tr("Photos of the chosen method"));
  list->addWidget(photo_table_, 1);
  extremes_ = new ExtremesView;

  auto* lower = new QSplitter(Qt::Horizontal);
  lower->setHandleWidth(2 * kUnit);
  lower->addWidget(flush(photos));
  lower->addWidget(extremes_);
  lower->setChildrenCollapsible(false);
  lower->setSizes({1000, 1000});
  auto* tables = new QSplitter(Qt::Vertical);
  tables->setHandleWidth(2 * kUnit);
  tables->addWidget(flush(upper));
  tables->addWidget(lower);
  tables->setChildrenCollapsible(false);
  tables->setSizes({1000, 1200});

  connect(classifiers_, &QComboBox::activated, this, [this] {
    chosen_.reset();
    refreshMethods();
    refreshPhotos();
  });
  connect(method_table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& now) {
            if (!now.isValid()) return;
            chosen_ = method_model_->method(method_order_->mapToSource(now).row());
            refreshPhotos();
          });
  connect(photo_table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          &EvaluatePage::refreshButtons);
  connect(photo_table_, &QTableView::activated, this, &EvaluatePage::openChosen);
  connect(open_row_, &QPushButton::clicked, this, &EvaluatePage::openChosen);
  connect(extremes_, &ExtremesView::openRequested, this, &EvaluatePage::openRow);
  return tables;
}

void EvaluatePage::start() {
  EvaluationPlan plan = form_->plan();
  if (program_.running()) return;
  if (const QString problem = plan.problem(); !problem.isEmpty())
    return emit refused(problem, {}, {});
  if (!form_->boxesProblem().isEmpty()) return emit refused(form_->boxesProblem(), {}, {});
  if (plan.out.isEmpty()) plan.out = free_folder(default_folder());
  plan.out = QFileInfo(plan.out).absoluteFilePath();
  plan.images = QFileInfo(plan.images).absoluteFilePath();
  plan.boxes = QFileInfo(plan.boxes).absoluteFilePath();
  if (QFileInfo::exists(plan.out + QStringLiteral("/evaluation.json"))) {
    const QString other = free_folder(plan.out);
    return emit refused(
        tr("%1 holds an evaluation already.").arg(plan.out), {},
        {{tr("Open it"), [this, out = plan.out] { openFolder(out); }},
         {tr("Start in %1").arg(QFileInfo(other).fileName()), [this, plan, other]() mutable {
            plan.out = other;
            begin(std::move(plan), false);
          }}});
  }
  begin(std::move(plan), false);
}

void EvaluatePage::resume() {
  if (program_.running() || !results_.settings()) return;
  auto plan = plan_to_resume(results_.folder(), *results_.settings(), form_->plan());
  if (!plan) return emit refused(qstr(plan.error().message), {}, {});
  begin(std::move(*plan), true);
}

void EvaluatePage::begin(EvaluationPlan plan, bool resume) {
  const QString out = plan.out;
  results_.setOwn(true);
  if (const auto begun = program_.start(plan, resume); !begun)
    return emit refused(qstr(begun.error().message), {}, {});
  loaded_ = true;
  if (!resume) results_.expect(out);
  rows_at_start_ = static_cast<int>(results_.rows().size());
  keepChoices();
  results_.setWatched(true);
  tick_.start();
  refreshHead();
}

void EvaluatePage::openFolder(const QString& folder) {
  loaded_ = true;
  if (program_.running() && folder != program_.folder())
    return emit refused(tr("An evaluation is running. Pause it first."), {}, {});
  if (const auto opened = results_.open(folder); !opened)
    return emit refused(qstr(opened.error().message), {}, {});
  results_.setWatched(isVisible());
  keepChoices();
}

void EvaluatePage::take(const QString& path) {
  if (!QFileInfo(path).isDir())
    form_->setBoxes(path);
  else if (QFileInfo::exists(path + QStringLiteral("/evaluation.json")))
    openFolder(path);
  else
    form_->setImages(path);
}

void EvaluatePage::keepChoices() {
  QSettings().setValue(kPlanKey,
                       QJsonDocument(form_->choices().toJson()).toJson(QJsonDocument::Compact));
  if (!results_.folder().isEmpty()) QSettings().setValue(kFolderKey, results_.folder());
}

void EvaluatePage::onEnded(const QString&, bool on_request) {
  results_.setOwn(false);
  results_.look();
  refreshHead();
  if (!isVisible()) results_.setWatched(false);
  if (on_request) return;
  const auto failures = static_cast<int>(results_.failures().size());
  const QString text = failures == 0
                           ? tr("The evaluation is done: %1 rows.").arg(results_.rows().size())
                           : tr("The evaluation is done: %1 rows. What could not be measured is in "
                                "failed.csv, %2 in all.")
                                 .arg(results_.rows().size())
                                 .arg(failures);
  emit ended(text,
             {{tr("Open the page"), [page = results_.folder() + QStringLiteral("/summary.html")] {
                 QDesktopServices::openUrl(QUrl::fromLocalFile(page));
               }}});
}

void EvaluatePage::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  if (!std::exchange(loaded_, true))
    if (const QString folder = QSettings().value(kFolderKey).toString();
        QFileInfo::exists(folder + QStringLiteral("/evaluation.json")))
      (void)results_.open(folder);
  results_.look();
  results_.setWatched(true);
  setFocus();
}

void EvaluatePage::hideEvent(QHideEvent* event) {
  keepChoices();
  if (!program_.running()) results_.setWatched(false);
  Page::hideEvent(event);
}

void EvaluatePage::refreshHead() {
  const bool running = program_.running();
  const int done = static_cast<int>(results_.rows().size()), wanted = results_.wanted();
  const bool unfinished = results_.settings().has_value() && !results_.finished();
  if (!running) tick_.stop();
  form_->setBusy(running);
  bar_->setVisible(wanted > 0 && (running || unfinished));
  bar_->setMaximum(std::max(1, wanted));
  bar_->setValue(std::min(done + results_.missing(), wanted));
  QString text;
  if (wanted > 0 || running) {
    const QString name = QFileInfo(results_.folder()).fileName();
    if (wanted == 0) {
      text = tr("%1: starting…").arg(name);
    } else if (program_.pausing()) {
      text = tr("%1: %2 of %3 rows, pausing…").arg(name).arg(done).arg(wanted);
    } else if (running) {
      text = tr("%1: %2 of %3 rows").arg(name).arg(done).arg(wanted);
      // Methods differ in what they cost: a pace is one of whole photos.
      const int fresh = done - rows_at_start_;
      if (fresh >= static_cast<int>(results_.settings()->methods.size()))
        text = tr("%1, %2 left")
                   .arg(text, clock_text(program_.seconds() / fresh *
                                         std::max(0, wanted - done - results_.missing())));
    } else if (unfinished && results_.held()) {
      text = tr("%1: %2 of %3 rows, written by another program").arg(name).arg(done).arg(wanted);
    } else if (unfinished) {
      text = tr("%1: %2 of %3 rows").arg(name).arg(done).arg(wanted);
    } else if (results_.missing() > 0) {
      text =
          tr("%1: %2 rows, %3 could not be measured").arg(name).arg(done).arg(results_.missing());
    } else {
      text = tr("%1: %2 rows, done").arg(name).arg(done);
    }
  }
  progress_->setText(text);
  emit progressed(running ? text : QString());
  progress_->setToolTip(running && !program_.lastWord().isEmpty() ? program_.lastWord()
                                                                  : results_.folder());
  pause_->setText(running ? tr("Pause") : tr("Resume"));
  pause_->setIcon(icon(running ? QStringLiteral("pause") : QStringLiteral("resume")));
  pause_->setToolTip(
      running
          ? tr("End the program at its next step. No row is lost, also when the window is closed")
          : tr("Go on where it was"));
  pause_->setVisible(running || (unfinished && !results_.held()));
  pause_->setEnabled(!program_.pausing());
  stop_->setVisible(running);
  open_folder_->setVisible(!running);
  refreshButtons();
}

void EvaluatePage::refreshClassifiers() {
  const QString before = classifiers_->currentText();
  QStringList names;
  if (results_.settings())
    for (const auto& c : results_.settings()->classifiers) names << qstr(c.id);
  QStringList there;
  for (int i = 0; i < classifiers_->count(); ++i) there << classifiers_->itemText(i);
  if (names != there) {
    classifiers_->clear();
    classifiers_->addItems(names);
    classifiers_->setCurrentIndex(std::max(0, classifiers_->findText(before)));
  }
  classifiers_->setVisible(names.size() > 1);
}

std::string EvaluatePage::classifier() const { return classifiers_->currentText().toStdString(); }

std::optional<PlannedMethod> EvaluatePage::method() const {
  if (chosen_) return chosen_;
  if (!results_.rows().empty())
    return PlannedMethod{results_.rows().front().method, results_.rows().front().infill};
  return std::nullopt;
}

void EvaluatePage::refreshMethods() {
  const bool first = method_model_->columnCount() == 0;
  method_model_->show(results_.means(), classifier());
  if (first || method_table_->columnWidth(0) < 2 * kUnit)
    method_table_->resizeColumnsToContents();
  else
    widen_columns(*method_table_);
  if (!method_table_->selectionModel()->currentIndex().isValid() && method_model_->rowCount() > 0) {
    const auto keep = method();
    int row = 0;
    for (int i = 0; keep && i < method_model_->rowCount(); ++i)
      if (method_model_->method(i) == *keep) row = i;
    method_table_->selectRow(method_order_->mapFromSource(method_model_->index(row, 0)).row());
  }
  refreshButtons();
}

void EvaluatePage::refreshPhotos() {
  std::vector<EvaluationRow> rows;
  const auto of = method();
  const std::string id = classifier();
  if (of)
    for (const auto& row : results_.rows())
      if (row.classifier == id && row.method == of->method && row.infill == of->infill)
        rows.push_back(row);
  if (!labels_.count(id) && !id.empty()) {
    for (const CatalogueEntry& entry : workspace_.models())
      if (entry.id == id)
        if (const auto card = Catalogue().classifier(entry.card_path.string()); card)
          labels_[id] = load_labels(card->labels_file, card->num_classes)
                            .value_or(std::vector<std::string>());
  }
  photo_heading_->setText(of ? tr("%1: %2 of %3 photos")
                                   .arg(of->label())
                                   .arg(rows.size())
                                   .arg(results_.settings() ? results_.settings()->photos : 0)
                             : QString());
  extremes_->show(rows, [this, folder = places().images](const EvaluationRow& row) {
    return ExtremesView::Files{
        results_.picture(row),
        folder.isEmpty() ? QString() : folder + QLatin1Char('/') + qstr(row.image)};
  });
  const bool first = photo_model_->columnCount() <= 1;
  photo_model_->show(std::move(rows),
                     labels_.count(id) ? labels_.at(id) : std::vector<std::string>());
  if (first && photo_model_->rowCount() > 0) {
    photo_table_->resizeColumnsToContents();
    photo_table_->setColumnWidth(0, kClassWidth);
  }
  widen_columns(*photo_table_, 1);
  refreshButtons();
}

void EvaluatePage::refreshButtons() {
  open_row_->setEnabled(photo_table_->selectionModel()->hasSelection());
  export_->setEnabled(!results_.means().empty());
}

EvaluationPlan EvaluatePage::places() const {
  EvaluationPlan out = kept_plan(results_.folder(), {}, form_->plan());
  if (!found_photos_.isEmpty()) out.images = found_photos_;
  return out;
}

void EvaluatePage::openChosen() {
  const QModelIndexList chosen = photo_table_->selectionModel()->selectedRows();
  if (!chosen.isEmpty())
    openRow(photo_model_->row(photo_order_->mapToSource(chosen.first()).row()));
}

void EvaluatePage::openRow(const EvaluationRow& row) {
  EvaluatedPhoto out;
  const EvaluationPlan there = places();
  out.photo = there.images + QLatin1Char('/') + qstr(row.image);
  if (there.images.isEmpty() || !QFileInfo(out.photo).isFile()) {
    return emit refused(tr("%1 is not where the photos were.").arg(qstr(row.image)), {},
                        {{tr("Find the photos…"), [this, row] {
                            auto* dialog = new QFileDialog(
                                this, tr("Where are the photos of this evaluation?"));
                            dialog->setAttribute(Qt::WA_DeleteOnClose);
                            dialog->setFileMode(QFileDialog::Directory);
                            connect(dialog, &QFileDialog::filesSelected, this,
                                    [this, row](const QStringList& paths) {
                                      found_photos_ = chosen_path(paths);
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
  out.explains = !row.infill.empty();
  if (results_.settings())
    for (const auto& entry : results_.settings()->methods)
      if (entry.method == row.method && entry.infill == row.infill) out.spec = entry.spec;
  // A photo's random numbers depend on its place, so that no two share them.
  out.spec.seed += static_cast<std::uint64_t>(results_.photoIndex(row, there.images, there.boxes));
  emit openRequested(out);
}

}  // namespace fido::ui
