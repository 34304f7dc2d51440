#include "report/chart.h"

#include <cairo-pdf.h>
#include <cairo.h>

#include <algorithm>
#include <array>
#include <functional>
#include <memory>

#include "core/base/files.h"
#include "core/evaluate/statistics.h"

namespace fido {
namespace {

using Color = std::array<double, 3>;
using Draw = std::function<void(cairo_t*)>;

// The colours of Okabe and Ito, which colour-blind readers can distinguish, followed by greys.
constexpr std::array<std::array<int, 3>, 10> kColors{{{0, 114, 178},
                                                      {230, 159, 0},
                                                      {0, 158, 115},
                                                      {204, 121, 167},
                                                      {86, 180, 233},
                                                      {213, 94, 0},
                                                      {240, 228, 66},
                                                      {90, 90, 90},
                                                      {140, 140, 140},
                                                      {190, 190, 190}}};
constexpr Color kTextColor{0.16, 0.16, 0.16}, kGridColor{0.85, 0.85, 0.85};
constexpr double kMargin = 18, kFontSize = 10, kTitleSize = 13;  // points

cairo_status_t append_bytes(void* text, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;

void paint(cairo_surface_t* surface, const Draw& draw) {
  const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> page(cairo_create(surface),
                                                                cairo_destroy);
  cairo_set_source_rgb(page.get(), 1, 1, 1);
  cairo_paint(page.get());
  cairo_select_font_face(page.get(), "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                         CAIRO_FONT_WEIGHT_NORMAL);
  draw(page.get());
}

Expected<void> save_figure(const std::filesystem::path& stem, double width, double height,
                           const Draw& draw) {
  constexpr double kScale = 2;
  std::string png, pdf;
  {
    const Surface surface(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(kScale * width),
                                   static_cast<int>(kScale * height)),
        cairo_surface_destroy);
    cairo_surface_set_device_scale(surface.get(), kScale, kScale);
    paint(surface.get(), draw);
    if (cairo_surface_write_to_png_stream(surface.get(), append_bytes, &png) !=
        CAIRO_STATUS_SUCCESS)
      return run_error(stem.string() +
                       ".png: the figure is too large to be drawn; use fewer photos or infillers");
  }
  {
    const Surface surface(cairo_pdf_surface_create_for_stream(append_bytes, &pdf, width, height),
                          cairo_surface_destroy);
    // A fixed date makes equal figures equal files.
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                   "2019-01-01T00:00:00Z");
    paint(surface.get(), draw);
    cairo_surface_finish(surface.get());
  }
  return write_file(stem.string() + ".png", png).and_then([&] {
    return write_file(stem.string() + ".pdf", pdf);
  });
}

void set_color(cairo_t* page, const Color& c) { cairo_set_source_rgb(page, c[0], c[1], c[2]); }

Color series_color(std::size_t series) {
  const auto& c = kColors[series % kColors.size()];
  return {c[0] / 255., c[1] / 255., c[2] / 255.};
}

double text_width(cairo_t* page, const std::string& text, double size) {
  cairo_text_extents_t extents;
  cairo_set_font_size(page, size);
  cairo_text_extents(page, text.c_str(), &extents);
  return extents.x_advance;
}

// Draws a text with its baseline at y. `anchor` is the part of the text at x: 0 its start, 1/2 its
// centre, 1 its end. A text wider than `max_width` is drawn smaller.
void draw_text(cairo_t* page, const std::string& text, double x, double y, double anchor = 0,
               double size = kFontSize, double max_width = 1e9) {
  const double full_width = text_width(page, text, size), width = std::min(full_width, max_width);
  if (full_width > max_width) cairo_set_font_size(page, size * max_width / full_width);
  set_color(page, kTextColor);
  cairo_move_to(page, x - anchor * width, y);
  cairo_show_text(page, text.c_str());
}

void draw_line(cairo_t* page, double x0, double y0, double x1, double y1, const Color& color,
               double width) {
  set_color(page, color);
  cairo_set_line_width(page, width);
  cairo_move_to(page, x0, y0);
  cairo_line_to(page, x1, y1);
  cairo_stroke(page);
}

void fill_rectangle(cairo_t* page, double x, double y, double width, double height,
                    const Color& color) {
  set_color(page, color);
  cairo_rectangle(page, x, y, width, height);
  cairo_fill(page);
}

// Draws the box of a series: filled, or, once the colours repeat, as an outline.
void draw_box(cairo_t* page, std::size_t series, double x, double y, double width, double height) {
  fill_rectangle(page, x, y, width, height, series_color(series));
  if (series >= kColors.size() && height > 2.4)
    fill_rectangle(page, x + 1.2, y + 1.2, width - 2.4, height - 2.4, {1, 1, 1});
}

// Measures a text before the page exists.
double text_width(const std::string& text, double size) {
  double width = 0;
  const Surface scratch(cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1),
                        cairo_surface_destroy);
  paint(scratch.get(), [&](cairo_t* page) { width = text_width(page, text, size); });
  return width;
}

void draw_image(cairo_t* page, const Image& image, double x, double y, double side) {
  const int stride = cairo_format_stride_for_width(CAIRO_FORMAT_RGB24, image.width);
  std::vector<unsigned char> pixels(static_cast<std::size_t>(stride) * image.height);
  for (int v = 0; v < image.height; ++v)
    for (int u = 0; u < image.width; ++u) {
      const std::uint8_t* rgb = image.row(v) + 3 * u;
      const std::uint32_t packed = static_cast<std::uint32_t>(rgb[0]) << 16U |
                                   static_cast<std::uint32_t>(rgb[1]) << 8U | rgb[2];
      std::copy_n(reinterpret_cast<const unsigned char*>(&packed), 4,
                  pixels.data() + static_cast<std::size_t>(v) * stride + 4 * u);
    }
  const Surface surface(cairo_image_surface_create_for_data(pixels.data(), CAIRO_FORMAT_RGB24,
                                                            image.width, image.height, stride),
                        cairo_surface_destroy);
  cairo_save(page);
  cairo_translate(page, x, y);
  cairo_scale(page, side / image.width, side / image.height);
  cairo_set_source_surface(page, surface.get(), 0, 0);
  cairo_rectangle(page, 0, 0, image.width, image.height);
  cairo_fill(page);
  cairo_restore(page);
  cairo_surface_flush(surface.get());
}

}  // namespace

