#include "ui/evaluate/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrent>
#include <algorithm>

#include "core/evaluate/boxes.h"
#include "core/evaluate/metric.h"
#include "ui/document/text.h"
#include "ui/evaluate/classifier_list.h"
#include "ui/evaluate/method_list.h"
#include "ui/panels/section.h"
#include "ui/panels/spec_editor.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

// The fields leave space for the scroll bar, so that they keep their width when it appears.
constexpr int kWidth = 36 * kUnit, kFieldsWidth = 34 * kUnit, kEditorWidth = 13 * kUnit;

// Returns the RunSpec fields that the form offers. A plan may set more of them.
const std::vector<std::string>& shown_fields() {
  static const std::vector<std::string> fields{
      "preset",  "keep_evidence", "lambda", "lambda_unit", "iterations",
      "samples", "grid",          "seed",   "device",      "threads"};
  return fields;
}

QString editor_text(const QWidget* editor) {
  if (const auto* box = qobject_cast<const QComboBox*>(editor))
    return box->currentData().toString();
  return static_cast<const QLineEdit*>(editor)->text().trimmed();
}

}  // namespace

EvaluationForm::EvaluationForm(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("evaluationForm"));
  setFixedWidth(kWidth);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->setSpacing(kUnit);
  fields_ = new QWidget;
  auto* column = new QVBoxLayout(fields_);
  column->setContentsMargins(0, 0, 0, 0);
  fields_->setFixedWidth(kFieldsWidth);
  column->setSpacing(kUnit);

  addPhotoSection(column);

  column->addSpacing(kUnit);
  column->addWidget(section_heading(tr("Classifiers")));
  classifiers_ = new ClassifierList;
  column->addWidget(classifiers_);

  column->addSpacing(kUnit);
  column->addWidget(section_heading(tr("Methods")));
  methods_ = new MethodList;
  column->addWidget(methods_);

  column->addSpacing(kUnit);
  addMetricSection(column);
  addSettingsSection(column);
  column->addStretch();

  auto* area = new QScrollArea;
  area->setWidget(fields_);
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  outer->addWidget(area, 1);

  outer->addLayout(makeFooter());
  for (QComboBox* box : findChildren<QComboBox*>()) box->setFocusPolicy(Qt::StrongFocus);

  connect(disclosure_, &QToolButton::toggled, this, &EvaluationForm::refreshDisclosure);
  connect(start_, &QPushButton::clicked, this, &EvaluationForm::startRequested);
  connect(classifiers_, &ClassifierList::addModelRequested, this,
          &EvaluationForm::addModelRequested);
  connect(classifiers_, &ClassifierList::changed, this, &EvaluationForm::changed);
  connect(methods_, &MethodList::changed, this, &EvaluationForm::changed);
  connect(limit_, &QLineEdit::textChanged, this, &EvaluationForm::changed);
  connect(images_, &QLineEdit::textChanged, this, &EvaluationForm::countPhotos);
  connect(boxes_, &QLineEdit::textChanged, this, &EvaluationForm::countPhotos);
  connect(out_, &QLineEdit::textChanged, this, &EvaluationForm::changed);
  connect(this, &EvaluationForm::changed, this, &EvaluationForm::refreshCounts);
  connect(&count_watcher_, &QFutureWatcherBase::finished, this, [this] {
    if (std::exchange(recount_pending_, false)) return countPhotos();
    const PhotoCount count = count_watcher_.result();
    boxes_error_ = count.error;
    photo_count_ = count.error.isEmpty() ? std::optional(count.photos) : std::nullopt;
    emit changed();
  });
  refreshDisclosure();
  countPhotos();
}

