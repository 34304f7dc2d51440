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

// the scroll bar comes and goes beside them
constexpr int kWidth = 36 * kUnit, kFieldsWidth = 34 * kUnit, kEditorWidth = 13 * kUnit;

// Of what a plan may set, what a person asks for; the rest comes with a plan from a command line,
// and stays.
const std::vector<std::string>& shown_fields() {
  static const std::vector<std::string> all{"lambda", "lambda_unit", "iterations", "samples",
                                            "grid",   "seed",        "device",     "threads"};
  return all;
}

QString text_of(const QWidget* editor) {
  if (const auto* box = qobject_cast<const QComboBox*>(editor))
    return box->currentData().toString();
  return static_cast<const QLineEdit*>(editor)->text().trimmed();
}

}  // namespace

EvaluationForm::EvaluationForm(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("evaluationForm"));
  setFixedWidth(kWidth);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(kUnit);
  fields_ = new QWidget;
  auto* column = new QVBoxLayout(fields_);
  column->setContentsMargins(0, 0, 0, 0);
  fields_->setFixedWidth(kFieldsWidth);
  column->setSpacing(kUnit);

  column->addWidget(section_heading(tr("Photos")));
  images_ = addPath(column, QStringLiteral("images"), tr("Folder"), tr("A folder of photos"), true,
                    tr("The photos to measure on; those that the boxes file names are taken"));
  boxes_ = addPath(column, QStringLiteral("boxes"), tr("Boxes"), tr("A CSV file"), false,
                   tr("Their true classes and boxes, a row a box. The first line names the "
                      "columns: image,label_0based,x0,y0,x1,y1"));
  auto* number = new QHBoxLayout;
  number->setSpacing(kUnit);
  auto* name = new QLabel(tr("Number"));
  limit_ = new QLineEdit;
  limit_->setObjectName(QStringLiteral("limit"));
  limit_->setPlaceholderText(tr("all"));
  limit_->setValidator(new QIntValidator(1, 10'000'000, limit_));
  limit_->setToolTip(tr("So many photos, taken evenly from all"));
  limit_->setFixedWidth(kEditorWidth / 2 + kUnit);
  name->setBuddy(limit_);
  found_text_ = new MutedLabel;
  found_text_->setObjectName(QStringLiteral("found"));
  found_text_->setFont(small_font());
  found_text_->setWordWrap(true);
  name->setFixedWidth(7 * kUnit);
  number->addWidget(name);
  number->addWidget(limit_);
  number->addWidget(found_text_, 1);
  column->addLayout(number);
  problem_text_ = new QLabel;
  problem_text_->setObjectName(QStringLiteral("boxesProblem"));
  problem_text_->setFont(small_font());
  problem_text_->setTextFormat(Qt::PlainText);
  problem_text_->setWordWrap(true);
  problem_text_->hide();
  column->addWidget(problem_text_);

  column->addSpacing(kUnit);
  column->addWidget(section_heading(tr("Classifiers")));
  classifiers_ = new ClassifierList;
  column->addWidget(classifiers_);

  column->addSpacing(kUnit);
  column->addWidget(section_heading(tr("Methods")));
  methods_ = new MethodList;
  column->addWidget(methods_);

  column->addSpacing(kUnit);
  column->addWidget(section_heading(tr("Metrics")));
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(kUnit);
  grid->setVerticalSpacing(kUnit / 2);
  for (const MetricGroup& group : metric_groups()) {
    if (group.name.empty()) continue;  // always measured
    auto* box = new QCheckBox(core_text(group.label));
    box->setObjectName(QStringLiteral("metric-") + qstr(group.name));
    box->setProperty("group", qstr(group.name));
    box->setToolTip(core_text(group.about));
    box->setChecked(group.is_default());
    connect(box, &QCheckBox::toggled, this, &EvaluationForm::changed);
    const int at = static_cast<int>(metrics_.size());
    grid->addWidget(box, at / 2, at % 2);
    metrics_.push_back(box);
  }
  column->addLayout(grid);

  disclosure_ = new QToolButton;
  disclosure_->setObjectName(QStringLiteral("evaluationSettings"));
  disclosure_->setCheckable(true);
  disclosure_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  disclosure_->setStyleSheet(
      QStringLiteral("QToolButton { padding: 4px 8px 4px 0; margin-left: -5px; border: none; } "
                     "QToolButton:checked { background: transparent; }"));
  column->addWidget(disclosure_);
  advanced_ = makeSettings();
  column->addWidget(advanced_);
  column->addStretch();

  auto* area = new QScrollArea;
  area->setWidget(fields_);
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  all->addWidget(area, 1);

  auto* foot = new QVBoxLayout;
  foot->setContentsMargins(0, 0, kWidth - kFieldsWidth, 0);
  foot->setSpacing(kUnit);
  place_ = new QWidget;
  auto* place = new QVBoxLayout(place_);
  place->setContentsMargins(0, 0, 0, 0);
  foot->addWidget(place_);
  out_ = addPath(place, QStringLiteral("out"), tr("Output"), {}, true,
                 tr("The folder for the tables and pictures; it is made where it is not there"));
  count_ = new MutedLabel;
  count_->setObjectName(QStringLiteral("maps"));
  auto* bar = new QHBoxLayout;
  bar->setSpacing(kUnit);
  start_ = new QPushButton(icon(QStringLiteral("play"), Qt::white), tr("Start"));
  start_->setObjectName(QStringLiteral("startEvaluation"));
  start_->setDefault(true);
  start_->setMinimumWidth(13 * kUnit);
  bar->addWidget(count_, 1);
  bar->addWidget(start_);
  foot->addLayout(bar);
  all->addLayout(foot);
  for (QComboBox* box : findChildren<QComboBox*>()) box->setFocusPolicy(Qt::StrongFocus);

  connect(disclosure_, &QToolButton::toggled, this, &EvaluationForm::refreshDisclosure);
  connect(start_, &QPushButton::clicked, this, &EvaluationForm::startRequested);
  connect(classifiers_, &ClassifierList::addModelRequested, this,
          &EvaluationForm::addModelRequested);
  connect(classifiers_, &ClassifierList::changed, this, &EvaluationForm::changed);
  connect(methods_, &MethodList::changed, this, &EvaluationForm::changed);
  connect(limit_, &QLineEdit::textChanged, this, &EvaluationForm::changed);
  connect(images_, &QLineEdit::textChanged, this, &EvaluationForm::look);
  connect(boxes_, &QLineEdit::textChanged, this, &EvaluationForm::look);
  connect(out_, &QLineEdit::textChanged, this, &EvaluationForm::changed);
  connect(this, &EvaluationForm::changed, this, &EvaluationForm::refreshFound);
  connect(&work_, &QFutureWatcherBase::finished, this, [this] {
    if (std::exchange(look_again_, false)) return look();
    const Found found = work_.result();
    problem_ = found.problem;
    found_ = found.problem.isEmpty() ? std::optional(found.photos) : std::nullopt;
    emit changed();
  });
  refreshDisclosure();
  look();
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
  button->setAccessibleName(tr("Choose: %1").arg(label));
  button->setToolTip(button->accessibleName());
  connect(button, &QToolButton::clicked, this,
          [this, edit, label, folder] { ask(edit, label, folder); });
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
    const QString usual = qstr(field_text(default_spec("fido-ssr"), field));
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
      edit->setPlaceholderText(usual);
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
    settings_.push_back(editor);
  }
  return rows;
}

