#include "ui/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QEvent>
#include <QFontMetricsF>
#include <QMenu>
#include <QPainter>
#include <QStyle>
#include <QStyleHints>
#include <algorithm>
#include <cmath>

#include "ui/theme/icons.h"

// Registers the images that the style sheet uses. Q_INIT_RESOURCE only works outside namespaces.
static void init_theme_resources() { Q_INIT_RESOURCE(icons); }

namespace fido::ui {
namespace {

QColor blend(const QColor& a, const QColor& b, double weight_of_b) {
  const auto channel = [&](int x, int y) {
    return static_cast<int>(std::lround(x + (y - x) * weight_of_b));
  };
  return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

QPalette make_palette(bool dark) {
  const QColor window = dark ? QColor(0x1F2023) : QColor(0xF6F6F7);
  const QColor base = dark ? QColor(0x17181A) : QColor(0xFFFFFF);
  const QColor button = dark ? QColor(0x2C2D31) : QColor(0xFFFFFF);
  const QColor text = dark ? QColor(0xE8E8EA) : QColor(0x1D1E20);
  const QColor accent = dark ? QColor(0x1B78B3) : QColor(kKeep);
  QPalette p;
  p.setColor(QPalette::Window, window);
  p.setColor(QPalette::WindowText, text);
  p.setColor(QPalette::Base, base);
  p.setColor(QPalette::AlternateBase, blend(base, text, 0.04));
  p.setColor(QPalette::Text, text);
  p.setColor(QPalette::Button, button);
  p.setColor(QPalette::ButtonText, text);
  p.setColor(QPalette::BrightText, Qt::white);
  p.setColor(QPalette::ToolTipBase, dark ? QColor(0x34353A) : QColor(0x2A2B2E));
  p.setColor(QPalette::ToolTipText, QColor(0xF4F4F5));
  p.setColor(QPalette::PlaceholderText, blend(text, base, 0.45));
  p.setColor(QPalette::Highlight, accent);
  p.setColor(QPalette::HighlightedText, Qt::white);
  p.setColor(QPalette::Link, dark ? QColor(0x5FB4EA) : QColor(kKeep));
  p.setColor(QPalette::LinkVisited, dark ? QColor(0x9EC9E8) : QColor(0x00507D));
  // Fusion derives frames and grooves from these.
  p.setColor(QPalette::Light, dark ? QColor(0x3A3B40) : QColor(0xFFFFFF));
  p.setColor(QPalette::Midlight, dark ? QColor(0x303136) : QColor(0xEDEDEF));
  p.setColor(QPalette::Mid, dark ? QColor(0x3C3D42) : QColor(0xCFCFD3));
  p.setColor(QPalette::Dark, dark ? QColor(0x121315) : QColor(0xB4B4B9));
  p.setColor(QPalette::Shadow, dark ? QColor(0x0A0A0B) : QColor(0x8C8C91));
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    p.setColor(QPalette::Disabled, role, blend(text, window, 0.6));
  }
  p.setColor(QPalette::Disabled, QPalette::Highlight, blend(accent, window, 0.6));
  p.setColor(QPalette::Disabled, QPalette::HighlightedText, blend(text, window, 0.3));
  return p;
}

// Returns a style sheet that flattens Fusion: one corner radius, one accent colour, hairlines
// instead of relief. Fusion takes everything else from the palette.
QString style_sheet(const QPalette& p) {
  const auto hex = [](const QColor& c) { return c.name(QColor::HexRgb); };
  const QColor text = p.color(QPalette::WindowText), window = p.color(QPalette::Window);
  QString sheet = QStringLiteral(R"(
QToolTip { color: @tip-text; background: @tip; border: 1px solid @tip; padding: 4px 6px; }
QToolBar { border: none; spacing: 4px; padding: 4px 8px; background: @window; }
QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 4px 8px; background: transparent; }
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:checked { background: @press; }
QToolButton:focus { border-color: @accent; }
QToolButton:disabled { color: @dim; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton[popupMode="1"] { padding-right: 24px; }
QToolButton::menu-button { border: none; width: 20px; }
QToolButton::menu-arrow { image: url(:/fidoscope/icons/style-down.svg); width: 14px; }
QPushButton { border: 1px solid @line; border-radius: 6px; padding: 5px 14px; background: @button; }
QPushButton:hover { background: @button-hover; }
QPushButton:pressed { background: @press; }
QPushButton:focus { border-color: @accent; }
QPushButton:default { color: #FFFFFF; background: @accent; border-color: @accent; }
QPushButton:default:hover { background: @accent-hover; }
QPushButton:disabled { color: @dim; background: @window; border-color: @line; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: @press; }
QStatusBar { border: none; }
QStatusBar::item { border: none; }
QLineEdit, QAbstractSpinBox, QComboBox {
  border: 1px solid @line; border-radius: 6px; padding: 4px 8px; background: @button; min-height: 18px; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus { border-color: @accent; }
QComboBox:hover { background: @button-hover; }
QComboBox:disabled, QLineEdit:disabled, QAbstractSpinBox:disabled { color: @dim; background: @window; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow, QAbstractSpinBox::down-arrow {
  image: url(:/fidoscope/icons/style-down.svg); width: 14px; }
QAbstractSpinBox::up-arrow { image: url(:/fidoscope/icons/style-up.svg); width: 14px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 20px; }
QComboBox QAbstractItemView { border: 1px solid @line; background: @base; outline: none; }
QListView, QTreeView, QTableView { border: 1px solid @line; border-radius: 6px; background: @base; }
QListView { padding: 2px; outline: none; }
QListView::item { min-height: 24px; padding: 0 6px; border-radius: 4px; color: @text; }
QListView::item:hover { background: @hover; }
QListView::item:selected { background: @press; color: @text; }
QListView::item:disabled { color: @dim; }
QHeaderView { background: @base; border: none; }
QHeaderView::section { background: @base; color: @text; border: none; padding: 4px 8px; }
QHeaderView::section:vertical:checked { background: @line; }
QHeaderView::section:horizontal { border-bottom: 1px solid @line; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableCornerButton::section { background: @base; border: none; border-bottom: 1px solid @line; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator, QListView::indicator {
  width: 16px; height: 16px; border: 1px solid @mid; border-radius: 4px; background: @button; }
QCheckBox::indicator:focus { border-color: @accent; }
QCheckBox::indicator:checked, QListView::indicator:checked, QCheckBox::indicator:indeterminate {
  background: @accent; border-color: @accent; }
QCheckBox::indicator:checked, QListView::indicator:checked { image: url(:/fidoscope/icons/style-check.svg); }
QCheckBox::indicator:indeterminate { image: url(:/fidoscope/icons/style-dash.svg); }
QCheckBox::indicator:disabled, QListView::indicator:disabled { background: @window; border-color: @line; }
QCheckBox::indicator:checked:disabled, QListView::indicator:checked:disabled, QCheckBox::indicator:indeterminate:disabled {
  background: @mid; border-color: @mid; }
QSlider:horizontal { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @press; }
QSlider::sub-page:horizontal { border-radius: 2px; background: @accent; }
QSlider::sub-page:horizontal:disabled { background: @line; }
QSlider::handle:horizontal {
  width: 14px; height: 14px; margin: -6px 0; border: 1px solid @mid; border-radius: 8px; background: @knob; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { border-color: @accent; }
QProgressBar { border: none; border-radius: 2px; background: @press; min-height: 4px; max-height: 4px; }
QProgressBar::chunk { border-radius: 2px; background: @accent; }
QScrollBar { border: none; background: transparent; width: 10px; height: 10px; margin: 0; }
QScrollBar::handle { border-radius: 3px; margin: 2px; background: @mid; min-width: 24px; min-height: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { border: 1px solid @line; padding: 4px; background: @base; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { color: @text; background: @hover; }
QMenu::item:disabled { color: @dim; }
QMenu::separator { height: 1px; margin: 4px 8px; background: @line; }
)");
  const std::pair<const char*, QColor> variables[] = {
      {"@tip-text", p.color(QPalette::ToolTipText)},
      {"@tip", p.color(QPalette::ToolTipBase)},
      {"@window", window},
      {"@button-hover", blend(p.color(QPalette::Button), text, 0.05)},
      {"@button", p.color(QPalette::Button)},
      {"@base", p.color(QPalette::Base)},
      {"@hover", blend(window, text, 0.07)},
      {"@press", blend(window, text, 0.13)},
      {"@line", hairline_color(p)},
      {"@accent-hover", blend(p.color(QPalette::Highlight), text, 0.15)},
      {"@accent", p.color(QPalette::Highlight)},
      {"@knob", is_dark(p) ? QColor(0xDCDCDF) : QColor(0xFFFFFF)},
      {"@mid", blend(window, text, 0.32)},
      {"@dim", p.color(QPalette::Disabled, QPalette::WindowText)},
      {"@text", text},
  };
  for (const auto& [name, color] : variables) sheet.replace(QLatin1String(name), hex(color));
  return sheet;
}

bool system_is_dark(const QPalette& startup_palette) {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
  const Qt::ColorScheme scheme = QGuiApplication::styleHints()->colorScheme();
  if (scheme != Qt::ColorScheme::Unknown) return scheme == Qt::ColorScheme::Dark;
#endif
  return is_dark(startup_palette);
}

double digit_width(const QFontMetricsF& metrics) {
  double widest = 0;
  for (char c = '0'; c <= '9'; ++c)
    widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(c)));
  return widest;
}

// Calls visit(text, x, width) for every digit and every run of other characters, and returns the
// total width.
template <class Visit>
double for_each_tabular_run(const QFontMetricsF& metrics, const QString& text, Visit visit) {
  const double cell_width = digit_width(metrics);
  double x = 0;
  for (qsizetype i = 0; i < text.size();) {
    qsizetype end = i + 1;
    const bool is_digit = text[i] >= QLatin1Char('0') && text[i] <= QLatin1Char('9');
    while (!is_digit && end < text.size() &&
           !(text[end] >= QLatin1Char('0') && text[end] <= QLatin1Char('9')))
      ++end;
    const QString part = text.mid(i, end - i);
    const double width = is_digit ? cell_width : metrics.horizontalAdvance(part);
    visit(part, is_digit ? x + (cell_width - metrics.horizontalAdvance(part)) / 2 : x, width);
    x += width;
    i = end;
  }
  return x;
}

QFont scaled_font(double factor) {
  QFont font = QApplication::font();
  if (font.pointSizeF() > 0) {
    font.setPointSizeF(font.pointSizeF() * factor);
  } else {
    font.setPixelSize(static_cast<int>(std::lround(font.pixelSize() * factor)));
  }
  return font;
}

}  // namespace

void apply_theme(QApplication& app, Scheme scheme) {
  // The desktop's palette, before the program's own replaces it.
  static const QPalette startup_palette = QApplication::palette();
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
  static Scheme current_scheme = scheme;
  current_scheme = scheme;
  static const bool connected = [] {
    QObject::connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, qApp, [] {
      if (current_scheme == Scheme::system) apply_theme(*qApp, current_scheme);
    });
    return true;
  }();
  Q_UNUSED(connected);
#endif
  const bool dark =
      scheme == Scheme::dark || (scheme == Scheme::system && system_is_dark(startup_palette));
  init_theme_resources();
  const QPalette palette = make_palette(dark);
  static const QStyle* const fusion = QApplication::setStyle(QStringLiteral("Fusion"));
  Q_UNUSED(fusion);
  QApplication::setPalette(palette);
  app.setStyleSheet(style_sheet(palette));
}

bool is_dark(const QPalette& palette) {
  return palette.color(QPalette::Window).lightnessF() <
         palette.color(QPalette::WindowText).lightnessF();
}

QColor keep_color(const QPalette& palette) {
  return is_dark(palette) ? QColor(0x4AA8E0) : QColor(kKeep);
}
QColor drop_color(const QPalette& palette) {
  return is_dark(palette) ? QColor(0xF0B12E) : QColor(0xC98500);
}

QColor run_color(const QPalette& palette, std::size_t run) {
  static const QRgb light[kRunColors] = {0xFF1D1E20, 0xFF009E73, 0xFFD55E00, 0xFFB85C93},
                    dark[kRunColors] = {0xFFE8E8EA, 0xFF2BC79B, 0xFFF0803C, 0xFFDE9AC2};
  return {(is_dark(palette) ? dark : light)[run % kRunColors]};
}

QColor muted_text_color(const QPalette& palette) {
  return blend(palette.color(QPalette::Active, QPalette::WindowText),
               palette.color(QPalette::Window), 0.3);
}

QColor hairline_color(const QPalette& palette) {
  return blend(palette.color(QPalette::Window),
               palette.color(QPalette::Active, QPalette::WindowText), 0.16);
}

QColor stage_color(const QPalette& palette) {
  return is_dark(palette) ? QColor(0x161719) : QColor(0xE9E9EB);
}

QFont small_font() { return scaled_font(0.87); }
QFont body_font() { return QApplication::font(); }
QFont large_font() { return scaled_font(1.9); }

double tabular_width(const QFont& font, const QString& text) {
  return for_each_tabular_run(QFontMetricsF(font), text, [](const QString&, double, double) {});
}

void draw_tabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment,
                  const QString& text) {
  const QFontMetricsF metrics(painter.font());
  const double width = for_each_tabular_run(metrics, text, [](const QString&, double, double) {});
  double left = rect.left();
  if (alignment & Qt::AlignRight) left = rect.right() - width;
  if (alignment & Qt::AlignHCenter) left = rect.center().x() - width / 2;
  double baseline = rect.top() + metrics.ascent();
  if (alignment & Qt::AlignBottom) baseline = rect.bottom() - metrics.descent();
  if (alignment & Qt::AlignVCenter)
    baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
  // Round to whole pixels: glyphs at fractional positions look unevenly bold.
  const QPointF origin(std::round(left), std::round(baseline));
  for_each_tabular_run(metrics, text, [&](const QString& part, double x, double) {
    painter.drawText(origin + QPointF(x, 0), part);
  });
}

QString format_probability(double probability) {
  return std::isnan(probability) ? QStringLiteral("\u2014") : QString::number(probability, 'f', 3);
}

QString format_percent(double fraction) {
  if (std::isnan(fraction)) return QStringLiteral("\u2014");
  const double percent = fraction * 100;
  const double size = std::abs(percent);
  // The limit is 9.95 and not 10, so that a value that rounds to two digits before the decimal
  // point has none after it.
  int decimals = 0;
  if (size > 0 && size < 9.95) decimals = size >= 0.095 ? 1 : 2;
  return QStringLiteral("%1\u2009%").arg(percent, 0, 'f', decimals);
}

NumberLabel::NumberLabel(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void NumberLabel::setText(const QString& text) {
  if (text == text_) return;
  const double previous_width = tabular_width(font(), text_);
  text_ = text;
  setAccessibleName(text);
  if (widest_.isEmpty() && std::abs(tabular_width(font(), text) - previous_width) > 0.5)
    updateGeometry();
  update();
}

void NumberLabel::setAlignment(Qt::Alignment alignment) {
  alignment_ = alignment;
  update();
}

void NumberLabel::setWidestText(const QString& text) {
  widest_ = text;
  updateGeometry();
}

void NumberLabel::setMuted(bool muted) {
  muted_ = muted;
  update();
}

QSize NumberLabel::sizeHint() const {
  const double width = std::max(tabular_width(font(), text_), tabular_width(font(), widest_));
  return {static_cast<int>(std::ceil(width)) + 1,
          static_cast<int>(std::ceil(QFontMetricsF(font()).height()))};
}

QSize NumberLabel::minimumSizeHint() const { return sizeHint(); }

void NumberLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setFont(font());
  painter.setPen(muted_ ? muted_text_color(palette()) : palette().color(foregroundRole()));
  draw_tabular(painter, QRectF(rect()), alignment_, text_);
}

void NumberLabel::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu(this);
  menu.addAction(icon(QStringLiteral("copy")), tr("Copy"), this,
                 [this] { QApplication::clipboard()->setText(text_); });
  menu.exec(event->globalPos());
}

void NumberLabel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) updateGeometry();
  QWidget::changeEvent(event);
}

}  // namespace fido::ui