void EvaluationForm::addPhotoSection(QVBoxLayout* column) {
  column->addWidget(section_heading(tr("Photos")));
  images_ = addPath(column, QStringLiteral("images"), tr("Folder"), tr("Folder of photos"), true,
                    tr("The photos to evaluate. Only photos listed in the boxes file are used."));
  boxes_ =
      addPath(column, QStringLiteral("boxes"), tr("Boxes"), tr("CSV file"), false,
              tr("True classes and bounding boxes, one box per row. The first line is the header: "
                 "image,label_0based,x0,y0,x1,y1"));
  auto* limit_row = new QHBoxLayout;
  limit_row->setSpacing(kUnit);
  auto* limit_label = new QLabel(tr("Limit"));
  limit_ = new QLineEdit;
  limit_->setObjectName(QStringLiteral("limit"));
  limit_->setPlaceholderText(tr("all"));
  limit_->setValidator(new QIntValidator(1, 10'000'000, limit_));
  limit_->setToolTip(tr("Maximum number of photos, evenly spaced among all"));
  limit_->setFixedWidth(kEditorWidth / 2 + kUnit);
  limit_label->setBuddy(limit_);
  photo_count_text_ = new MutedLabel;
  photo_count_text_->setObjectName(QStringLiteral("found"));
  photo_count_text_->setFont(small_font());
  photo_count_text_->setWordWrap(true);
  limit_label->setFixedWidth(7 * kUnit);
  limit_row->addWidget(limit_label);
  limit_row->addWidget(limit_);
  limit_row->addWidget(photo_count_text_, 1);
  column->addLayout(limit_row);
  boxes_error_text_ = new QLabel;
  boxes_error_text_->setObjectName(QStringLiteral("boxesProblem"));
  boxes_error_text_->setFont(small_font());
  boxes_error_text_->setTextFormat(Qt::PlainText);
  boxes_error_text_->setWordWrap(true);
  boxes_error_text_->hide();
  column->addWidget(boxes_error_text_);
}

void EvaluationForm::addMetricSection(QVBoxLayout* column) {
  column->addWidget(section_heading(tr("Metrics")));
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(kUnit);
  grid->setVerticalSpacing(kUnit / 2);
  for (const MetricGroup& group : metric_groups()) {
    if (group.name.empty()) continue;  // always measured
    auto* box = new QCheckBox(core_text(group.label));
    box->setObjectName(QStringLiteral("metric-") + qstr(group.name));
    box->setProperty("group", qstr(group.name));
    box->setToolTip(core_text(group.description));
    box->setChecked(group.is_default());
    connect(box, &QCheckBox::toggled, this, &EvaluationForm::changed);
    const int index = static_cast<int>(metrics_.size());
    grid->addWidget(box, index / 2, index % 2);
    metrics_.push_back(box);
  }
  column->addLayout(grid);
}

void EvaluationForm::addSettingsSection(QVBoxLayout* column) {
  disclosure_ = new QToolButton;
  disclosure_->setObjectName(QStringLiteral("evaluationSettings"));
  disclosure_->setCheckable(true);
  disclosure_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  disclosure_->setStyleSheet(
      QStringLiteral("QToolButton { padding: 4px 8px 4px 0; margin-left: -5px; border: none; } "
                     "QToolButton:checked { background: transparent; }"));
  column->addWidget(disclosure_);
  settings_area_ = makeSettings();
  column->addWidget(settings_area_);
}

QVBoxLayout* EvaluationForm::makeFooter() {
  auto* footer = new QVBoxLayout;
  footer->setContentsMargins(0, 0, kWidth - kFieldsWidth, 0);
  footer->setSpacing(kUnit);
  output_row_ = new QWidget;
  auto* output_column = new QVBoxLayout(output_row_);
  output_column->setContentsMargins(0, 0, 0, 0);
  footer->addWidget(output_row_);
  out_ = addPath(output_column, QStringLiteral("out"), tr("Output"), {}, true,
                 tr("Folder for tables and pictures; created if it does not exist"));
  map_count_text_ = new MutedLabel;
  map_count_text_->setObjectName(QStringLiteral("maps"));
  auto* start_row = new QHBoxLayout;
  start_row->setSpacing(kUnit);
  start_ = new QPushButton(icon(QStringLiteral("play"), Qt::white), tr("Start"));
  start_->setObjectName(QStringLiteral("startEvaluation"));
  start_->setDefault(true);
  start_->setMinimumWidth(13 * kUnit);
  start_row->addWidget(map_count_text_, 1);
  start_row->addWidget(start_);
  footer->addLayout(start_row);
  return footer;
}

QLineEdit* EvaluationForm::addPath(QVBoxLayout* column, const QString& name, const QString& label,
                                   const QString& placeholder, bool folder, const QString& tip) {
  auto* row = new QHBoxLayout;
  row->setSpacing(kUnit);
  auto* text = new QLabel(label);
  text->setFixedWidth(7 * kUnit);
  text->setToolTip(tip);
  auto* edit = new QLineEdit;
  edit->setObjectName(name);
  edit->setPlaceholderText(placeholder);
  edit->setToolTip(tip);
  text->setBuddy(edit);
  auto* button = new QToolButton;
  button->setIcon(icon(folder ? QStringLiteral("folder") : QStringLiteral("open")));
  button->setAccessibleName(tr("Browse: %1").arg(label));
  button->setToolTip(button->accessibleName());
  connect(button, &QToolButton::clicked, this,
          [this, edit, label, folder] { choosePath(edit, label, folder); });
  row->addWidget(text);
  row->addWidget(edit, 1);
  row->addWidget(button);
  column->addLayout(row);
  return edit;
}

