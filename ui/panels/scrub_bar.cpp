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
  slider_->setToolTip(tr("Scrub through the run: the map after any step"));
  position_ = new NumberLabel;
  position_->setObjectName(QStringLiteral("scrubPosition"));
  position_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  position_->setMuted(true);
  position_->setWidestText(tr("step %1 of %2").arg(QStringLiteral("0000"), QStringLiteral("0000")));
  live_ = new QPushButton(tr("Live"));
  live_->setObjectName(QStringLiteral("live"));
  live_->setToolTip(tr("Go to the latest step (End)"));
  // Wide enough for both texts, so that the slider does not move under the mouse.
  live_->setMinimumWidth(
      std::max(live_->sizeHint().width(), QPushButton(tr("Result")).sizeHint().width()));
  row->addWidget(slider_, 1);
  row->addWidget(position_);
  row->addWidget(live_);

  // The last position is the live end, so that dragging to the right end returns to it.
  connect(slider_, &QSlider::valueChanged, this, [this](int frame) {
    const Run* run = document_.run();
    const bool is_live = !run || frame >= static_cast<int>(run->frames.size()) - 1;
    document_.setFrame(is_live ? -1 : frame);
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
  slider_->setValue(document_.isLive() ? last : document_.frame());
  live_->setEnabled(!document_.isLive());
  live_->setText(run && run->result ? tr("Result") : tr("Live"));
  position_->setText(
      run ? tr("step %1 of %2").arg(document_.shown().iteration).arg(planned_steps(run->spec))
          : QString());
}

}  // namespace fido::ui
