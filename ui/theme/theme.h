// How the window looks: neutral surfaces, light or dark, two meanings in colour, one type family in
// three sizes.
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

// Fusion with our own palettes and a small stylesheet. Scheme::system follows the desktop, also
// when it changes later (Qt 6.5 and later; before, what the desktop said at start).
void apply_theme(QApplication& app, Scheme scheme);

// The two meanings, distinct to colour-blind eyes (Okabe and Ito). Fills take these as they are.
inline constexpr QRgb kKeep = 0xFF0072B2;
inline constexpr QRgb kDrop = 0xFFE69F00;
// The same two for thin lines and small marks: lightened or darkened until they stand out from the
// surface.
QColor keep_color(const QPalette& palette);
QColor drop_color(const QPalette& palette);
// Of several runs in one plot: none of the two above, and as distinct to colour-blind eyes.
inline constexpr std::size_t kRunColors = 4;
QColor run_color(const QPalette& palette, std::size_t run);

// All spacing is a multiple of this (or its half), in device-independent pixels.
inline constexpr int kUnit = 8;
inline constexpr int kRadius = 6;

bool is_dark(const QPalette& palette);
// Second-rank text and hairlines: readable, but quiet.
QColor muted_text(const QPalette& palette);
QColor hairline(const QPalette& palette);
// The surface pictures lie on: a step away from the window's, so that a white or a black photo
// keeps its edge.
QColor stage(const QPalette& palette);

// Three sizes of the system's family.
QFont small_font();
QFont body_font();
QFont large_font();

// Tabular digits without font features (Qt 6.7): every digit takes the width of the widest one, so
// that a number that changes does not move. Other characters keep their own width.
double tabular_width(const QFont& font, const QString& text);
// Draws `text` in the painter's font and pen, on one line.
void draw_tabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment,
                  const QString& text);

// "0.612": three decimals, always five characters. NaN gives an em dash.
QString format_probability(double probability);
// "61 %", "8.3 %", "0.02 %": two digits that mean something.
QString format_percent(double fraction);

// A number (or a line with numbers) that changes often: tabular digits, no layout when only digits
// change, and it can be copied from its context menu. For status lines and the large number.
class NumberLabel : public QWidget {
  Q_OBJECT
 public:
  explicit NumberLabel(QWidget* parent = nullptr);

  void setText(const QString& text);
  QString text() const { return text_; }
  void setAlignment(Qt::Alignment alignment);
  // Room is kept for this text even while a shorter one is shown.
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