QWidget* EvaluationForm::makeSettings() {
  auto* rows = new QWidget;
  auto* grid = new QGridLayout(rows);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(kUnit);
  grid->setVerticalSpacing(kUnit);
  grid->setColumnStretch(0, 1);
  for (const std::string& key : shown_fields()) {
    const SpecField& field = *find_field(key);
    const QString default_value = qstr(field_text(default_spec("fido-ssr"), field));
    QWidget* editor = nullptr;
    if (!field.choices.empty()) {
      auto* box = new QComboBox;
      box->addItem(tr("default"), QString());
      for (const std::string& choice : field.choices) box->addItem(qstr(choice), qstr(choice));
      box->setItemDelegate(new QStyledItemDelegate(box));
      connect(box, &QComboBox::currentIndexChanged, this, &EvaluationForm::changed);
      editor = box;
    } else {
      auto* edit = new QLineEdit;
      edit->setPlaceholderText(default_value);
      connect(edit, &QLineEdit::textChanged, this, &EvaluationForm::changed);
      editor = edit;
    }
    editor->setObjectName(QStringLiteral("evaluate_") + qstr(key));
    editor->setFixedWidth(kEditorWidth);
    auto* name = new ElidedLabel(SpecRow::title(field));
    name->setBuddy(editor);
    const QString tip =
        QStringLiteral("<b>%1</b> %2")
            .arg(QString::fromUtf8(field.symbol), core_text(field.help).toHtmlEscaped());
    name->setToolTip(tip);
    editor->setToolTip(tip);
    grid->addWidget(name, grid->rowCount(), 0);
    grid->addWidget(editor, grid->rowCount() - 1, 1);
    setting_editors_.push_back(editor);
  }
  return rows;
}

