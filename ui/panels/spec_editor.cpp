#include "ui/panels/spec_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/document/text.h"
#include "ui/panels/section.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr int kEditorWidth = 14 * kUnit;

// Returns the next of ... 0.1, 0.2, 0.5, 1, 2, 5, 10 ... above or below `value`.
double next_round_value(double value, bool up) {
  if (value <= 0) return up ? 1e-4 : 0;
  const double decade = std::pow(10, std::floor(std::log10(value) + 1e-9));
  const double steps[] = {decade * 0.1, decade * 0.2, decade * 0.5, decade,
                          decade * 2,   decade * 5,   decade * 10,  decade * 20};
  const double slack = value * 1e-6;
  double next = value;
  for (const double step : steps) {
    if (up && step > value + slack) return step;
    if (!up && step < value - slack) next = step;  // ends at the last one below
  }
  return next;
}

}  // namespace

NumberEdit::NumberEdit(bool is_whole, double min, double max, QWidget* parent)
    : QAbstractSpinBox(parent), is_whole_(is_whole), min_(min), max_(max) {
  setFocusPolicy(Qt::StrongFocus);
  connect(this, &QAbstractSpinBox::editingFinished, this, &NumberEdit::edited);
}

void NumberEdit::setText(const QString& text) {
  if (lineEdit()->text() != text) lineEdit()->setText(text);
}

void NumberEdit::stepBy(int steps) {
  bool ok = false;
  double value = text().toDouble(&ok);
  if (!ok) return;
  for (int i = 0; i < std::abs(steps); ++i) {
    // Large counts step by tens, because a single iteration makes no visible difference.
    if (is_whole_)
      value += (steps > 0 ? 1 : -1) * (std::abs(value) >= 100 ? 10 : 1);
    else
      value = next_round_value(value, steps > 0);
  }
  if (min_ < max_) value = std::clamp(value, min_, max_);
  lineEdit()->setText(QString::number(value, 'g', is_whole_ ? 15 : 6));
  lineEdit()->selectAll();
  emit edited();
}

QAbstractSpinBox::StepEnabled NumberEdit::stepEnabled() const {
  return StepUpEnabled | StepDownEnabled;
}

void NumberEdit::wheelEvent(QWheelEvent* event) {
  // Scrolling the panel must not change the fields under the cursor.
  if (hasFocus())
    QAbstractSpinBox::wheelEvent(event);
  else
    event->ignore();
}

QString SpecRow::title(const SpecField& field) {
  QString name = QString::fromLatin1(field.key).replace(QLatin1Char('_'), QLatin1Char(' '));
  if (name == QLatin1String("tv")) return tr("Total variation");
  name[0] = name[0].toUpper();
  return core_text(name.toStdString());
}

SpecRow::SpecRow(Document& document, const SpecField& field, QWidget* parent)
    : QWidget(parent), document_(document), field_(field) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(kUnit / 2);
  grid->setVerticalSpacing(kUnit / 2);

  name_ = new ElidedLabel(title(field));
  reset_ = new QToolButton;
  reset_->setIcon(icon(QStringLiteral("history")));
  reset_->setAutoRaise(true);
  reset_->setIconSize({14, 14});
  reset_->setFixedSize(3 * kUnit, 3 * kUnit);
  reset_->setStyleSheet(QStringLiteral("padding: 0"));
  QSizePolicy keep = reset_->sizePolicy();
  keep.setRetainSizeWhenHidden(true);
  reset_->setSizePolicy(keep);
  editor_ = makeEditor();
  editor_->setObjectName(QStringLiteral("spec_") + QLatin1String(field.key));
  editor_->setFixedWidth(kEditorWidth);
  problem_ = new QLabel;
  problem_->setFont(small_font());
  problem_->setWordWrap(true);
  problem_->hide();
  grid->addWidget(name_, 0, 0);
  grid->addWidget(reset_, 0, 1);
  grid->addWidget(editor_, 0, 2);
  grid->addWidget(problem_, 1, 0, 1, 3);
  grid->setColumnStretch(0, 1);

  const QString symbol = QString::fromUtf8(field.symbol);
  QString tip = core_text(field.help);
  if (!symbol.isEmpty())
    tip = QStringLiteral("<b>%1</b>&nbsp; %2").arg(symbol.toHtmlEscaped(), tip.toHtmlEscaped());
  else
    tip = QStringLiteral("<span>%1</span>").arg(tip.toHtmlEscaped());  // rich text wraps
  name_->setToolTip(tip);
  editor_->setToolTip(tip);

  connect(reset_, &QToolButton::clicked, this,
          [this] { setValue(qstr(field_text(defaults_of(document_.spec()), field_))); });
  connect(&document_, &Document::questionChanged, this, &SpecRow::refresh);
  refresh();
}

QWidget* SpecRow::makeEditor() {
  const bool is_number = !std::holds_alternative<std::string RunSpec::*>(field_.member);
  if (std::holds_alternative<bool RunSpec::*>(field_.member)) {
    auto* box = new QCheckBox;
    connect(box, &QCheckBox::clicked, this,
            [this](bool on) { setValue(on ? QStringLiteral("true") : QStringLiteral("false")); });
    return box;
  }
  if (is_number) {
    const bool is_whole = !std::holds_alternative<double RunSpec::*>(field_.member);
    auto* edit = new NumberEdit(is_whole, field_.min, field_.max);
    connect(edit, &NumberEdit::edited, this, [this, edit] { setValue(edit->text()); });
    return edit;
  }
  if (!field_.choices.empty()) {
    auto* combo = new QComboBox;
    for (const std::string& choice : field_.choices) combo->addItem(qstr(choice));
    connect(combo, &QComboBox::textActivated, this, &SpecRow::setValue);
    return combo;
  }
  auto* line = new QLineEdit;
  connect(line, &QLineEdit::editingFinished, this, [this, line] { setValue(line->text()); });
  return line;
}

void SpecRow::setValue(const QString& text) {
  const RunSpec& spec = document_.spec();
  RunSpec next = spec;
  if (const auto ok = set_field(next, field_, text.trimmed().toStdString()); !ok) {
    problem_->setText(qstr(ok.error().message));
    problem_->show();
    return;
  }
  problem_->hide();
  if (next.preset != spec.preset)
    next = with_preset(spec, next.preset);
  else if (next.lambda_unit != spec.lambda_unit)
    next = with_lambda_unit(spec, next.lambda_unit);  // lambda's value changes as well
  document_.setSpec(next);
  refresh();  // even without a change, to write the typed text as the spec writes it
}

void SpecRow::refresh() {
  const QString text = qstr(field_text(document_.spec(), field_));
  const QString default_text = qstr(field_text(defaults_of(document_.spec()), field_));
  const QSignalBlocker quiet(editor_);
  if (auto* box = qobject_cast<QCheckBox*>(editor_))
    box->setChecked(text == QLatin1String("true"));
  else if (auto* edit = qobject_cast<NumberEdit*>(editor_))
    edit->setText(text);
  else if (auto* combo = qobject_cast<QComboBox*>(editor_))
    combo->setCurrentText(text);
  else if (auto* line = qobject_cast<QLineEdit*>(editor_); line->text() != text)
    line->setText(text);
  is_changed_ = text != default_text;  // never the preset, which the other defaults follow
  reset_->setVisible(is_changed_);
  reset_->setToolTip(tr("Reset to the preset's value, %1").arg(default_text));
  QFont font = name_->font();
  font.setBold(is_changed_);
  name_->setFont(font);
}

}  // namespace fido::ui
