// The window's theme: neutral surfaces, light or dark; two colours with a meaning; one font family
// in three sizes.
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>
#include <QWidget>
#include <cstddef>

class QApplication;
class QPainter;

namespace fido::ui {

enum class Scheme { system, light, dark };

// Applies the Fusion style with the program's palettes and a small style sheet. Scheme::system
// follows the desktop, including later changes (from Qt 6.5 on; before, it follows the desktop's
// setting at the start).
void apply_theme(QApplication& app, Scheme scheme);

// The colours of keeping and dropping, which colour-blind people can distinguish (Okabe and Ito).
// Use these for fills.
inline constexpr QRgb kKeep = 0xFF0072B2;
inline constexpr QRgb kDrop = 0xFFE69F00;
// Return the same colours for thin lines and small marks, lightened or darkened to stand out from
// the surface.
QColor keep_color(const QPalette& palette);
QColor drop_color(const QPalette& palette);
// Returns the colour of one of several runs in a plot. These colours differ from the two above, and
// colour-blind people can distinguish them as well.
inline constexpr std::size_t kRunColors = 4;
QColor run_color(const QPalette& palette, std::size_t run);

// All spacing is a multiple of kUnit or of its half, in device-independent pixels.
inline constexpr int kUnit = 8;
inline constexpr int kRadius = 6;

bool is_dark(const QPalette& palette);
// Return the colours of secondary text and of hairlines: readable but unobtrusive.
QColor muted_text_color(const QPalette& palette);
QColor hairline_color(const QPalette& palette);
// Returns the background of pictures. It differs slightly from the window's, so that the edges of a
// white or a black photo stay visible.
QColor stage_color(const QPalette& palette);

// Return the system's font in three sizes.
QFont small_font();
QFont body_font();
QFont large_font();

// Returns the width of `text` with tabular digits: every digit takes the width of the widest one,
// so that a changing number does not move. Other characters keep their own width. (Qt has font
// features only from version 6.7 on.)
double tabular_width(const QFont& font, const QString& text);
// Draws `text` with tabular digits in the painter's font and pen, on one line.
void draw_tabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment,
                  const QString& text);

// Returns "0.612": three decimals, always five characters. NaN gives an em dash.
QString format_probability(double probability);
// Returns "61 %", "8.3 %" or "0.02 %": one or two significant digits. NaN gives an em dash.
QString format_percent(double fraction);

// A label for a number, or a line with numbers, that changes often. It has tabular digits, causes
// no new layout when only digits change, and offers Copy in its context menu.
class NumberLabel : public QWidget {
  Q_OBJECT
 public:
  explicit NumberLabel(QWidget* parent = nullptr);

  void setText(const QString& text);
  QString text() const { return text_; }
  void setAlignment(Qt::Alignment alignment);
  // Reserves the width of `text` even while a shorter text is shown.
  void setWidestText(const QString& text);
  void setMuted(bool muted);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  QString text_, widest_;
  Qt::Alignment alignment_ = Qt::AlignLeft | Qt::AlignVCenter;
  bool muted_ = false;
};

}  // namespace fido::ui
