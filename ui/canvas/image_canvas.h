// One picture with what lies over it: map, mask, caption; zoom, pan, drop, drag out.
#pragma once

#include <QImage>
#include <QPixmap>
#include <QString>
#include <QStringList>
#include <QWidget>
#include <memory>
#include <vector>

#include "core/image/image.h"
#include "ui/canvas/mask_overlay.h"
#include "ui/canvas/painting.h"

class QMimeData;
class QVariantAnimation;

namespace fido::ui {

class CanvasTool;
class ViewState;

// Wheel and pinch zoom at the cursor. Left drag: pans when zoomed in, drags the picture out as a
// PNG when at fit. Middle button, or Space with the left one, always pans. Double click: fit. Keys:
// + - 0 and the arrows; Ctrl+C copies.
class ImageCanvas : public QWidget {
  Q_OBJECT
 public:
  explicit ImageCanvas(QWidget* parent = nullptr);
  ~ImageCanvas() override;

  // A null image shows the placeholder. Map and mask stay; they stretch over whatever photo there
  // is.
  void setPhoto(const QImage& photo);
  const QImage& photo() const { return photo_; }

  // Any size. An empty plane takes it away. `animate` fades from the one before (scrubbing,
  // switching; not for a live run).
  void setMap(const Plane& map, bool animate = false);
  void setMapVisible(bool visible);
  void setMapOpacity(double opacity);
  void setColormap(const QString& name);
  const QString& colormapName() const { return colormap_; }
  double mapOpacity() const { return map_opacity_; }
  // 1 = kept. Dropped regions are hatched; scattered dropped pixels, as a drawn mask has them, are
  // blanked out.
  void setMask(const Plane& mask, bool scattered = false);
  void setMaskVisible(bool visible);
  bool isMapVisible() const { return map_visible_; }
  bool isMaskVisible() const { return mask_visible_; }

  // A mask painted by hand, Grayscale8 at any size over the photo; it takes the place of setMask's.
  // Null takes it away.
  void setPaintedMask(const QImage& mask);
  // Only `part` of it has changed.
  void updatePaintedMask(const QImage& mask, const QRect& part);
  // Thin lines over the photo (superpixels), ARGB32 premultiplied; null: none.
  void setLines(const QImage& lines);
  // Not owned; null: none. While it is active the left button is its, and Space with it pans.
  void setTool(CanvasTool* tool);

  // A strip under the picture that names the colours. A footer text takes the same room in the view
  // beside it, so that both pictures keep one size; a legend goes before a text.
  void setLegendVisible(bool visible);
  void setLegendEnds(const LegendEnds& ends);
  void setFooter(const QString& text);

  // Not owned. Each canvas starts with its own.
  void setViewState(ViewState* state);
  ViewState* viewState() const { return state_; }

  void setCaption(const QString& text);
  // Shown while there is no photo.
  void setPlaceholder(const QString& text);
  // The file name offered by Save and given to what is dragged out, without ".png".
  void setPictureName(const QString& name);

  // The picture as seen (photo, map, hatch) at the photo's own resolution: what is copied, saved
  // and dragged out.
  QImage picture() const;

  // Where the photo lies and may lie, in widget coordinates.
  QRectF imageRect() const;
  QRectF viewport() const;

  QSize sizeHint() const override { return {480, 480}; }
  QSize minimumSizeHint() const override { return {160, 160}; }

 public slots:
  void copyPicture();
  void savePicture();

 signals:
  // (x, y) in fractions of the picture; (-1, -1) when the cursor leaves it.
  void pixelHovered(QPointF image_fraction);
  // Local files and folders.
  void fileDropped(const QStringList& paths);
  void pictureSaved(const QString& path);
  void pictureFailed(const QString& message);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool event(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void tabletEvent(QTabletEvent* event) override;
  // Takes `mime` over. Overridden in tests: a drag runs its own event loop.
  virtual void startDrag(QMimeData* mime, const QPixmap& thumbnail);

 private:
  enum class Drag { none, undecided, pan, tool };

  void adoptPyramid(const std::shared_ptr<const std::vector<QImage>>& pyramid, qint64 key);
  void renderMap();
  QRectF snappedRect() const;
  void paintLayers(QPainter& painter);
  void paintFrame(QPainter& painter);
  void panTo(QPointF position);
  void hover(QPointF position);
  void updateCursor();
  bool toolActive() const;
  bool toolWantsKey(int key) const;
  QPointF fraction(QPointF position) const;
  QString pictureName() const;
  QMimeData* makeMimeData() const;

  ViewState* own_state_;
  ViewState* state_;

  QImage photo_;
  std::shared_ptr<const std::vector<QImage>> pyramid_;
  // The whole photo at the size on the screen, so that a pan is a copy. Made when a size is painted
  // for the second time.
  QPixmap scaled_photo_;
  QSize last_size_;

  Plane map_;
  QImage rendered_map_, previous_map_;
  QVariantAnimation* fade_;
  double fade_in_ = 1;
  bool map_visible_ = true;
  double map_opacity_ = 0.8;
  QString colormap_ = QStringLiteral("cividis");

  Plane mask_;
  bool mask_visible_ = true;
  QImage blanks_;  // of a scattered mask, at its own size
  QImage hatch_;   // of another, at the screen's
  QRectF hatch_target_;
  MaskOverlay painted_;
  QImage lines_;
  CanvasTool* tool_ = nullptr;

  bool legend_visible_ = false;
  LegendEnds legend_ends_;
  QString caption_, footer_, placeholder_text_, picture_name_;

  Drag drag_ = Drag::none;
  QPointF press_, last_;
  bool space_held_ = false, hovering_ = false, drop_hint_ = false, focus_by_key_ = false;
};

}  // namespace fido::ui
