// The widgets of the page; what they do is in evaluate_page.cpp.
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/evaluate/evaluate_page.h"
#include "ui/evaluate/extremes_view.h"
#include "ui/evaluate/tables.h"
#include "ui/panels/section.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr int kMethodRowHeight = 5 * kUnit, kPhotoRowHeight = 3 * kUnit;

QWidget* without_margins(QWidget* widget) {
  widget->layout()->setContentsMargins(0, 0, 0, 0);
  return widget;
}

}  // namespace

void EvaluatePage::addHeader() {
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
  stop_->setToolTip(tr("Stop at once; measured rows are kept, and the evaluation can be resumed"));
  open_folder_ = new QPushButton(icon(QStringLiteral("open")), tr("Open…"));
  open_folder_->setObjectName(QStringLiteral("openEvaluation"));
  open_folder_->setToolTip(tr(
      "Open an evaluation: a folder that contains evaluation.json, finished or not, from this or "
      "another machine"));
  export_ = new QPushButton(icon(QStringLiteral("save")), tr("Export"));
  export_->setObjectName(QStringLiteral("exportEvaluation"));
  export_->setMenu(makeExports());
  export_->setStyleSheet(QStringLiteral("QPushButton::menu-indicator { image: none; width: 0; }"));
  for (QPushButton* button : {pause_, stop_, open_folder_, export_}) row->addWidget(button);
  connect(pause_, &QPushButton::clicked, this,
          [this] { program_.isRunning() ? program_.pause() : resume(); });
  connect(stop_, &QPushButton::clicked, &program_, &EvaluationProgram::stop);
  connect(open_folder_, &QPushButton::clicked, this, &EvaluatePage::askForFolder);
}

QWidget* EvaluatePage::makeStartPage() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setSpacing(kUnit);
  column->addStretch();
  auto* question = new QLabel(tr("Which explanation is right?"));
  question->setFont(large_font());
  question->setAlignment(Qt::AlignHCenter);
  question->setWordWrap(true);
  auto* how = new MutedLabel(tr(
      "Choose photos and the file with their bounding boxes, select methods, and press Start. Each "
      "method explains the true class of each photo, and the table fills as results arrive. You "
      "can pause and resume at any time, and keep using the rest of the window."));
  how->setAlignment(Qt::AlignHCenter);
  how->setWordWrap(true);
  how->setMaximumWidth(60 * kUnit);
  column->addWidget(question);
  auto* how_row = new QHBoxLayout;
  how_row->addWidget(how);
  column->addLayout(how_row);
  auto* open = new QPushButton(icon(QStringLiteral("open")), tr("Open evaluation…"));
  open->setToolTip(open_folder_->toolTip());
  connect(open, &QPushButton::clicked, this, &EvaluatePage::askForFolder);
  column->addSpacing(kUnit);
  column->addWidget(open, 0, Qt::AlignHCenter);
  column->addStretch();
  return page;
}

QWidget* EvaluatePage::makeTables() {
  method_model_ = new MethodTable(this);
  method_proxy_ = new MissingLastProxy(this);
  method_proxy_->setSourceModel(method_model_);
  photo_model_ = new PhotoTable(this);
  photo_proxy_ = new MissingLastProxy(this);
  photo_proxy_->setSourceModel(photo_model_);

  auto* upper = new QWidget;
  auto* method_column = new QVBoxLayout(upper);
  method_column->setSpacing(kUnit);
  auto* method_header = new QHBoxLayout;
  method_header->setSpacing(kUnit);
  method_header->addWidget(section_heading(tr("Results")));
  auto* legend = new ElidedLabel(
      tr("Means with 95 % intervals; best in bold; * differs from the first method (p < 0.05)"));
  legend->setFont(small_font());
  legend->setForegroundRole(QPalette::PlaceholderText);
  method_header->addWidget(legend, 1);
  classifiers_ = new QComboBox;
  classifiers_->setObjectName(QStringLiteral("evaluatedClassifiers"));
  classifiers_->setAccessibleName(tr("Classifier to show"));
  classifiers_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  method_header->addWidget(classifiers_);
  method_column->addLayout(method_header);
  method_table_ = make_table(method_proxy_, QStringLiteral("methodTable"), kMethodRowHeight);
  method_table_->setAccessibleName(tr("Means by method"));
  method_column->addWidget(method_table_, 1);

  auto* photos = new QWidget;
  auto* photo_column = new QVBoxLayout(photos);
  photo_column->setSpacing(kUnit);
  auto* photo_header = new QHBoxLayout;
  photo_header->setSpacing(kUnit);
  photo_heading_ = new ElidedLabel;
  photo_heading_->setObjectName(QStringLiteral("photoHeading"));
  open_row_ = new QPushButton(icon(QStringLiteral("target")), tr("Open"));
  open_row_->setObjectName(QStringLiteral("openRow"));
  open_row_->setToolTip(
      tr("Open the photo in the explorer with the evaluation's class, classifier, method and "
         "settings (Enter or double-click)"));
  photo_header->addWidget(photo_heading_, 1);
  photo_header->addWidget(open_row_);
  photo_column->addLayout(photo_header);
  photo_table_ = make_table(photo_proxy_, QStringLiteral("photoTable"), kPhotoRowHeight);
  photo_table_->setAccessibleName(tr("Photos of the selected method"));
  photo_column->addWidget(photo_table_, 1);
  extremes_ = new ExtremesView;

  auto* lower = new QSplitter(Qt::Horizontal);
  lower->setHandleWidth(2 * kUnit);
  lower->addWidget(without_margins(photos));
  lower->addWidget(extremes_);
  lower->setChildrenCollapsible(false);
  lower->setSizes({1000, 1000});
  auto* tables = new QSplitter(Qt::Vertical);
  tables->setHandleWidth(2 * kUnit);
  tables->addWidget(without_margins(upper));
  tables->addWidget(lower);
  tables->setChildrenCollapsible(false);
  tables->setSizes({1000, 1200});

  connect(classifiers_, &QComboBox::activated, this, [this] {
    selected_method_.reset();
    refreshMethods();
    refreshPhotos();
  });
  connect(method_table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& current) {
            if (!current.isValid()) return;
            selected_method_ = method_model_->method(method_proxy_->mapToSource(current).row());
            refreshPhotos();
          });
  connect(photo_table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          &EvaluatePage::refreshButtons);
  connect(photo_table_, &QTableView::activated, this, &EvaluatePage::openSelectedRow);
  connect(open_row_, &QPushButton::clicked, this, &EvaluatePage::openSelectedRow);
  connect(extremes_, &ExtremesView::openRequested, this, &EvaluatePage::openRow);
  return tables;
}

}  // namespace fido::ui
