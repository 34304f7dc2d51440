#include "ui/canvas/painting.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "core/image/colormap.h"
#include "core/image/resample.h"
#include "core/run/methods.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

struct LegendTexts {
  Q_DECLARE_TR_FUNCTIONS(Legend)
};

// Halves an image by averaging 2 x 2 pixels. Red and blue are summed in one word and green in
// another, since the sum of four bytes fits into 16 bits.
QImage halve(const QImage& image) {
  const int width = std::max(1, (image.width() + 1) / 2),
            height = std::max(1, (image.height() + 1) / 2);
  QImage half(width, height, QImage::Format_RGB32);
  for (int y = 0; y < height; ++y) {
    const auto* above = reinterpret_cast<const QRgb*>(image.constScanLine(2 * y));
    const auto* below =
        reinterpret_cast<const QRgb*>(image.constScanLine(std::min(2 * y + 1, image.height() - 1)));
    auto* out = reinterpret_cast<QRgb*>(half.scanLine(y));
    const auto average = [&](int x, int left, int right) {
      const QRgb a = above[left], b = above[right], c = below[left], d = below[right];
      constexpr QRgb kRedBlue = 0x00FF00FF;
      const QRgb rb =
          (a & kRedBlue) + (b & kRedBlue) + (c & kRedBlue) + (d & kRedBlue) + 0x00020002;
      const QRgb g =
          ((a >> 8) & 0xFF) + ((b >> 8) & 0xFF) + ((c >> 8) & 0xFF) + ((d >> 8) & 0xFF) + 2;
      out[x] = 0xFF000000 | ((rb >> 2) & kRedBlue) | (((g >> 2) & 0xFF) << 8);
    };
    const int whole = image.width() / 2;
    for (int x = 0; x < whole; ++x) average(x, 2 * x, 2 * x + 1);
    if (width > whole) average(whole, image.width() - 1, image.width() - 1);
  }
  return half;
}

// Draws the part of `image` (which covers `target`) that lies in `visible`. Drawing the whole of a
// strongly zoomed target would exceed the painter's fixed-point range.
void draw_visible_part(QPainter& painter, const QRectF& target, const QRectF& visible,
                       const QImage& image, bool smooth) {
  const QRectF clip = target.intersected(visible);
  if (clip.isEmpty() || image.isNull()) return;
  const double sx = image.width() / target.width(), sy = image.height() / target.height();
  const QRectF exact_source((clip.x() - target.x()) * sx, (clip.y() - target.y()) * sy,
                            clip.width() * sx, clip.height() * sy);
  // Two more pixels on each side, so that interpolation at the border has its neighbours.
  const QRect source =
      exact_source.toAlignedRect().adjusted(-2, -2, 2, 2).intersected(image.rect());
  const QRectF destination(target.x() + source.x() / sx, target.y() + source.y() / sy,
                           source.width() / sx, source.height() / sy);
  painter.save();
  painter.setClipRect(clip, Qt::IntersectClip);
  painter.setRenderHint(QPainter::SmoothPixmapTransform, smooth);
  painter.drawImage(destination, image, QRectF(source));
  painter.restore();
}

double device_scale(const QPainter& painter) {
  const double ratio = painter.device() ? painter.device()->devicePixelRatioF() : 1;
  return ratio * std::abs(painter.transform().m11());
}

// Composites premultiplied pixels (source-over), with `above` weighted by `coverage` in [0, 1].
QRgb blend(QRgb below, QRgb above, float coverage) {
  const auto weight = static_cast<QRgb>(std::lround(coverage * 256.F));
  const auto scaled = [&](int shift) { return (((above >> shift) & 0xFF) * weight) >> 8; };
  const QRgb rest = 255 - scaled(24);
  const auto channel = [&](int shift) {
    return std::min<QRgb>(255, scaled(shift) + (((below >> shift) & 0xFF) * rest + 127) / 255)
           << shift;
  };
  return channel(24) | channel(16) | channel(8) | channel(0);
}

// Returns the share of a pixel at `distance` from a line's centre that the line covers.
float line_coverage(float half_width, float distance) {
  return std::clamp(half_width + 0.5F - distance, 0.F, 1.F);
}