Expected<void> save_box_plot(const std::filesystem::path& stem, const std::string& title,
                             const std::vector<std::string>& series,
                             const std::vector<BoxGroup>& groups) {
  constexpr double kBox = 9, kGap = 2.5, kGroupGap = 16, kLeft = 46, kHeight = 260, kBottom = 32,
                   kLegendRow = 16, kLegendTop = 35, kMaxStretch = 2.5;
  const double natural_width =
      (static_cast<double>(series.size()) * (kBox + kGap) - kGap + kGroupGap) *
      static_cast<double>(groups.size());
  const double width = std::max(
      {420.0, kLeft + natural_width + kMargin, kLeft + text_width(title, kTitleSize) + kMargin});
  // If there are only few boxes, they are drawn wider.
  const double stretch = std::clamp((width - kLeft - kMargin) / natural_width, 1.0, kMaxStretch);
  const double box = stretch * kBox, gap = stretch * kGap, group_gap = stretch * kGroupGap,
               group_width = stretch * natural_width / static_cast<double>(groups.size());
  // The legend takes as many lines as it needs.
  std::vector<std::pair<double, double>> legend_positions;
  double legend_x = kLeft, legend_y = kLegendTop;
  for (const auto& name : series) {
    const double entry_width = kBox + 4 + text_width(name, kFontSize);
    if (legend_x > kLeft && legend_x + entry_width > width - kMargin) {
      legend_x = kLeft;
      legend_y += kLegendRow;
    }
    legend_positions.emplace_back(legend_x, legend_y);
    legend_x += entry_width + 14;
  }
  const double top = legend_y + 27;
  return save_figure(stem, width, top + kHeight + kBottom, [&](cairo_t* page) {
    const auto y_of = [&](double v) { return top + (1 - std::clamp(v, 0.0, 1.0)) * kHeight; };
    draw_text(page, title, kLeft, 22, 0, kTitleSize);
    for (const auto& [value, label] :
         {std::pair(0., "0"), std::pair(.25, "0.25"), std::pair(.5, "0.5"), std::pair(.75, "0.75"),
          std::pair(1., "1")}) {
      draw_line(page, kLeft, y_of(value), width - kMargin, y_of(value), kGridColor, 0.7);
      draw_text(page, label, kLeft - 6, y_of(value) + 3.5, 1);
    }
    for (std::size_t s = 0; s < series.size(); ++s) {
      const auto [left, entry_top] = legend_positions[s];
      draw_box(page, s, left, entry_top, kBox, kBox);
      draw_text(page, series[s], left + kBox + 4, entry_top + 8.5);
    }
    double x = kLeft + group_gap / 2;
    for (const BoxGroup& group : groups) {
      draw_text(page, group.name, x + (group_width - group_gap) / 2, top + kHeight + 18, 0.5);
      for (std::size_t s = 0; s < series.size(); ++s, x += box + gap) {
        const auto& values = group.samples[s];
        if (values.empty()) continue;
        const double low = quantile(values, 0.25), median = quantile(values, 0.5),
                     high = quantile(values, 0.75), reach = 1.5 * (high - low);
        double whisker_low = low, whisker_high = high;
        for (const double v : values) {
          if (v >= low - reach) whisker_low = std::min(whisker_low, v);
          if (v <= high + reach) whisker_high = std::max(whisker_high, v);
        }
        draw_line(page, x + box / 2, y_of(whisker_low), x + box / 2, y_of(whisker_high),
                  series_color(s), 1);
        draw_box(page, s, x, y_of(high), box, std::max(0.6, y_of(low) - y_of(high)));
        draw_line(page, x, y_of(median), x + box, y_of(median), kTextColor, 1.6);
      }
      x += group_gap - gap;
    }
  });
}

