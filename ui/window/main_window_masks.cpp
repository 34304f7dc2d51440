// Masks in the window: drawn on the picture as they are painted, and pictures that become masks.
#include <QAction>
#include <QFileInfo>
#include <QPushButton>
#include <QSlider>
#include <algorithm>
#include <cmath>

#include "core/image/codec.h"
#include "ui/canvas/image_canvas.h"
#include "ui/document/text.h"
#include "ui/panels/banner.h"
#include "ui/theme/theme.h"
#include "ui/window/edit_actions.h"
#include "ui/window/main_actions.h"
#include "ui/window/main_window.h"

namespace fido::ui {
namespace {

// Greys that are meant: more than what an anti-aliased edge or a JPEG's noise leaves in a picture
// in black and white.
bool has_greys(const QImage& mask) {
  constexpr int kBlack = 24, kWhite = 255 - kBlack;
  constexpr double kShare = 0.002;
  qint64 greys = 0;
  for (int y = 0; y < mask.height(); ++y)
    greys += std::count_if(mask.constScanLine(y), mask.constScanLine(y) + mask.width(),
                           [](uchar v) { return v > kBlack && v < kWhite; });
  return static_cast<double>(greys) > kShare * mask.width() * mask.height();
}

// What is at least as light as `percent` stays.
QImage cut(QImage mask, int percent) {
  for (int y = 0; y < mask.height(); ++y)
    for (uchar *v = mask.scanLine(y), *end = v + mask.width(); v != end; ++v)
      *v = *v * 100 >= percent * 255 ? Masks::kKept : Masks::kDropped;
  return mask;
}

}  // namespace

void MainWindow::connectMasks() {
  Document& document = session_->document();
  Masks& masks = document.masks();
  connect(&masks, &Masks::currentChanged, this, [this, &document] {
    refreshPaintedMask();
    refreshCaption();
    refreshQuestion();
    // Without a run its curves are empty: the place is better used.
    if (document.byHand() && !document.run() && actions_->show_run->isChecked())
      actions_->show_infills->trigger();
  });
  connect(&masks, &Masks::changed, this, [this, &document, &masks](const QRect& part) {
    if (document.seenPart() == QRectF(0, 0, 1, 1))
      left_->updatePaintedMask(masks.mask()->pixels, part);
    else
      refreshPaintedMask();
  });
  connect(tool_, &MaskTool::outlineChanged, left_, qOverload<>(&QWidget::update));
  connect(tool_, &MaskTool::optionsChanged, this,
          [this] { left_->setLines(tool_->segmentLines()); });
  connect(edits_, &EditActions::loadRequested, this, &MainWindow::askForMask);
  connect(edits_, &EditActions::saveRequested, this, &MainWindow::askForMaskFile);
  connect(edits_, &EditActions::pasted, this, [this, &masks](const QImage& picture) {
    takeMask(tr("Paste a mask"), masks.freeName(), picture);
  });
  connect(edits_, &EditActions::refused, this,
          [this](const QString& reason) { banner_->showInfo(reason); });
}

void MainWindow::refreshPaintedMask() {
  const Document& document = session_->document();
  const NamedMask* mask = document.masks().mask();
  if (!mask) return left_->setPaintedMask({});
  const QRectF part = document.seenPart();
  const QSize size = mask->pixels.size();
  const QRect seen = QRectF(part.x() * size.width(), part.y() * size.height(),
                            part.width() * size.width(), part.height() * size.height())
                         .toRect();
  left_->setPaintedMask(seen == mask->pixels.rect() ? mask->pixels : mask->pixels.copy(seen));
}

void MainWindow::loadMask(const QString& path) {
  const auto mask = load_mask(to_path(path));
  if (!mask) {
    banner_->showError(qstr(mask.error().message));
    return;
  }
  QImage grey(mask->width, mask->height, QImage::Format_Grayscale8);
  for (int y = 0; y < mask->height; ++y)
    for (int x = 0; x < mask->width; ++x)
      grey.scanLine(y)[x] = static_cast<uchar>(std::lround(255 * mask->at(x, y)));
  takeMask(tr("Load a mask"), QFileInfo(path).completeBaseName(), grey);
}

void MainWindow::takeMask(const QString& step, const QString& name, const QImage& picture) {
  const QImage grey = picture.convertToFormat(QImage::Format_Grayscale8);
  Masks& masks = session_->document().masks();
  masks.add(step, name, grey);
  if (masks.mask() && has_greys(grey)) offerCut(*masks.mask());
}

// Asked once, when the mask comes; until then, and if nothing is chosen, its greys are a soft edge.
void MainWindow::offerCut(const NamedMask& mask) {
  banner_->showInfo(
      tr("%1 has greys: photo and infill are blended there. Or cut it in two:").arg(mask.name));
  auto* at = new QSlider(Qt::Horizontal);
  at->setObjectName(QStringLiteral("cutAt"));
  at->setAccessibleName(tr("Where the mask is cut"));
  at->setToolTip(tr("What is at least so light is kept, the rest is dropped"));
  at->setRange(1, 100);
  at->setValue(50);
  at->setFixedWidth(20 * kUnit);
  banner_->addControl(at);
  QPushButton* button = banner_->addButton({});
  button->setObjectName(QStringLiteral("cut"));
  const auto name = [button](int percent) { button->setText(tr("Cut at %1 %").arg(percent)); };
  name(at->value());
  button->setMinimumWidth(button->fontMetrics().horizontalAdvance(tr("Cut at %1 %").arg(100)) +
                          4 * kUnit);
  Masks& masks = session_->document().masks();
  const auto apply = [this, &masks, id = mask.id, grey = mask.pixels](int percent, bool done) {
    if (!masks.mask() || masks.mask()->id != id) return;  // it is no longer the one that is seen
    if (!masks.editing()) masks.beginEdit(tr("Cut in two"), Masks::kKept);
    masks.paintAll(cut(grey, percent));
    if (done) masks.endEdit();
  };
  connect(&masks, &Masks::currentChanged, button, [this] { banner_->dismiss(); });
  connect(at, &QSlider::valueChanged, this, [apply, name, at](int percent) {
    name(percent);
    apply(percent, !at->isSliderDown());
  });
  connect(at, &QSlider::sliderReleased, this, [&masks] { masks.endEdit(); });
  connect(button, &QPushButton::clicked, this, [this, apply, at] {
    apply(at->value(), true);
    banner_->dismiss();
  });
}

}  // namespace fido::ui
