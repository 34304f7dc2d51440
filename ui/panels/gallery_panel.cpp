#include "ui/panels/gallery_panel.h"

#include <QHBoxLayout>
#include <QResizeEvent>
#include <QToolButton>
#include <algorithm>

#include "ui/canvas/painting.h"
#include "ui/document/text.h"
#include "ui/engine/gallery.h"
#include "ui/theme/theme.h"

namespace fido::ui {

GalleryPanel::GalleryPanel(Document& document, Gallery& gallery, QWidget* parent)
    : QWidget(parent), document_(document), gallery_(gallery) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kUnit / 2);
  for (const Gallery::Item& item : gallery_.items()) {
    auto* button = new QToolButton;
    button->setObjectName(QStringLiteral("infill-") + qstr(item.infiller->id));
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setFont(small_font());
    button->setCheckable(item.infiller->supports_runs);
    button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    button->setToolTip(item.infiller->supports_runs
                           ? tr("%1 Click to use it.").arg(core_text(item.infiller->description))
                           : core_text(item.infiller->description));
    connect(button, &QToolButton::clicked, this, [this, infiller = item.infiller] {
      if (!infiller->supports_runs) return;
      RunSpec next = document_.spec();
      next.infill = infiller->id;
      document_.setSpec(next);
      refresh();  // a click on the current one does not uncheck it
    });
    row->addWidget(button, 1);
    buttons_.push_back(button);
  }
  setMinimumHeight(12 * kUnit);
  connect(&gallery_, &Gallery::changed, this, &GalleryPanel::refresh);
  connect(&document_, &Document::questionChanged, this, &GalleryPanel::refresh);
  refresh();
}

void GalleryPanel::showEvent(QShowEvent* event) {
  gallery_.setWatched(true);
  QWidget::showEvent(event);
}

void GalleryPanel::hideEvent(QHideEvent* event) {
  gallery_.setWatched(false);
  QWidget::hideEvent(event);
}

void GalleryPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  refresh();
}

void GalleryPanel::refresh() {
  const QRectF part = document_.visiblePart();
  const QSizeF photo = document_.photo() ? QSizeF(document_.photo()->display.size()) : QSizeF(4, 3);
  const QSizeF shape(photo.width() * part.width(), photo.height() * part.height());
  const double ratio = devicePixelRatioF();
  // Leaves space for two lines of text and the padding of the button.
  const QSizeF available(width() / static_cast<double>(buttons_.size()) - 2 * kUnit,
                         height() - 2 * QFontMetricsF(small_font()).height() - 2 * kUnit);
  const QSize pixels =
      (shape.scaled(available.expandedTo({kUnit, kUnit}), Qt::KeepAspectRatio) * ratio)
          .toSize()
          .expandedTo({1, 1});
  for (std::size_t i = 0; i < buttons_.size(); ++i) {
    const Gallery::Item& item = gallery_.items()[i];
    QToolButton* button = buttons_[i];
    QPixmap thumbnail(pixels);
    if (item.picture)
      thumbnail = QPixmap::fromImage(
          to_qimage(*item.picture).scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    else
      thumbnail.fill(stage_color(palette()));
    thumbnail.setDevicePixelRatio(ratio);
    button->setIcon(thumbnail);
    button->setIconSize((QSizeF(pixels) / ratio).toSize());
    // While the picture is stale, its number is not that of the current mask.
    const QString number =
        item.probability && !item.stale ? format_percent(*item.probability) : QStringLiteral("–");
    button->setText(
        QStringLiteral("%1\n%2").arg(escape_mnemonics(core_text(item.infiller->label)), number));
    button->setAccessibleName(QStringLiteral("%1 %2").arg(core_text(item.infiller->label), number));
    button->setChecked(document_.spec().infill == item.infiller->id);
  }
}

}  // namespace fido::ui
