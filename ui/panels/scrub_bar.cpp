#include "ui/panels/scrub_bar.h"
#include "core/run/methods.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <algorithm>

namespace fido::ui {

ScrubBar::ScrubBar(Document& document, QWidget* parent) : QWidget(parent), document_(document) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2 * kUnit);
  slider_ = new QSlider(Qt::Horizontal);
  slider_->setObjectName(QStringLiteral("scrub"));
  slider_->setToolTip(tr("Back through the run: the map after so many steps"));
  position_ = new NumberLabel;
  position_->setObjectName(QStringLiteral("scrubPosition"));
  position_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  position_->setMuted(true);
  position_->setWidestText(tr("step %1 of %2").arg(QStringLiteral("0000"), QStringLiteral("0000")));
  live_ = new QPushButton(tr("Live"));
  live_->setObjectName(QStringLiteral("live"));
  live_->setToolTip(tr("To the newest step (End)"));
  // As wide for either word: the slider must not move under the hand.
  live_->setMinimumWidth(
      std::max(live_->sizeHint().width(), QPushButton(tr("Result")).sizeHint().width()));
  row->addWidget(slider_, 1);
  row->addWidget(position_);
  row->addWidget(live_);

  // The last place is the live end, so that dragging to the right end returns there.
  connect(slider_, &QSlider::valueChanged, this, [this](int at) {
    const Run* run = document_.run();
    document_.setFrame(run && at < static_cast<int>(run->frames.size()) - 1 ? at : -1);
  });
  connect(live_, &QPushButton::clicked, this, [this] { document_.setFrame(-1); });
  connect(&document_, &Document::framesChanged, this, &ScrubBar::refresh);
  connect(&document_, &Document::frameChanged, this, &ScrubBar::refresh);
  connect(&document_, &Document::shownChanged, this, &ScrubBar::refresh);
  connect(&document_, &Document::runChanged, this, &ScrubBar::refresh);
  refresh();
}

void ScrubBar::stepBy(int frames) { slider_->setValue(slider_->value() + frames); }

void ScrubBar::refresh() {
  const Run* run = document_.run();
  const int last = run ? std::max(0, static_cast<int>(run->frames.size()) - 1) : 0;
  const QSignalBlocker quiet(slider_);
  slider_->setEnabled(last > 0);
  slider_->setRange(0, last);
  slider_->setPageStep(std::max(1, last / 10));
  slider_->setValue(document_.live() ? last : document_.frame());
  live_->setEnabled(!document_.live());
  live_->setText(run && run->result ? tr("Result") : tr("Live"));
  position_->setText(
      run ? tr("step %1 of %2").arg(document_.shown().iteration).arg(planned_steps(run->spec))
          : QString());
}

}  // namespace fido::ui