Expected<void> save_picture_table(const std::filesystem::path& stem, const std::string& title,
                                  const std::vector<std::string>& columns,
                                  const std::vector<std::vector<CaptionedPicture>>& rows) {
  constexpr double kSide = 108, kGap = 8, kTop = 54, kCaption = 20;
  const double width = 2 * kMargin + static_cast<double>(columns.size()) * (kSide + kGap) - kGap;
  return save_figure(stem, width,
                     kTop + static_cast<double>(rows.size()) * (kSide + kCaption) + kMargin / 2,
                     [&](cairo_t* page) {
                       draw_text(page, title, kMargin, 22, 0, kTitleSize, width - 2 * kMargin);
                       const auto left = [](std::size_t column) {
                         return kMargin + static_cast<double>(column) * (kSide + kGap);
                       };
                       for (std::size_t c = 0; c < columns.size(); ++c)
                         draw_text(page, columns[c], left(c) + kSide / 2, kTop - 8, 0.5, kFontSize,
                                   kSide + kGap / 2);
                       for (std::size_t r = 0; r < rows.size(); ++r)
                         for (std::size_t c = 0; c < rows[r].size(); ++c) {
                           const double y = kTop + static_cast<double>(r) * (kSide + kCaption);
                           if (rows[r][c].picture.empty()) continue;
                           draw_image(page, rows[r][c].picture, left(c), y, kSide);
                           draw_text(page, rows[r][c].caption, left(c) + kSide / 2,
                                     y + kSide + 11.5, 0.5, kFontSize - 1, kSide);
                         }
                     });
}

Expected<void> save_table(const std::filesystem::path& stem, const std::string& title,
                          const std::vector<std::string>& columns,
                          const std::vector<std::vector<std::string>>& rows) {
  constexpr double kRow = 17, kTop = 54, kColumnGap = 22;
  constexpr double kDescent = 5;  // from the baseline to the bottom of a row
  std::vector<double> widths;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    double widest = text_width(columns[c], kFontSize);
    for (const auto& row : rows)
      if (c < row.size()) widest = std::max(widest, text_width(row[c], kFontSize));
    widths.push_back(widest + kColumnGap);
  }
  double table_width = -kColumnGap;
  for (const double w : widths) table_width += w;
  const double inner_width = std::max(text_width(title, kTitleSize), table_width);
  return save_figure(stem, inner_width + 2 * kMargin,
                     kTop + static_cast<double>(rows.size()) * kRow + kMargin, [&](cairo_t* page) {
                       draw_text(page, title, kMargin, 22, 0, kTitleSize);
                       const auto draw_row = [&](const std::vector<std::string>& row, double y) {
                         double x = kMargin;
                         for (std::size_t c = 0; c < row.size(); ++c) {
                           if (c == 0)
                             draw_text(page, row[c], x, y);
                           else
                             draw_text(page, row[c], x + (widths[c] - kColumnGap) / 2, y, 0.5);
                           x += widths[c];
                         }
                       };
                       const auto draw_rule = [&](double y, double width) {
                         draw_line(page, kMargin, y, kMargin + table_width, y, kTextColor, width);
                       };
                       draw_rule(kTop - kRow - 1, 1.2);
                       draw_row(columns, kTop - kDescent);
                       draw_rule(kTop + 1, 0.7);
                       double y = kTop + kRow - kDescent + 2;
                       for (const auto& row : rows) {
                         if (row.empty())
                           draw_rule(y - kRow / 2 + kDescent - 1, 0.7);
                         else
                           draw_row(row, y);
                         y += row.empty() ? kRow / 2 : kRow;
                       }
                       draw_rule(y - kRow + kDescent + 2, 1.2);
                     });
}

}  // namespace fido