// Smooths the steps of a mask's slanted edges with a [1/8, 3/4, 1/8] filter per axis. It is weak
// enough that a single cell (9/16) and a line of one cell (3/4) stay above one half.
Plane smooth_edges(const Plane& mask) {
  Plane rows = mask, result = mask;
  for (int y = 0; y < mask.height; ++y) {
    for (int x = 0; x < mask.width; ++x) {
      rows.at(x, y) =
          0.75F * mask.at(x, y) +
          0.125F * (mask.at(std::max(0, x - 1), y) + mask.at(std::min(mask.width - 1, x + 1), y));
    }
  }
  for (int y = 0; y < mask.height; ++y) {
    for (int x = 0; x < mask.width; ++x) {
      result.at(x, y) =
          0.75F * rows.at(x, y) +
          0.125F * (rows.at(x, std::max(0, y - 1)) + rows.at(x, std::min(mask.height - 1, y + 1)));
    }
  }
  return result;
}

// For each device pixel of one axis: the two mask cells around it and its fraction between them.
struct AxisSampling {
  std::vector<int> low, high;
  std::vector<float> fraction;
  int begin = 0, end = 0;  // device pixels inside the mask

  AxisSampling(int pixels, double start, double length, int cells) {
    begin = std::clamp(static_cast<int>(std::ceil(start - 0.5)), 0, pixels);
    end = std::clamp(static_cast<int>(std::ceil(start + length - 0.5)), begin, pixels);
    low.resize(static_cast<std::size_t>(pixels));
    high = low;
    fraction.resize(low.size());
    for (int i = begin; i < end; ++i) {
      const double u = (i + 0.5 - start) / length * cells - 0.5;
      const int cell = static_cast<int>(std::floor(u));
      const auto index = static_cast<std::size_t>(i);
      low[index] = std::clamp(cell, 0, cells - 1);
      high[index] = std::clamp(cell + 1, 0, cells - 1);
      fraction[index] = static_cast<float>(u - cell);
    }
  }
};

}  // namespace

QRgb premultiplied(QRgb color, double alpha) {
  return qPremultiply(
      qRgba(qRed(color), qGreen(color), qBlue(color), static_cast<int>(std::lround(255 * alpha))));
}

QImage to_qimage(const Image& image) {
  if (image.empty()) return {};
  return QImage(image.rgb.data(), image.width, image.height,
                static_cast<qsizetype>(image.width) * 3, QImage::Format_RGB888)
      .convertToFormat(QImage::Format_RGB32);
}

Image to_image(const QImage& image) {
  if (image.isNull()) return {};
  const QImage rgb = image.convertToFormat(QImage::Format_RGB888);
  Image result(rgb.width(), rgb.height());
  for (int y = 0; y < result.height; ++y) {
    std::memcpy(result.row(y), rgb.constScanLine(y), static_cast<std::size_t>(result.width) * 3);
  }
  return result;
}

std::vector<QImage> make_pyramid(const QImage& photo) {
  std::vector<QImage> levels;
  if (photo.isNull()) return levels;
  levels.push_back(photo.convertToFormat(QImage::Format_RGB32));
  while (std::min(levels.back().width(), levels.back().height()) > 128)
    levels.push_back(halve(levels.back()));
  return levels;
}

void paint_photo(QPainter& painter, const QRectF& target, const QRectF& visible,
                 const std::vector<QImage>& pyramid) {
  if (pyramid.empty() || target.isEmpty()) return;
  const double device_width = target.width() * device_scale(painter);
  std::size_t level = 0;
  // Accept a level that is up to 5 % too small: its blur is less visible than the shimmer of a
  // level that is too large.
  while (level + 1 < pyramid.size() && pyramid[level + 1].width() >= device_width * 0.95) ++level;
  const double magnification = device_width / pyramid[level].width();
  // From a magnification of 8 on, show single pixels.
  draw_visible_part(painter, target, visible, pyramid[level], magnification < 8);
}