void EvaluationForm::choosePath(QLineEdit* edit, const QString& title, bool folder) {
  QString start;
  if (!edit->text().isEmpty())
    start = QFileInfo(edit->text()).absolutePath();
  else if (edit == boxes_)
    start = images_->text();
  auto* dialog = new QFileDialog(this, title, start,
                                 folder ? QString() : tr("CSV files (*.csv);;All files (*)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
  if (folder) dialog->setOption(QFileDialog::ShowDirsOnly);
  connect(dialog, &QFileDialog::filesSelected, this, [this, edit](const QStringList& paths) {
    if (edit == images_)
      setImages(chosen_path(paths));
    else
      edit->setText(chosen_path(paths));
  });
  dialog->open();
}

void EvaluationForm::setImages(const QString& folder) {
  images_->setText(folder);
  for (const QString& file : {folder + QStringLiteral("/boxes.csv"),
                              QFileInfo(folder).absolutePath() + QStringLiteral("/boxes.csv")})
    if (boxes_->text().isEmpty() && QFileInfo(file).isFile()) boxes_->setText(file);
}

void EvaluationForm::setBoxes(const QString& file) { boxes_->setText(file); }

EvaluationPlan EvaluationForm::plan() const {
  EvaluationPlan plan;
  plan.images = images_->text().trimmed();
  plan.boxes = boxes_->text().trimmed();
  plan.classifiers = classifiers_->cards();
  plan.methods = methods_->checkedMethods();
  for (const QCheckBox* box : metrics_)
    if (box->isChecked()) plan.metrics << box->property("group").toString();
  plan.limit = limit_->text().toInt();
  for (std::size_t i = 0; i < setting_editors_.size(); ++i)
    if (const QString text = editor_text(setting_editors_[i]); !text.isEmpty())
      plan.fields[qstr(shown_fields()[i])] = text;
  plan.out = out_->text().trimmed();
  return plan;
}

EvaluationPlan EvaluationForm::planToStore() const {
  EvaluationPlan out = plan();
  if (!classifiers_->hasUserChoice()) out.classifiers.clear();
  return out;
}

void EvaluationForm::setPlan(const EvaluationPlan& plan) {
  images_->setText(plan.images);
  boxes_->setText(plan.boxes);
  limit_->setText(plan.limit > 0 ? QString::number(plan.limit) : QString());
  classifiers_->setCards(plan.classifiers);
  methods_->setCheckedMethods(plan.methods);
  for (QCheckBox* box : metrics_)
    box->setChecked(plan.metrics.contains(box->property("group").toString()));
  for (std::size_t i = 0; i < setting_editors_.size(); ++i) {
    const QString text = plan.fields.value(qstr(shown_fields()[i]));
    if (auto* box = qobject_cast<QComboBox*>(setting_editors_[i]))
      box->setCurrentIndex(std::max(0, box->findData(text)));
    else
      static_cast<QLineEdit*>(setting_editors_[i])->setText(text);
  }
}

void EvaluationForm::setModels(const std::vector<CatalogueEntry>& models) {
  classifiers_->setModels(models);
}

void EvaluationForm::setDefaultModel(const QString& card) {
  classifiers_->setDefaultCard(card);
  emit changed();
}

void EvaluationForm::setBusy(bool busy) {
  fields_->setEnabled(!busy);
  output_row_->setEnabled(!busy);
  start_->setEnabled(!busy);
  start_->setIcon(
      icon(QStringLiteral("play"),
           busy ? palette().color(QPalette::Disabled, QPalette::ButtonText) : QColor(Qt::white)));
}

// Counts the photos in the background: a whole validation set has a table of fifty thousand lines,
// and as many files.
void EvaluationForm::countPhotos() {
  recount_pending_ = count_watcher_.isRunning();
  if (recount_pending_) return;
  const QString images = images_->text().trimmed(), boxes = boxes_->text().trimmed();
  photo_count_.reset();
  boxes_error_.clear();
  if (!QFileInfo(images).isDir() || !QFileInfo(boxes).isFile()) return emit changed();
  count_watcher_.setFuture(QtConcurrent::run([images, boxes] {
    PhotoCount count;
    const auto truth = load_boxes(to_path(boxes));
    if (!truth) {
      count.error = qstr(truth.error().message);
      return count;
    }
    std::error_code ignored;
    for (const auto& [name, about] : *truth)
      count.photos += std::filesystem::is_regular_file(to_path(images) / name, ignored);
    if (count.photos == 0)
      count.error = tr("%1 contains none of the photos listed in %2.")
                        .arg(images, QFileInfo(boxes).fileName());
    return count;
  }));
}

void EvaluationForm::refreshCounts() {
  photo_count_text_->setText(photo_count_ ? tr("of %1 with boxes").arg(*photo_count_) : QString());
  QString error = boxes_error_;
  // The full paths are visible in the fields above.
  for (const QLineEdit* path : {boxes_, images_})
    if (!path->text().isEmpty()) error.replace(path->text(), QFileInfo(path->text()).fileName());
  boxes_error_text_->setText(insert_break_points(error));
  boxes_error_text_->setVisible(!error.isEmpty());
  const EvaluationPlan current = plan();
  int photos = photo_count_.value_or(0);
  if (current.limit > 0) photos = std::min(current.limit, photos);
  const auto methods = static_cast<int>(current.methods.size());
  const auto classifiers = static_cast<int>(current.classifiers.size());
  QString text;
  if (photos > 0 && methods > 0)
    text = classifiers > 1
               ? tr("Maps: %1 × %2 × %3 = %4")
                     .arg(photos)
                     .arg(classifiers)
                     .arg(methods)
                     .arg(photos * classifiers * methods)
               : tr("Maps: %1 × %2 = %3").arg(photos).arg(methods).arg(photos * methods);
  map_count_text_->setText(text);
  map_count_text_->setToolTip(classifiers > 1
                                  ? tr("Photos × classifiers × methods = maps to compute")
                                  : tr("Photos × methods = maps to compute"));
  const auto changed_count =
      std::count_if(setting_editors_.begin(), setting_editors_.end(),
                    [](const QWidget* editor) { return !editor_text(editor).isEmpty(); });
  disclosure_->setText(changed_count == 0
                           ? tr("Settings")
                           : tr("Settings, %n changed", nullptr, static_cast<int>(changed_count)));
  if (!out_->hasFocus()) out_->setPlaceholderText(unused_folder(default_output_folder()));
}

void EvaluationForm::refreshDisclosure() {
  const bool shown = disclosure_->isChecked();
  disclosure_->setIcon(
      icon(shown ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
  settings_area_->setVisible(shown);
}

}  // namespace fido::ui
