// Conversion between masks of the whole photo and masks of the part that the classifier sees.
#include <algorithm>
#include <cmath>

#include "core/image/resample.h"
#include "core/model/card.h"
#include "ui/document/document.h"

namespace fido::ui {
namespace {

QRect pixel_rect(const QRectF& part, const QSize& size) {
  const QPoint from(static_cast<int>(std::lround(part.left() * size.width())),
                    static_cast<int>(std::lround(part.top() * size.height())));
  const QPoint to(static_cast<int>(std::lround(part.right() * size.width())),
                  static_cast<int>(std::lround(part.bottom() * size.height())));
  return QRect(from, QSize(std::max(1, to.x() - from.x()), std::max(1, to.y() - from.y()))) &
         QRect(QPoint(), size);
}

}  // namespace

QRectF Document::visiblePart() const {
  if (!photo_ || !classifier_) return {0, 0, 1, 1};
  const double width = photo_->pixels->width, height = photo_->pixels->height;
  const Rect part = visible_part(classifier_->card, photo_->pixels->width, photo_->pixels->height);
  return {part.x / width, part.y / height, part.width / width, part.height / height};
}

Plane Document::paintedMask() const {
  return masks_.mask() ? visibleMask(*masks_.mask()) : Plane();
}

std::shared_ptr<const Plane> Document::maskForRun() const {
  const NamedMask* mask = spec_.mask_role == "none" ? nullptr : masks_.lastCurrent();
  return mask ? std::make_shared<const Plane>(visibleMask(*mask)) : nullptr;
}

Plane Document::visibleMask(const NamedMask& mask) const {
  const QRect part = pixel_rect(visiblePart(), masks_.size());
  Plane out(part.width(), part.height());
  for (int y = 0; y < out.height; ++y) {
    const uchar* row = mask.pixels.constScanLine(part.y() + y) + part.x();
    std::transform(row, row + out.width,
                   out.values.begin() + static_cast<std::ptrdiff_t>(y) * out.width,
                   [](uchar value) { return static_cast<float>(value) / 255.F; });
  }
  return out;
}

bool Document::isPaintedMaskSoft() const {
  const NamedMask* mask = masks_.mask();
  if (!mask) return false;
  for (int y = 0; y < mask->pixels.height(); ++y) {
    const uchar* row = mask->pixels.constScanLine(y);
    if (std::any_of(row, row + mask->pixels.width(),
                    [](uchar value) { return value != Masks::kKept && value != Masks::kDropped; }))
      return true;
  }
  return false;
}

// Expands a mask of the visible part to one of the whole photo; pixels that the classifier does not
// see are kept.
QImage Document::expandMask(const Plane& visible) const {
  QImage mask = masks_.blank(Masks::kKept);
  const QRect part = pixel_rect(visiblePart(), masks_.size());
  const Plane resized = resize(visible, part.width(), part.height());
  for (int y = 0; y < part.height(); ++y) {
    uchar* row = mask.scanLine(part.y() + y) + part.x();
    for (int x = 0; x < part.width(); ++x)
      row[x] = resized.at(x, y) >= 0.5F ? Masks::kKept : Masks::kDropped;
  }
  return mask;
}

void Document::addMaskFromRun() {
  if (!run_ || shown_.drop.empty()) return;
  const QRect part = pixel_rect(visiblePart(), masks_.size());
  // The drop probability is upsampled to the mask's own size: enlarging the finished mask would
  // show the classifier's coarse pixels.
  masks_.add(
      tr("Use the run's mask"), tr("From step %1").arg(shown_.iteration),
      expandMask(maskFromDrop(shown_.drop, part.width(), part.height(), MaskKind::map_estimate)));
}

QImage Document::maskFromMap(double threshold) const {
  if (!run_ || shown_.map.empty()) return {};
  const QRect part = pixel_rect(visiblePart(), masks_.size());
  Plane keep = resize(shown_.map, part.width(), part.height());
  for (float& value : keep.values)
    value = (static_cast<double>(value) >= threshold) == run_->keeps_important ? 1.F : 0.F;
  return expandMask(keep);
}

}  // namespace fido::ui
