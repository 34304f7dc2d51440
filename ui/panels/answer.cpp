#include "ui/panels/answer.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/document/text.h"

namespace fido::ui {
namespace {

const QString kArrow = QStringLiteral("  →  ");

// Returns "−2.40", with a real minus sign and two decimals.
QString score_text(double score) {
  return QString::number(score, 'f', 2).replace(QLatin1Char('-'), QChar(0x2212));
}

}  // namespace

AnswerPanel::AnswerPanel(const Document& document, QWidget* parent)
    : QWidget(parent), document_(document) {
  setObjectName(QStringLiteral("answer"));
  auto* columns = new QHBoxLayout(this);
  columns->setContentsMargins(0, 0, 0, 0);
  columns->setSpacing(2 * kUnit);

  auto* left = new QVBoxLayout;
  left->setSpacing(0);
  heading_ = new ElidedLabel;
  heading_->setFont(body_font());
  number_ = new NumberLabel;
  number_->setObjectName(QStringLiteral("answerNumber"));
  number_->setFont(large_font());
  left->addWidget(heading_);
  left->addWidget(number_);
  left->addStretch();
  columns->addLayout(left, 1);

  details_ = new QWidget;
  auto* grid = new QGridLayout(details_);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(kUnit);
  grid->setVerticalSpacing(kUnit / 4);
  int row = 0;
  const auto add = [&](const QString& name, const QString& tip, const QString& widest) {
    auto* label = new MutedLabel(name);
    label->setFont(small_font());
    label->setToolTip(tip);
    auto* value = new NumberLabel;
    value->setFont(small_font());
    value->setToolTip(tip);
    value->setWidestText(widest);
    value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    grid->addWidget(label, row, 0);
    grid->addWidget(value, row++, 1);
    return value;
  };
  probability_ =
      add(tr("probability"),
          tr("p(c): the probability of the class, for the untouched photo and for the photo "
             "infilled under the mask shown"),
          QStringLiteral("0.000") + kArrow + QStringLiteral("0.000"));
  log_odds_ = add(tr("log-odds"), tr("s(c) = log p(c) − log(1 − p(c)), Eq. 3"),
                  QStringLiteral("−00.00") + kArrow + QStringLiteral("−00.00"));
  marginal_ =
      add(tr("marginal"),
          tr("Mean p(c) over masks drawn from the map and samples of the infiller, with its "
             "95 % interval, Eq. 1"),
          QStringLiteral("0.000 (0.000–0.000)"));
  difference_ = add(tr("contrast"),
                    tr("s(c) − s(c′): how far the class is ahead of the contrast class; a run with "
                       "a contrast optimises this"),
                    QStringLiteral("−00.00") + kArrow + QStringLiteral("−00.00"));
  difference_->setObjectName(QStringLiteral("answerDifference"));
  difference_name_ = grid->itemAtPosition(row - 1, 0)->widget();
  // Keeps its space while hidden: the pictures must not move when a contrast is chosen.
  for (QWidget* widget : {static_cast<QWidget*>(difference_), difference_name_}) {
    QSizePolicy policy = widget->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    widget->setSizePolicy(policy);
  }
  grid->setRowStretch(row, 1);
  columns->addWidget(details_);

  connect(&document_, &Document::shownChanged, this, &AnswerPanel::refresh);
  connect(&document_, &Document::predictionsChanged, this, &AnswerPanel::refresh);
  connect(&document_, &Document::questionChanged, this, &AnswerPanel::refresh);
  connect(&document_, &Document::runChanged, this, &AnswerPanel::refresh);
  refresh();
}

void AnswerPanel::setPresenting(bool on) {
  presenting_ = on;
  heading_->setFont(on ? large_font() : body_font());
  QFont font = large_font();
  if (on) font.setPointSizeF(font.pointSizeF() * 1.8);
  number_->setFont(font);
  details_->setVisible(!on);
  updateGeometry();
}

void AnswerPanel::refresh() {
  const Run* run = document_.run();
  const bool by_hand = document_.byHand();
  const Prediction* before =
      run && !by_hand ? &run->target : document_.prediction(document_.target());
  if (!before) {
    heading_->setText(document_.photo() ? tr("Waiting for the classifier") : QString());
    for (NumberLabel* label : {number_, probability_, log_odds_, marginal_}) label->setText({});
    return;
  }
  const Shown& shown = document_.shown();
  const QString name = short_label(before->label);
  QString heading = name;
  if (run && !by_hand && run->contrast)
    heading = tr("%1, against %2").arg(name, short_label(run->contrast->label));
  heading_->setText(heading);

  QString number = format_percent(before->probability);
  QString probability = format_probability(before->probability), score = score_text(before->score);
  if (shown.probability) {
    number += kArrow + format_percent(*shown.probability);
    probability += kArrow + format_probability(*shown.probability);
  }
  if (shown.score) score += kArrow + score_text(*shown.score);
  number_->setText(number);
  probability_->setText(probability);
  log_odds_->setText(score);
  const std::optional<int> other =
      run && !by_hand ? (run->contrast ? std::optional(run->contrast->index) : std::nullopt)
                      : document_.contrast();
  const Prediction* against = other ? document_.prediction(*other) : nullptr;
  QString difference;
  if (against) {
    difference = score_text(before->score - against->score);
    const auto after = std::find_if(shown.predictions.begin(), shown.predictions.end(),
                                    [&](const Prediction& p) { return p.index == *other; });
    if (shown.score && after != shown.predictions.end())
      difference += kArrow + score_text(*shown.score - after->score);
  }
  difference_->setText(difference);
  difference_->setVisible(against != nullptr);
  difference_name_->setVisible(against != nullptr);
  QString marginal = QStringLiteral("–");
  if (shown.marginal)
    marginal =
        QStringLiteral("%1 (%2–%3)")
            .arg(format_probability(shown.marginal->mean), format_probability(shown.marginal->low),
                 format_probability(shown.marginal->high));
  marginal_->setText(marginal);
}

QSize AnswerPanel::minimumSizeHint() const {
  return {number_->sizeHint().width(),
          heading_->sizeHint().height() + number_->sizeHint().height()};
}

void AnswerPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const int widest = static_cast<int>(
      tabular_width(number_->font(), QStringLiteral("100 %") + kArrow + QStringLiteral("100 %")));
  details_->setVisible(!presenting_ &&
                       width() >= widest + 2 * kUnit + details_->sizeHint().width());
}

}  // namespace fido::ui
