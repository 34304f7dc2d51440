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

// Okabe and Ito's colours, told apart by colour-blind eyes; greys after them.
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
constexpr Color kInk{0.16, 0.16, 0.16}, kLine{0.85, 0.85, 0.85};
constexpr double kMargin = 18, kType = 10, kTitle = 13;  // points

cairo_status_t append(void* text, const unsigned char* data, unsigned length) {
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

Expected<void> save(const std::filesystem::path& stem, double width, double height,
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
    if (cairo_surface_write_to_png_stream(surface.get(), append, &png) != CAIRO_STATUS_SUCCESS)
      return run_error(stem.string() +
                       ".png: the figure is too large to be drawn; take fewer photos or infillers");
  }
  {
    const Surface surface(cairo_pdf_surface_create_for_stream(append, &pdf, width, height),
                          cairo_surface_destroy);
    // the same figure, the same bytes
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                   "2019-01-01T00:00:00Z");
    paint(surface.get(), draw);
    cairo_surface_finish(surface.get());
  }
  return write_file(stem.string() + ".png", png).and_then([&] {
    return write_file(stem.string() + ".pdf", pdf);
  });
}

void ink(cairo_t* page, const Color& c) { cairo_set_source_rgb(page, c[0], c[1], c[2]); }

Color color_of(std::size_t series) {
  const auto& c = kColors[series % kColors.size()];
  return {c[0] / 255., c[1] / 255., c[2] / 255.};
}

double width_of(cairo_t* page, const std::string& words, double size) {
  cairo_text_extents_t extents;
  cairo_set_font_size(page, size);
  cairo_text_extents(page, words.c_str(), &extents);
  return extents.x_advance;
}

// `anchor`: 0 begins at x, 1/2 is centred on it, 1 ends there; y is the baseline.
// `most`: into what width it is squeezed.
void text(cairo_t* page, const std::string& words, double x, double y, double anchor = 0,
          double size = kType, double most = 1e9) {
  const double natural = width_of(page, words, size), width = std::min(natural, most);
  if (natural > most) cairo_set_font_size(page, size * most / natural);
  ink(page, kInk);
  cairo_move_to(page, x - anchor * width, y);
  cairo_show_text(page, words.c_str());
}

void line(cairo_t* page, double x0, double y0, double x1, double y1, const Color& color,
          double width) {
  ink(page, color);
  cairo_set_line_width(page, width);
  cairo_move_to(page, x0, y0);
  cairo_line_to(page, x1, y1);
  cairo_stroke(page);
}

void block(cairo_t* page, double x, double y, double width, double height, const Color& color) {
  ink(page, color);
  cairo_rectangle(page, x, y, width, height);
  cairo_fill(page);
}

// Of a series: filled, and an outline once the colours begin again.
void mark(cairo_t* page, std::size_t series, double x, double y, double width, double height) {
  block(page, x, y, width, height, color_of(series));
  if (series >= kColors.size() && height > 2.4)
    block(page, x + 1.2, y + 1.2, width - 2.4, height - 2.4, {1, 1, 1});
}

// Before there is a page.
double width_of(const std::string& words, double size) {
  double width = 0;
  const Surface scratch(cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1),
                        cairo_surface_destroy);
  paint(scratch.get(), [&](cairo_t* page) { width = width_of(page, words, size); });
  return width;
}

void picture(cairo_t* page, const Image& image, double x, double y, double side) {
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
  constexpr double kBox = 9, kGap = 2.5, kBetween = 16, kLeft = 46, kHeight = 260, kBottom = 32,
                   kLegendRow = 16, kLegend = 35, kWidest = 2.5;
  const double narrow = (static_cast<double>(series.size()) * (kBox + kGap) - kGap + kBetween) *
                        static_cast<double>(groups.size());
  const double width =
      std::max({420.0, kLeft + narrow + kMargin, kLeft + width_of(title, kTitle) + kMargin});
  // few boxes are drawn wider
  const double wide = std::clamp((width - kLeft - kMargin) / narrow, 1.0, kWidest);
  const double box = wide * kBox, gap = wide * kGap, between = wide * kBetween,
               group_width = wide * narrow / static_cast<double>(groups.size());
  // The legend takes as many lines as it needs.
  std::vector<std::pair<double, double>> places;
  double at = kLeft, legend = kLegend;
  for (const auto& name : series) {
    const double needed = kBox + 4 + width_of(name, kType);
    if (at > kLeft && at + needed > width - kMargin) {
      at = kLeft;
      legend += kLegendRow;
    }
    places.emplace_back(at, legend);
    at += needed + 14;
  }
  const double top = legend + 27;
  return save(stem, width, top + kHeight + kBottom, [&](cairo_t* page) {
    const auto level = [&](double v) { return top + (1 - std::clamp(v, 0.0, 1.0)) * kHeight; };
    text(page, title, kLeft, 22, 0, kTitle);
    for (const auto& [value, words] :
         {std::pair(0., "0"), std::pair(.25, "0.25"), std::pair(.5, "0.5"), std::pair(.75, "0.75"),
          std::pair(1., "1")}) {
      line(page, kLeft, level(value), width - kMargin, level(value), kLine, 0.7);
      text(page, words, kLeft - 6, level(value) + 3.5, 1);
    }
    for (std::size_t s = 0; s < series.size(); ++s) {
      const auto [left, line_top] = places[s];
      mark(page, s, left, line_top, kBox, kBox);
      text(page, series[s], left + kBox + 4, line_top + 8.5);
    }
    double x = kLeft + between / 2;
    for (const BoxGroup& group : groups) {
      text(page, group.name, x + (group_width - between) / 2, top + kHeight + 18, 0.5);
      for (std::size_t s = 0; s < series.size(); ++s, x += box + gap) {
        const auto& values = group.samples[s];
        if (values.empty()) continue;
        const double low = quantile(values, 0.25), middle = quantile(values, 0.5),
                     high = quantile(values, 0.75), reach = 1.5 * (high - low);
        double bottom = low, peak = high;
        for (const double v : values) {
          if (v >= low - reach) bottom = std::min(bottom, v);
          if (v <= high + reach) peak = std::max(peak, v);
        }
        line(page, x + box / 2, level(bottom), x + box / 2, level(peak), color_of(s), 1);
        mark(page, s, x, level(high), box, std::max(0.6, level(low) - level(high)));
        line(page, x, level(middle), x + box, level(middle), kInk, 1.6);
      }
      x += between - gap;
    }
  });
}

