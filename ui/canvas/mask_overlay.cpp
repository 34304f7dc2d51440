#include "ui/canvas/mask_overlay.h"

#include <algorithm>
#include <cmath>

#include "ui/canvas/painting.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr double kHatchPeriod = 10, kHatchWidth = 1.6;  // in screen pixels

// Returns a premultiplied color with its opacity scaled by `dropped` / 255.
QRgb scale_opacity(QRgb color, int dropped) {
  return qRgba(qRed(color) * dropped / 255, qGreen(color) * dropped / 255,
               qBlue(color) * dropped / 255, qAlpha(color) * dropped / 255);
}

}  // namespace

void MaskOverlay::setMask(const QImage& mask) {
  mask_ = mask;
  picture_ = mask.isNull() ? QImage() : QImage(mask.size(), QImage::Format_ARGB32_Premultiplied);
  render(mask.rect());
}

void MaskOverlay::update(const QImage& mask, const QRect& part) {
  if (mask.size() != mask_.size()) return setMask(mask);
  mask_ = mask;
  render(part);
}

void MaskOverlay::setScale(double mask_pixels_per_screen_pixel) {
  const int period =
      std::max(4, static_cast<int>(std::lround(kHatchPeriod * mask_pixels_per_screen_pixel)));
  const int line = std::clamp(
      static_cast<int>(std::lround(kHatchWidth * mask_pixels_per_screen_pixel)), 1, period / 2);
  if (period == period_ && line == line_) return;
  period_ = period;
  line_ = line;
  render(mask_.rect());
}

void MaskOverlay::render(const QRect& part) {
  // The outline of pixels next to the part may have changed, too.
  const QRect area = part.adjusted(-line_, -line_, line_, line_) & mask_.rect();
  const QRgb shade = premultiplied(qRgb(0, 0, 0), 0.3), hatch = premultiplied(kDrop, 0.9),
             edge = premultiplied(kDrop, 1);
  const int width = mask_.width(), height = mask_.height();
  for (int y = area.top(); y <= area.bottom(); ++y) {
    const uchar* row = mask_.constScanLine(y);
    const uchar* above = mask_.constScanLine(std::max(0, y - line_));
    const uchar* below = mask_.constScanLine(std::min(height - 1, y + line_));
    auto* out = reinterpret_cast<QRgb*>(picture_.scanLine(y));
    for (int x = area.left(); x <= area.right(); ++x) {
      const int dropped = 255 - row[x];
      if (dropped == 0) {
        out[x] = 0;
        continue;
      }
      const bool is_outline = dropped > 127 && (row[std::max(0, x - line_)] > 127 ||
                                                row[std::min(width - 1, x + line_)] > 127 ||
                                                above[x] > 127 || below[x] > 127);
      const QRgb fill = (x + y) % period_ < line_ ? hatch : shade;
      out[x] = is_outline ? edge : scale_opacity(fill, dropped);
    }
  }
}

}  // namespace fido::ui
