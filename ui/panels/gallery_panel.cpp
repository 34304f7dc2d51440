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
    button->setCheckable(item.infiller->for_runs);
    button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    button->setToolTip(
        item.infiller->for_runs
            ? tr("%1 Click to infill with it.").arg(core_text(item.infiller->description))
            : core_text(item.infiller->description));
    connect(button, &QToolButton::clicked, this, [this, infiller = item.infiller] {
      if (!infiller->for_runs) return;
      RunSpec next = document_.spec();
      next.infill = infiller->id;
      document_.setSpec(next);
      refresh();  // a click on the one in force does not take it away
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
  const QRectF part = document_.seenPart();
  const QSizeF photo = document_.photo() ? QSizeF(document_.photo()->display.size()) : QSizeF(4, 3);
  const QSizeF shape(photo.width() * part.width(), photo.height() * part.height());
  const double ratio = devicePixelRatioF();
  // Two lines of text and the button's padding.
  const QSizeF place(width() / static_cast<double>(buttons_.size()) - 2 * kUnit,
                     height() - 2 * QFontMetricsF(small_font()).height() - 2 * kUnit);
  const QSize room = (shape.scaled(place.expandedTo({kUnit, kUnit}), Qt::KeepAspectRatio) * ratio)
                         .toSize()
                         .expandedTo({1, 1});
  for (std::size_t i = 0; i < buttons_.size(); ++i) {
    const Gallery::Item& item = gallery_.items()[i];
    QToolButton* button = buttons_[i];
    QPixmap thumbnail(room);
    if (item.picture)
      thumbnail = QPixmap::fromImage(
          to_qimage(*item.picture).scaled(room, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    else
      thumbnail.fill(stage(palette()));
    thumbnail.setDevicePixelRatio(ratio);
    button->setIcon(thumbnail);
    button->setIconSize((QSizeF(room) / ratio).toSize());
    // While the mask is ahead of the picture its old number would be read as the new one.
    const QString number =
        item.probability && !item.stale ? format_percent(*item.probability) : QStringLiteral("–");
    button->setText(
        QStringLiteral("%1\n%2").arg(literal_text(core_text(item.infiller->label)), number));
    button->setAccessibleName(QStringLiteral("%1 %2").arg(core_text(item.infiller->label), number));
    button->setChecked(document_.spec().infill == item.infiller->id);
  }
}

}  // namespace fido::ui