Expected<void> save_picture_table(const std::filesystem::path& stem, const std::string& title,
                                  const std::vector<std::string>& columns,
                                  const std::vector<std::vector<CaptionedPicture>>& rows) {
  constexpr double kSide = 108, kGap = 8, kTop = 54, kCaption = 20;
  const double width = 2 * kMargin + static_cast<double>(columns.size()) * (kSide + kGap) - kGap;
  return save(
      stem, width, kTop + static_cast<double>(rows.size()) * (kSide + kCaption) + kMargin / 2,
      [&](cairo_t* page) {
        text(page, title, kMargin, 22, 0, kTitle, width - 2 * kMargin);
        const auto left = [](std::size_t column) {
          return kMargin + static_cast<double>(column) * (kSide + kGap);
        };
        for (std::size_t c = 0; c < columns.size(); ++c)
          text(page, columns[c], left(c) + kSide / 2, kTop - 8, 0.5, kType, kSide + kGap / 2);
        for (std::size_t r = 0; r < rows.size(); ++r)
          for (std::size_t c = 0; c < rows[r].size(); ++c) {
            const double y = kTop + static_cast<double>(r) * (kSide + kCaption);
            if (rows[r][c].picture.empty()) continue;
            picture(page, rows[r][c].picture, left(c), y, kSide);
            text(page, rows[r][c].caption, left(c) + kSide / 2, y + kSide + 11.5, 0.5, kType - 1,
                 kSide);
          }
      });
}

Expected<void> save_table(const std::filesystem::path& stem, const std::string& title,
                          const std::vector<std::string>& columns,
                          const std::vector<std::vector<std::string>>& rows) {
  constexpr double kRow = 17, kTop = 54, kBetween = 22, kUnder = 5;  // under a line of words
  std::vector<double> widths;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    double most = width_of(columns[c], kType);
    for (const auto& row : rows)
      if (c < row.size()) most = std::max(most, width_of(row[c], kType));
    widths.push_back(most + kBetween);
  }
  double inner = width_of(title, kTitle), all = -kBetween;
  for (const double w : widths) all += w;
  inner = std::max(inner, all);
  return save(stem, inner + 2 * kMargin, kTop + static_cast<double>(rows.size()) * kRow + kMargin,
              [&](cairo_t* page) {
                text(page, title, kMargin, 22, 0, kTitle);
                const auto write = [&](const std::vector<std::string>& row, double y) {
                  double x = kMargin;
                  for (std::size_t c = 0; c < row.size(); ++c) {
                    if (c == 0)
                      text(page, row[c], x, y);
                    else
                      text(page, row[c], x + (widths[c] - kBetween) / 2, y, 0.5);
                    x += widths[c];
                  }
                };
                const auto rule = [&](double y, double width) {
                  line(page, kMargin, y, kMargin + all, y, kInk, width);
                };
                rule(kTop - kRow - 1, 1.2);
                write(columns, kTop - kUnder);
                rule(kTop + 1, 0.7);
                double y = kTop + kRow - kUnder + 2;
                for (const auto& row : rows) {
                  if (row.empty())
                    rule(y - kRow / 2 + kUnder - 1, 0.7);
                  else
                    write(row, y);
                  y += row.empty() ? kRow / 2 : kRow;
                }
                rule(y - kRow + kUnder + 2, 1.2);
              });
}

}  // namespace fido
