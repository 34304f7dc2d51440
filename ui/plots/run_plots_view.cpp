// Layout, painting and event handling of the curves; their data is handled in run_plots.cpp.
#include <qcustomplot.h>

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/plots/run_plots.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

int title_height(const QFont& font) {
  return static_cast<int>(std::ceil(QFontMetricsF(font).height())) + kUnit / 2;
}

}  // namespace

void RunPlots::layoutPanels() {
  const QFont small = small_font();
  const QFontMetricsF metrics(small);
  // The label margins are fixed, so that an axis that grows does not move its curve.
  const int left =
      static_cast<int>(std::ceil(tabular_width(small, QStringLiteral("−100")))) + kUnit;
  const int bottom = static_cast<int>(std::ceil(metrics.height())) + kUnit / 2;
  const int right =
      static_cast<int>(std::ceil(metrics.horizontalAdvance(QStringLiteral("1000")) / 2));
  // QCustomPlot omits labels that would extend beyond the plot.
  const int half = static_cast<int>(std::ceil(metrics.height() / 2)) + 1;
  for (Panel& panel : panels_) panel.rect->setMargins({left, half, right, bottom});
  const int top = title_height(small);
  plot_->setGeometry(0, top, std::max(1, width() - legendWidth()), std::max(1, height() - top));
}

void RunPlots::applyTheme() {
  const QPalette p = palette();
  const QColor text = p.color(QPalette::WindowText), muted = muted_text_color(p),
               line = hairline_color(p);
  const QFont small = small_font();
  plot_->setBackground(QBrush(p.color(QPalette::Window)));
  const QColor colors[] = {muted, text, keeps_important_ ? keep_color(p) : drop_color(p)};
  for (std::size_t i = 0; i < panels_.size(); ++i) {
    Panel& panel = panels_[i];
    for (const auto type : {QCPAxis::atBottom, QCPAxis::atLeft}) {
      QCPAxis* axis = panel.rect->axis(type);
      axis->setTickLabelFont(small);
      axis->setTickLabelColor(muted);
      axis->setBasePen(type == QCPAxis::atBottom ? QPen(line, 1) : QPen(Qt::NoPen));
      axis->grid()->setPen(QPen(line, 1, Qt::DotLine));
    }
    panel.graph->setPen(QPen(colors[i], 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    QColor fill = colors[i];
    fill.setAlphaF(0.14F);
    panel.graph->setBrush(i == kAreaPanel ? QBrush(fill) : QBrush(Qt::NoBrush));
    panel.marker->setPen(QPen(muted, 1));
    panel.dot->setPen(QPen(p.color(QPalette::Window), 1.5));
    panel.dot->setBrush(colors[i]);
    for (std::size_t run = 0; run < compared_.size(); ++run)
      compared_[run].graphs[i]->setPen(
          QPen(curveColor(run), 1.6, compared_[run].is_constant ? Qt::DashLine : Qt::SolidLine,
               Qt::RoundCap, Qt::RoundJoin));
  }
  QPen dashes(muted, 1);
  dashes.setDashPattern({4, 4});
  reference_line_->setPen(dashes);
  target_line_->setPen(dashes);
  layoutPanels();
  scheduleReplot();
}

void RunPlots::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const QFont small = small_font();
  painter.setFont(small);
  const fido::Step* step = shownStep();
  const int height = title_height(small);
  for (std::size_t i = 0; i < panels_.size(); ++i) {
    const QRect column = panels_[i].rect->rect();
    const QRectF row(column.left(), 0, column.width(), height);
    painter.setPen(muted_text_color(palette()));
    QString title = panels_[i].title;
    if (i == kScorePanel && target_line_shown_ && step && std::isfinite(step->pixel_price))
      title = tr("%1, at a price of %2 a pixel").arg(title).arg(step->pixel_price, 0, 'g', 2);
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, title);
    if (!step) continue;
    painter.setPen(palette().color(QPalette::WindowText));
    draw_tabular(painter, row, Qt::AlignRight | Qt::AlignVCenter, textOf(i, *step));
  }
  if (!compared_.empty()) paintComparison(painter);
  if (hasFocus() && focus_by_key_) {
    painter.setPen(QPen(keep_color(palette()), 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
  }
}

void RunPlots::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  layoutPanels();
  scheduleReplot();
}

void RunPlots::changeEvent(QEvent* event) {
  const QEvent::Type type = event->type();
  if (type == QEvent::PaletteChange || type == QEvent::FontChange || type == QEvent::StyleChange)
    applyTheme();
  QWidget::changeEvent(event);
}

int RunPlots::panelAt(double x) const {
  for (std::size_t i = 0; i < panels_.size(); ++i) {
    const QRect column = panels_[i].rect->rect();
    // Extend the area beyond both ends, so that the first and the last step are easy to hit.
    if (x >= column.left() - kUnit && x <= column.right() + kUnit) return static_cast<int>(i);
  }
  return -1;
}

int RunPlots::iterationAt(int panel, double x) const {
  const QCPAxis* axis = panels_[static_cast<std::size_t>(panel)].rect->axis(QCPAxis::atBottom);
  return static_cast<int>(std::lround(axis->pixelToCoord(x)));
}

void RunPlots::scrubTo(int iteration) {
  const auto range = iterationRange();
  if (!range) return;
  iteration = std::clamp(iteration, range->first, range->second);
  if (iteration == cursor_) return;
  setCursor(iteration);
  emit scrubbed(iteration);
}

void RunPlots::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  dragged_panel_ = panelAt(event->position().x());
  if (dragged_panel_ >= 0) scrubTo(iterationAt(dragged_panel_, event->position().x()));
}

void RunPlots::mouseMoveEvent(QMouseEvent* event) {
  // A drag stays with the plot in which it began, wherever the cursor moves.
  if (dragged_panel_ >= 0 && (event->buttons() & Qt::LeftButton))
    scrubTo(iterationAt(dragged_panel_, event->position().x()));
}

void RunPlots::mouseReleaseEvent(QMouseEvent* event) {
  dragged_panel_ = -1;
  QWidget::mouseReleaseEvent(event);
}

void RunPlots::keyPressEvent(QKeyEvent* event) {
  const auto range = iterationRange();
  if (!range) return QWidget::keyPressEvent(event);
  const int current = cursor_ < 0 ? range->second : cursor_;
  switch (event->key()) {
    case Qt::Key_Left:
      return scrubTo(current - 1);
    case Qt::Key_Right:
      return scrubTo(current + 1);
    case Qt::Key_PageUp:
      return scrubTo(current - 10);
    case Qt::Key_PageDown:
      return scrubTo(current + 10);
    case Qt::Key_Home:
      return scrubTo(range->first);
    case Qt::Key_End:
      return scrubTo(range->second);
    default:
      QWidget::keyPressEvent(event);
  }
}

void RunPlots::focusInEvent(QFocusEvent* event) {
  focus_by_key_ =
      event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
  QWidget::focusInEvent(event);
}

void RunPlots::focusOutEvent(QFocusEvent* event) {
  update();
  QWidget::focusOutEvent(event);
}

void RunPlots::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu(this);
  menu.addAction(icon(QStringLiteral("copy")), tr("Copy values"), this,
                 [this] { QApplication::clipboard()->setText(toText()); })
      ->setEnabled(iterationRange().has_value());
  menu.addAction(icon(QStringLiteral("camera")), tr("Copy picture"), this,
                 [this] { QApplication::clipboard()->setPixmap(grab()); });
  menu.exec(event->globalPos());
}

}  // namespace fido::ui