QImage render_map(const Plane& map, const QString& name, double opacity) {
  if (map.empty()) return {};
  const std::string colormap_name = name.toStdString();
  const ColorTable& colors = colormap(colormap_name);
  std::array<QRgb, 256> table{};
  for (int i = 0; i < 256; ++i) {
    const auto& c = colors[static_cast<std::size_t>(i)];
    table[static_cast<std::size_t>(i)] =
        premultiplied(qRgb(c[0], c[1], c[2]), std::clamp(opacity, 0.0, 1.0) * i / 255);
  }
  QImage image(map.width, map.height, QImage::Format_ARGB32_Premultiplied);
  for (int y = 0; y < map.height; ++y) {
    const float* in = map.values.data() + static_cast<std::size_t>(y) * map.width;
    auto* out = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (int x = 0; x < map.width; ++x) {
      // NaN compares false and gives 0.
      const float value = in[x] > 0 ? std::min(in[x], 1.F) : 0.F;
      out[x] = table[static_cast<std::size_t>(std::lround(value * 255.F))];
    }
  }
  return image;
}

void paint_map(QPainter& painter, const QRectF& target, const QRectF& visible,
               const QImage& rendered, double opacity) {
  if (target.isEmpty() || opacity <= 0) return;
  const double previous_opacity = painter.opacity();
  painter.setOpacity(previous_opacity * opacity);
  draw_visible_part(painter, target, visible, rendered, true);
  painter.setOpacity(previous_opacity);
}

QImage render_hatch(const Plane& mask, const QSize& size, const QRectF& target, double ratio) {
  if (size.isEmpty()) return {};
  QImage image(size, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  if (mask.empty() || target.isEmpty()) return image;
  // Cells must be at least two pixels wide to have an outline; downsample the mask if they are not.
  Plane cells;
  if (target.width() < mask.width * 2 || target.height() < mask.height * 2) {
    cells = resize(mask, std::clamp(static_cast<int>(target.width() / 2), 1, mask.width),
                   std::clamp(static_cast<int>(target.height() / 2), 1, mask.height));
  }
  if (cells.empty()) cells = smooth_edges(mask);
  const AxisSampling xs(size.width(), target.x(), target.width(), cells.width);
  const AxisSampling ys(size.height(), target.y(), target.height(), cells.height);

  const QRgb shade = premultiplied(qRgb(0, 0, 0), 0.28), line = premultiplied(kDrop, 0.95);
  const QRgb edge = premultiplied(kDrop, 1), outline_shadow = premultiplied(qRgb(0, 0, 0), 0.5);
  const float step_x = static_cast<float>(cells.width / target.width());
  const float step_y = static_cast<float>(cells.height / target.height());
  const auto scale = static_cast<float>(ratio);
  // The hatch of one row plus one period, so that every row can be copied from an offset in it.
  const int period = std::max(4, static_cast<int>(std::lround(10 * ratio)));
  std::vector<QRgb> pattern(static_cast<std::size_t>(period + size.width()));
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const float offset =
        static_cast<float>(i % static_cast<std::size_t>(period)) - static_cast<float>(period) / 2;
    pattern[i] = blend(shade, line, line_coverage(0.6F * scale, std::abs(offset) * 0.7071F));
  }
  // The pattern starts at the picture's corner, so that it moves with the picture.
  const int origin =
      static_cast<int>(std::floor(target.x())) + static_cast<int>(std::floor(target.y()));

  for (int y = ys.begin; y < ys.end; ++y) {
    const auto row = static_cast<std::size_t>(y);
    const float* above = cells.values.data() + static_cast<std::size_t>(ys.low[row]) * cells.width;
    const float* below = cells.values.data() + static_cast<std::size_t>(ys.high[row]) * cells.width;
    const float fy = ys.fraction[row];
    auto* out = reinterpret_cast<QRgb*>(image.scanLine(y));
    const QRgb* hatch = pattern.data() + (((y - origin) % period) + period) % period;
    for (int x = xs.begin; x < xs.end;) {
      const int low = xs.low[static_cast<std::size_t>(x)],
                high = xs.high[static_cast<std::size_t>(x)];
      int end = x + 1;
      while (end < xs.end && xs.high[static_cast<std::size_t>(end)] == high &&
             xs.low[static_cast<std::size_t>(end)] == low)
        ++end;
      const float a = above[low], b = above[high], c = below[low], d = below[high];
      const int dropped = (a < 0.5F) + (b < 0.5F) + (c < 0.5F) + (d < 0.5F);
      if (dropped == 4) {
        std::memcpy(out + x, hatch + x, static_cast<std::size_t>(end - x) * sizeof(QRgb));
      } else if (dropped > 0) {
        for (int i = x; i < end; ++i) {
          const float fx = xs.fraction[static_cast<std::size_t>(i)];
          const float top = a + (b - a) * fx, bottom = c + (d - c) * fx;
          const float value = top + (bottom - top) * fy;
          const float slope_x = ((b - a) * (1 - fy) + (d - c) * fy) * step_x,
                      slope_y = (bottom - top) * step_y;
          const float slope = std::max(std::sqrt(slope_x * slope_x + slope_y * slope_y), 1e-6F);
          // Distance from the outline in pixels, positive where dropped.
          const float inside = (0.5F - value) / slope;
          QRgb pixel = blend(0, hatch[i], std::clamp(inside + 0.5F, 0.F, 1.F));
          pixel = blend(pixel, outline_shadow, line_coverage(1.5F * scale, std::abs(inside)));
          out[i] = blend(pixel, edge, line_coverage(0.8F * scale, std::abs(inside)));
        }
      }
      x = end;
    }
  }
  return image;
}