void EvaluationForm::ask(QLineEdit* into, const QString& title, bool folder) {
  QString start = into->text().isEmpty() ? (into == boxes_ ? images_->text() : QString())
                                         : QFileInfo(into->text()).absolutePath();
  auto* dialog =
      new QFileDialog(this, title, start, folder ? QString() : tr("Tables (*.csv);;All files (*)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
  if (folder) dialog->setOption(QFileDialog::ShowDirsOnly);
  connect(dialog, &QFileDialog::filesSelected, this, [this, into](const QStringList& paths) {
    if (into == images_)
      setImages(chosen_path(paths));
    else
      into->setText(chosen_path(paths));
  });
  dialog->open();
}

void EvaluationForm::setImages(const QString& folder) {
  images_->setText(folder);
  // Where the boxes lie beside the photos, nobody need look for them.
  for (const QString& place : {folder + QStringLiteral("/boxes.csv"),
                               QFileInfo(folder).absolutePath() + QStringLiteral("/boxes.csv")})
    if (boxes_->text().isEmpty() && QFileInfo(place).isFile()) boxes_->setText(place);
}

void EvaluationForm::setBoxes(const QString& file) { boxes_->setText(file); }

EvaluationPlan EvaluationForm::plan() const {
  EvaluationPlan plan;
  plan.images = images_->text().trimmed();
  plan.boxes = boxes_->text().trimmed();
  plan.classifiers = classifiers_->cards();
  plan.methods = methods_->chosen();
  for (const QCheckBox* box : metrics_)
    if (box->isChecked()) plan.metrics << box->property("group").toString();
  plan.limit = limit_->text().toInt();
  for (std::size_t i = 0; i < settings_.size(); ++i)
    if (const QString text = text_of(settings_[i]); !text.isEmpty())
      plan.fields[qstr(shown_fields()[i])] = text;
  plan.out = out_->text().trimmed();
  return plan;
}

EvaluationPlan EvaluationForm::choices() const {
  EvaluationPlan out = plan();
  if (!classifiers_->chosen()) out.classifiers.clear();
  return out;
}

void EvaluationForm::setPlan(const EvaluationPlan& plan) {
  images_->setText(plan.images);
  boxes_->setText(plan.boxes);
  limit_->setText(plan.limit > 0 ? QString::number(plan.limit) : QString());
  classifiers_->choose(plan.classifiers);
  methods_->choose(plan.methods);
  for (QCheckBox* box : metrics_)
    box->setChecked(plan.metrics.contains(box->property("group").toString()));
  for (std::size_t i = 0; i < settings_.size(); ++i) {
    const QString text = plan.fields.value(qstr(shown_fields()[i]));
    if (auto* box = qobject_cast<QComboBox*>(settings_[i]))
      box->setCurrentIndex(std::max(0, box->findData(text)));
    else
      static_cast<QLineEdit*>(settings_[i])->setText(text);
  }
}

void EvaluationForm::setModels(const std::vector<CatalogueEntry>& models) {
  classifiers_->setModels(models);
}

void EvaluationForm::setUsualModel(const QString& card) {
  classifiers_->setUsual(card);
  emit changed();
}

void EvaluationForm::setBusy(bool busy) {
  fields_->setEnabled(!busy);
  place_->setEnabled(!busy);
  start_->setEnabled(!busy);
  start_->setIcon(
      icon(QStringLiteral("play"),
           busy ? palette().color(QPalette::Disabled, QPalette::ButtonText) : QColor(Qt::white)));
}

// Away from the window's thread: of a whole validation set this is a table of fifty thousand lines,
// and as many files.
void EvaluationForm::look() {
  look_again_ = work_.isRunning();
  if (look_again_) return;
  const QString images = images_->text().trimmed(), boxes = boxes_->text().trimmed();
  found_.reset();
  problem_.clear();
  if (!QFileInfo(images).isDir() || !QFileInfo(boxes).isFile()) return emit changed();
  work_.setFuture(QtConcurrent::run([images, boxes] {
    Found found;
    const auto truth = load_boxes(to_path(boxes));
    if (!truth) {
      found.problem = qstr(truth.error().message);
      return found;
    }
    std::error_code ignored;
    for (const auto& [name, about] : *truth)
      found.photos += std::filesystem::is_regular_file(to_path(images) / name, ignored);
    if (found.photos == 0)
      found.problem = tr("%1 holds none of the photos that %2 speaks of.")
                          .arg(images, QFileInfo(boxes).fileName());
    return found;
  }));
}

void EvaluationForm::refreshFound() {
  found_text_->setText(found_ ? tr("of %1 with boxes").arg(*found_) : QString());
  QString problem = problem_;
  for (const QLineEdit* path : {boxes_, images_})  // they stand above it
    if (!path->text().isEmpty()) problem.replace(path->text(), QFileInfo(path->text()).fileName());
  problem_text_->setText(breakable(problem));
  problem_text_->setVisible(!problem.isEmpty());
  const EvaluationPlan now = plan();
  const int photos = found_ ? (now.limit > 0 ? std::min(now.limit, *found_) : *found_) : 0;
  const auto methods = static_cast<int>(now.methods.size());
  const auto classifiers = static_cast<int>(now.classifiers.size());
  QString text;
  if (photos > 0 && methods > 0)
    text = classifiers > 1 ? tr("%1 × %2 × %3 = %4 maps")
                                 .arg(photos)
                                 .arg(classifiers)
                                 .arg(methods)
                                 .arg(photos * classifiers * methods)
                           : tr("%1 × %2 = %3 maps").arg(photos).arg(methods).arg(photos * methods);
  count_->setText(text);
  count_->setToolTip(classifiers > 1
                         ? tr("Photos, classifiers, methods, and how many maps that makes")
                         : tr("Photos, methods, and how many maps that makes"));
  const auto set = std::count_if(settings_.begin(), settings_.end(),
                                 [](const QWidget* editor) { return !text_of(editor).isEmpty(); });
  disclosure_->setText(set == 0 ? tr("Settings")
                                : tr("Settings, %n changed", nullptr, static_cast<int>(set)));
  if (!out_->hasFocus()) out_->setPlaceholderText(free_folder(default_folder()));
}

void EvaluationForm::refreshDisclosure() {
  const bool shown = disclosure_->isChecked();
  disclosure_->setIcon(
      icon(shown ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
  advanced_->setVisible(shown);
}

}  // namespace fido::ui
