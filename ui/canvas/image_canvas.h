// Shows a picture with map, mask and caption over it; supports zoom, pan, drop and drag-out.
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

// Wheel and pinch zoom at the cursor. A left drag pans when zoomed in, and drags the picture out as
// a PNG when it fits the view. The middle button, or Space with the left one, always pans. A double
// click fits the picture to the view. The keys + and - zoom, 0 fits, the arrows pan, Ctrl+C copies.
class ImageCanvas : public QWidget {
  Q_OBJECT
 public:
  explicit ImageCanvas(QWidget* parent = nullptr);
  ~ImageCanvas() override;

  // A null image shows the placeholder. Map and mask stay, stretched over the new photo.
  void setPhoto(const QImage& photo);
  const QImage& photo() const { return photo_; }

  // Sets the importance map, at any size; an empty plane removes it. `animate` fades over from the
  // previous map: for scrubbing and switching, not for a live run.
  void setMap(const Plane& map, bool animate = false);
  void setMapVisible(bool visible);
  void setMapOpacity(double opacity);
  void setColormap(const QString& name);
  const QString& colormapName() const { return colormap_; }
  double mapOpacity() const { return map_opacity_; }
  // Sets the mask, 1 = kept. Dropped regions are hatched. Set `scattered` for a sampled mask: its
  // single dropped pixels are blanked out instead.
  void setMask(const Plane& mask, bool scattered = false);
  void setMaskVisible(bool visible);
  bool isMapVisible() const { return map_visible_; }
  bool isMaskVisible() const { return mask_visible_; }

  // Sets a painted mask, Grayscale8 at any size over the photo, which replaces the one of
  // setMask(). Null removes it.
  void setPaintedMask(const QImage& mask);
  // Updates the painted mask of which only `part` has changed.
  void updatePaintedMask(const QImage& mask, const QRect& part);
  // Sets thin lines over the photo (superpixels), ARGB32 premultiplied; null removes them.
  void setLines(const QImage& lines);
  // Sets the tool, which is not owned; null removes it. While the tool is active it receives the
  // left button, and Space with the left button pans.
  void setTool(CanvasTool* tool);

  // The legend is a strip under the picture that explains the colours. A footer text takes the same
  // space in the neighbouring view, so that both pictures have one size. If both are set, the
  // legend is shown.
  void setLegendVisible(bool visible);
  void setLegendEnds(const LegendEnds& ends);
  void setFooter(const QString& text);

  // Sets the zoom and pan state, which is not owned; null restores the canvas's own.
  void setViewState(ViewState* state);
  ViewState* viewState() const { return state_; }

  void setCaption(const QString& text);
  // Shown while there is no photo.
  void setPlaceholder(const QString& text);
  // Sets the file name, without ".png", that Save offers and that a dragged-out picture gets.
  void setPictureName(const QString& name);

  // Returns the picture as it is shown (photo, map, hatch), at the photo's own resolution but at
  // least 1024 pixels on the longer side if something lies over the photo. This is what is copied,
  // saved and dragged out.
  QImage picture() const;

  // Return the photo's rectangle, and the one available to it, in widget coordinates.
  QRectF imageRect() const;
  QRectF viewport() const;

  QSize sizeHint() const override { return {480, 480}; }
  QSize minimumSizeHint() const override { return {160, 160}; }

 public slots:
  void copyPicture();
  void savePicture();

 signals:
  // (x, y) is in fractions of the picture, and (-1, -1) when the cursor leaves it.
  void pixelHovered(QPointF image_fraction);
  // `paths` are local files and folders.
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
  // Takes ownership of `mime`. Overridden in tests, because a drag runs its own event loop.
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
  bool toolHandlesKey(int key) const;
  QPointF fraction(QPointF position) const;
  QString pictureName() const;
  QMimeData* makeMimeData() const;

  ViewState* own_state_;
  ViewState* state_;

  QImage photo_;
  std::shared_ptr<const std::vector<QImage>> pyramid_;
  // The whole photo at its size on the screen, so that a pan only copies it. Made when a size is
  // painted for the second time.
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
  QImage blanked_mask_;  // of a scattered mask, at its own size
  QImage hatch_;         // of any other mask, at the screen's resolution
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