QImage render_blanks(const Plane& mask) {
  if (mask.empty()) return {};
  const QRgb blank = premultiplied(qRgb(128, 128, 128), 0.85);
  QImage image(mask.width, mask.height, QImage::Format_ARGB32_Premultiplied);
  for (int y = 0; y < mask.height; ++y) {
    const float* in = mask.values.data() + static_cast<std::size_t>(y) * mask.width;
    auto* out = reinterpret_cast<QRgb*>(image.scanLine(y));
    std::transform(in, in + mask.width, out, [&](float keep) { return keep < 0.5F ? blank : 0; });
  }
  return image;
}

LegendEnds legend_ends(const MethodInfo* method) {
  if (method && !method->optimizes_mask && method->keeps_important)
    return {LegendTexts::tr("no evidence"), LegendTexts::tr("evidence for the class")};
  if (!method || method->keeps_important)
    return {LegendTexts::tr("can be dropped"), LegendTexts::tr("keep to preserve the class")};
  return {LegendTexts::tr("can be kept"), LegendTexts::tr("drop to destroy the class")};
}

void paint_legend(QPainter& painter, const QRectF& rect, const QPalette& palette, const QFont& font,
                  const QString& name, const LegendEnds& ends) {
  const QFontMetricsF metrics(font, painter.device());
  const double gap = kUnit, low_full_width = metrics.horizontalAdvance(ends.low),
               high_full_width = metrics.horizontalAdvance(ends.high);
  const double text_space = std::max(0.0, rect.width() - 48 - 2 * gap);
  // If both do not fit, the longer text is shortened first.
  const double share = low_full_width + high_full_width <= text_space ? text_space : text_space / 2;
  const double low_width = std::min(low_full_width, std::max(share, text_space - high_full_width));
  const double high_width = std::min(high_full_width, text_space - low_width);
  const double bar_width = std::clamp(rect.width() - low_width - high_width - 2 * gap, 0.0, 160.0);
  const double left =
      rect.left() + (rect.width() - low_width - high_width - bar_width - 2 * gap) / 2;

  painter.save();
  painter.setFont(font);
  painter.setPen(muted_text_color(palette));
  const auto draw_label = [&](double x, double width, const QString& label) {
    painter.drawText(QRectF(x, rect.top(), width + 1, rect.height()),
                     Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(label, Qt::ElideRight, width + 1));
  };
  draw_label(left, low_width, ends.low);
  draw_label(left + low_width + bar_width + 2 * gap, high_width, ends.high);

  const QRectF bar(std::round(left + low_width + gap), std::round(rect.center().y() - 4),
                   std::floor(bar_width), 8);
  QLinearGradient gradient(bar.topLeft(), bar.topRight());
  const std::string colormap_name = name.toStdString();
  const ColorTable& colors = colormap(colormap_name);
  for (int i = 0; i <= 16; ++i) {
    const auto& c = colors[static_cast<std::size_t>(std::min(255, i * 16))];
    gradient.setColorAt(i / 16.0, QColor(c[0], c[1], c[2], 255 * i / 16));
  }
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(gradient);
  painter.drawRoundedRect(bar, 4, 4);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(hairline_color(palette), 1));
  painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), 3.5, 3.5);
  painter.restore();
}

}  // namespace fido::ui
