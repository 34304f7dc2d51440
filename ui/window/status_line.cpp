#include "ui/window/status_line.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <algorithm>
#include <cmath>

#include "core/run/methods.h"
#include "ui/document/text.h"

namespace fido::ui {
namespace {

// Returns the score with a real minus sign and one decimal, which is enough to follow it.
QString score_text(double score) {
  return QString::number(score, 'f', 1).replace(QLatin1Char('-'), QChar(0x2212));
}

float value_at(const Plane& plane, QPointF fraction) {
  const auto index = [](double f, int n) { return std::clamp(static_cast<int>(f * n), 0, n - 1); };
  return plane.at(index(fraction.x(), plane.width), index(fraction.y(), plane.height));
}

QString device_name(const std::string& device) {
  if (device == "cpu") return QStringLiteral("CPU");
  return qstr(device)
      .replace(QStringLiteral("cuda"), QStringLiteral("GPU"))
      .replace(QLatin1Char(':'), QLatin1Char(' '));
}

}  // namespace

QString clock_text(double seconds) {
  const auto s = static_cast<long long>(std::llround(std::max(0.0, seconds)));
  const QString tail = QStringLiteral("%1").arg(s % 60, 2, 10, QLatin1Char('0'));
  if (s < 3600) return QStringLiteral("%1:%2").arg(s / 60).arg(tail);
  return QStringLiteral("%1:%2:%3")
      .arg(s / 3600)
      .arg(s / 60 % 60, 2, 10, QLatin1Char('0'))
      .arg(tail);
}

StatusLine::StatusLine(const Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
  setFixedHeight(4 * kUnit);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(2 * kUnit, 0, 2 * kUnit, 0);
  row->setSpacing(3 * kUnit);
  const auto add = [&](const QString& name, const QString& tip) {
    auto* label = new NumberLabel;
    label->setObjectName(name);
    label->setFont(small_font());
    label->setMuted(true);
    label->setToolTip(tip);
    row->addWidget(label);
    return label;
  };
  device_ = add(QStringLiteral("device"), tr("Where the classifier runs"));
  speed_ =
      add(QStringLiteral("speed"), tr("Time per step: forward and backward pass of all samples"));
  bar_ = new QProgressBar;
  bar_->setObjectName(QStringLiteral("progressBar"));
  bar_->setTextVisible(false);
  bar_->setFixedSize(16 * kUnit, kUnit / 2);
  row->addWidget(bar_);
  progress_ = add(QStringLiteral("progress"), tr("Steps done and time left"));
  row->addStretch();
  background_ = add(QStringLiteral("elsewhere"), tr("Evaluation running in the background (F10)"));
  background_->hide();
  log_odds_ = add(QStringLiteral("logOdds"),
                  tr("s(c) of the target class: for the untouched photo and under the mask shown"));
  pixel_ =
      add(QStringLiteral("pixel"), tr("The pixel under the cursor: θ is its drop probability"));
  pixel_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

  const Document& document = workspace_.document();
  connect(&workspace_, &Workspace::stateChanged, this, &StatusLine::refresh);
  connect(&workspace_, &Workspace::activityChanged, this, &StatusLine::refresh);
  connect(&document, &Document::stepsAdded, this, &StatusLine::refresh);
  connect(&document, &Document::runChanged, this, &StatusLine::refresh);
  connect(&document, &Document::classifierChanged, this, &StatusLine::refresh);
  connect(&document, &Document::shownChanged, this, &StatusLine::refreshPixel);
  connect(&document, &Document::shownChanged, this, &StatusLine::refreshLogOdds);
  connect(&document, &Document::photoChanged, this, &StatusLine::refreshPixel);
  refresh();
}

void StatusLine::setCursorPosition(QPointF fraction) {
  cursor_ = fraction;
  refreshPixel();
}

void StatusLine::setBackgroundProgress(const QString& text) {
  background_->setText(text);
  background_->setVisible(!text.isEmpty());
}

void StatusLine::refresh() {
  const Document& document = workspace_.document();
  if (const auto& info = document.classifier()) {
    const QString text =
        info->threads == 1 ? tr("%1, 1 thread") : tr("%1, %n threads", nullptr, info->threads);
    device_->setText(text.arg(device_name(info->device)));
  } else {
    device_->setText({});
  }

  const Run* run = document.run();
  const double step = run ? run->secondsPerStep() : 0;
  speed_->setText(step > 0 ? tr("%1 s/step").arg(step, 0, 'f', step < 0.0995 ? 3 : 2) : QString());
  const QString activity = workspace_.activity();
  const bool is_indeterminate = !activity.isEmpty() || workspace_.isExplainPending();
  QString text = activity;
  if (!activity.isEmpty()) {
    bar_->setRange(0, 0);
  } else if (workspace_.isExplainPending()) {
    text = tr("Waiting…");
    bar_->setRange(0, 0);
  } else if (run) {
    const int done =
        run->result ? run->result->iterations_done : static_cast<int>(run->steps.size());
    const int all = planned_steps(run->spec);
    bar_->setRange(0, all);
    bar_->setValue(done);
    text = QStringLiteral("%1 / %2").arg(done).arg(all);
    if (run->result && run->result->stopped)
      text += tr(", stopped");
    else if (run->result)
      text += (searches_evidence(run->spec) && done < all ? tr(", settled after %1")
                                                          : tr(", done in %1"))
                  .arg(clock_text(run->result->seconds_run));
    else if (workspace_.state() == RunState::paused)
      text += tr(", paused");
    else if (workspace_.state() == RunState::failed)
      text += tr(", failed");
    else if (!workspace_.isRunActive())
      text += tr(", interrupted");  // by the end of the program; restored with the session
    else if (step > 0)
      text += tr(", %1 left").arg(clock_text(step * (all - done)));
  }
  bar_->setVisible(is_indeterminate || (run && !run->result && workspace_.isRunActive()));
  progress_->setText(text);
}

void StatusLine::refreshLogOdds() {
  const Run* run = workspace_.document().run();
  const auto score = workspace_.document().shown().score;
  log_odds_->setText(
      run && score ? tr("log-odds %1 → %2").arg(score_text(run->target.score), score_text(*score))
                   : QString());
}

void StatusLine::refreshPixel() {
  const Document& document = workspace_.document();
  if (cursor_.x() < 0 || !document.photo()) {
    pixel_->setText({});
    return;
  }
  Rect part{0, 0, document.photo()->pixels->width, document.photo()->pixels->height};
  if (const auto& info = document.classifier())
    part = visible_part(info->card, part.width, part.height);
  const int x = part.x + std::min(part.width - 1, static_cast<int>(cursor_.x() * part.width));
  const int y = part.y + std::min(part.height - 1, static_cast<int>(cursor_.y() * part.height));
  QString text = QStringLiteral("(%1, %2)").arg(x).arg(y);
  const Run* run = document.run();
  const Shown& shown = document.shown();
  if (run && !shown.map.empty()) {
    const double importance = value_at(shown.map, cursor_);
    // θ is the drop probability, as in the paper, read from the map, which is θ upsampled.
    const double theta = run->keeps_important ? 1 - importance : importance;
    text += tr("   θ %1   importance %2").arg(theta, 0, 'f', 2).arg(importance, 0, 'f', 2);
  }
  pixel_->setText(text);
}

}  // namespace fido::ui
