// Handles the canvas's mouse, key, gesture and drag events and its context menu.
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDrag>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFutureWatcher>
#include <QGestureEvent>
#include <QMenu>
#include <QMimeData>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QSaveFile>
#include <QStandardPaths>
#include <QTabletEvent>
#include <QTemporaryDir>
#include <QtConcurrent>
#include <cmath>

#include "ui/canvas/canvas_tool.h"
#include "ui/canvas/image_canvas.h"
#include "ui/canvas/view_state.h"
#include "ui/document/text.h"
#include "ui/theme/icons.h"

namespace fido::ui {
namespace {

constexpr double kZoomStep = 1.25;  // factor per wheel notch or key press
constexpr double kPanStep = 48;     // px per key press

QStringList local_files(const QMimeData* data) {
  QStringList paths;
  if (data && data->hasUrls()) {
    for (const QUrl& url : data->urls()) {
      if (url.isLocalFile()) paths << url.toLocalFile();
    }
  }
  return paths;
}

// Writes the whole file or none. Returns an empty string on success, else the reason.
QString write_png(const QImage& image, const QString& path) {
  QSaveFile file(path);
  if (file.open(QIODevice::WriteOnly) && image.save(&file, "PNG") && file.commit()) return {};
  return file.errorString();
}

// A picture that is dragged to another program, as pixels and as a file. The file is written in the
// background, so that the drag does not wait for it; the receiver does.
class PictureMimeData : public QMimeData {
 public:
  PictureMimeData(const QImage& image, const QString& name) : image_(image) {
    // Receivers may copy the file long after the drop, so it is kept until the program ends.
    static QTemporaryDir folder;
    static int number = 0;
    QDir(folder.path()).mkdir(QString::number(++number));
    path_ = QStringLiteral("%1/%2/%3.png").arg(folder.path()).arg(number).arg(name);
    written_ = QtConcurrent::run(write_png, image, path_);
  }

  QStringList formats() const override {
    return {QStringLiteral("text/uri-list"), QStringLiteral("application/x-qt-image")};
  }
  bool hasFormat(const QString& format) const override { return formats().contains(format); }

 protected:
  QVariant retrieveData(const QString& format, QMetaType) const override {
    if (format == QLatin1String("application/x-qt-image")) return image_;
    if (format != QLatin1String("text/uri-list") || !written_.result().isEmpty()) return {};
    return QVariantList{QUrl::fromLocalFile(path_)};
  }

 private:
  QImage image_;
  QString path_;
  QFuture<QString> written_;
};

}  // namespace

bool ImageCanvas::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride &&
      toolHandlesKey(static_cast<QKeyEvent*>(event)->key())) {
    event->accept();
    return true;
  }
  if (event->type() == QEvent::NativeGesture) {
    auto* gesture = static_cast<QNativeGestureEvent*>(event);
    if (gesture->gestureType() == Qt::ZoomNativeGesture) {
      state_->zoomAt(viewport(), photo_.size(), gesture->position(), 1 + gesture->value());
      updateCursor();
      return true;
    }
  }
  if (event->type() == QEvent::Gesture) {
    if (auto* pinch = static_cast<QPinchGesture*>(
            static_cast<QGestureEvent*>(event)->gesture(Qt::PinchGesture))) {
      const QPointF centre = mapFromGlobal(pinch->centerPoint());
      state_->panBy(viewport(), photo_.size(), pinch->centerPoint() - pinch->lastCenterPoint());
      state_->zoomAt(viewport(), photo_.size(), centre, pinch->scaleFactor());
      updateCursor();
      return true;
    }
  }
  return QWidget::event(event);
}

void ImageCanvas::wheelEvent(QWheelEvent* event) {
  const double angle = event->angleDelta().y();  // 120 per notch
  if (photo_.isNull() || angle == 0) {
    event->ignore();
    return;
  }
  state_->zoomAt(viewport(), photo_.size(), event->position(), std::pow(kZoomStep, angle / 120));
  updateCursor();
  hover(event->position());
  event->accept();
}

void ImageCanvas::mousePressEvent(QMouseEvent* event) {
  if (photo_.isNull()) return QWidget::mousePressEvent(event);
  press_ = last_ = event->position();
  const bool left = event->button() == Qt::LeftButton;
  if (left && toolActive()) {
    drag_ = Drag::tool;
    tool_->press(fraction(press_), event->modifiers(), 1);
  } else if (event->button() == Qt::MiddleButton || (left && (space_held_ || !state_->isFit()))) {
    drag_ = Drag::pan;
  } else if (left && imageRect().contains(press_)) {
    drag_ = Drag::undecided;
  }
  updateCursor();
}

void ImageCanvas::mouseMoveEvent(QMouseEvent* event) {
  if (drag_ == Drag::pan) panTo(event->position());
  if (drag_ == Drag::tool)
    tool_->move(fraction(event->position()), event->modifiers(), 1);
  else if (toolActive())
    tool_->hover(fraction(event->position()));
  if (drag_ == Drag::undecided &&
      (event->position() - press_).manhattanLength() >= QApplication::startDragDistance()) {
    drag_ = Drag::none;
    const double ratio = devicePixelRatioF();
    QPixmap thumbnail = QPixmap::fromImage(
        picture().scaled(QSize(128, 128) * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    thumbnail.setDevicePixelRatio(ratio);
    startDrag(makeMimeData(), thumbnail);
  }
  hover(event->position());
}

void ImageCanvas::mouseReleaseEvent(QMouseEvent* event) {
  if (drag_ == Drag::tool) tool_->release(fraction(event->position()));
  drag_ = Drag::none;
  updateCursor();
  QWidget::mouseReleaseEvent(event);
}

void ImageCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && toolActive()) {
    drag_ = Drag::tool;
    tool_->doublePress(fraction(event->position()));
  } else if (event->button() == Qt::LeftButton) {
    state_->fit();
  }
  updateCursor();
}

// Handles a stylus as a mouse with pressure. Qt turns ignored tablet events into mouse events.
void ImageCanvas::tabletEvent(QTabletEvent* event) {
  const bool is_for_tool =
      !photo_.isNull() &&
      (drag_ == Drag::tool ||
       (toolActive() && event->type() == QEvent::TabletPress && event->button() == Qt::LeftButton));
  if (!is_for_tool) {
    event->ignore();
    return;
  }
  const QPointF position = fraction(event->position());
  if (event->type() == QEvent::TabletPress) {
    drag_ = Drag::tool;
    tool_->press(position, event->modifiers(), event->pressure());
  } else if (event->type() == QEvent::TabletMove) {
    tool_->move(position, event->modifiers(), event->pressure());
  } else if (event->type() == QEvent::TabletRelease) {
    drag_ = Drag::none;
    tool_->release(position);
    updateCursor();
  }
  event->accept();
}

bool ImageCanvas::toolActive() const {
  return tool_ && tool_->isActive() && !space_held_ && !photo_.isNull();
}

bool ImageCanvas::toolHandlesKey(int key) const {
  return tool_ && tool_->isActive() && !photo_.isNull() && tool_->handlesKey(key);
}

QPointF ImageCanvas::fraction(QPointF position) const {
  return state_->toFraction(viewport(), photo_.size(), position);
}

void ImageCanvas::setTool(CanvasTool* tool) {
  tool_ = tool;
  updateCursor();
  update();
}

void ImageCanvas::panTo(QPointF position) {
  state_->panBy(viewport(), photo_.size(), position - last_);
  last_ = position;
}

void ImageCanvas::hover(QPointF position) {
  const QPointF fraction = state_->toFraction(viewport(), photo_.size(), position);
  const bool inside = !photo_.isNull() && viewport().contains(position) && fraction.x() >= 0 &&
                      fraction.x() < 1 && fraction.y() >= 0 && fraction.y() < 1;
  if (inside) emit pixelHovered(fraction);
  if (!inside && hovering_) emit pixelHovered({-1, -1});
  hovering_ = inside;
}

void ImageCanvas::leaveEvent(QEvent* event) {
  if (hovering_) emit pixelHovered({-1, -1});
  hovering_ = false;
  if (tool_) tool_->leave();
  QWidget::leaveEvent(event);
}

void ImageCanvas::updateCursor() {
  if (drag_ == Drag::pan) {
    setCursor(Qt::ClosedHandCursor);
  } else if (toolActive()) {
    setCursor(Qt::CrossCursor);
  } else if (!photo_.isNull() && (space_held_ || !state_->isFit())) {
    setCursor(Qt::OpenHandCursor);
  } else {
    unsetCursor();
  }
}

void ImageCanvas::keyPressEvent(QKeyEvent* event) {
  if (photo_.isNull()) return QWidget::keyPressEvent(event);
  const QRectF view = viewport();
  const auto pan = [&](double x, double y) {
    state_->panBy(view, photo_.size(), {x * kPanStep, y * kPanStep});
  };
  if (toolHandlesKey(event->key())) return tool_->pressKey(event->key());
  if (event->matches(QKeySequence::Copy)) return copyPicture();
  switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      state_->zoomBy(kZoomStep);
      break;
    case Qt::Key_Minus:
      state_->zoomBy(1 / kZoomStep);
      break;
    case Qt::Key_0:
      state_->fit();
      break;
    case Qt::Key_Left:
      pan(1, 0);
      break;
    case Qt::Key_Right:
      pan(-1, 0);
      break;
    case Qt::Key_Up:
      pan(0, 1);
      break;
    case Qt::Key_Down:
      pan(0, -1);
      break;
    case Qt::Key_Space:
      if (!event->isAutoRepeat()) space_held_ = true;
      break;
    default:
      return QWidget::keyPressEvent(event);
  }
  updateCursor();
}

void ImageCanvas::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_Space || event->isAutoRepeat())
    return QWidget::keyReleaseEvent(event);
  space_held_ = false;
  updateCursor();
}

void ImageCanvas::focusInEvent(QFocusEvent* event) {
  focus_by_key_ =
      event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
  QWidget::focusInEvent(event);
}

void ImageCanvas::focusOutEvent(QFocusEvent* event) {
  space_held_ = false;  // another widget will receive the release of the key
  updateCursor();
  QWidget::focusOutEvent(event);
}

void ImageCanvas::contextMenuEvent(QContextMenuEvent* event) {
  if (photo_.isNull()) return QWidget::contextMenuEvent(event);
  QMenu menu(this);
  menu.addAction(icon(QStringLiteral("copy")), tr("Copy picture"), this, &ImageCanvas::copyPicture);
  menu.addAction(icon(QStringLiteral("save")), tr("Save picture…"), this,
                 &ImageCanvas::savePicture);
  menu.addSeparator();
  menu.addAction(icon(QStringLiteral("zoom-fit")), tr("Fit to window"), this,
                 [this] { state_->fit(); })
      ->setEnabled(!state_->isFit());
  menu.exec(event->globalPos());
}

void ImageCanvas::copyPicture() {
  if (!photo_.isNull()) QApplication::clipboard()->setImage(picture());
}

void ImageCanvas::savePicture() {
  if (photo_.isNull()) return;
  const QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
  auto* dialog = new QFileDialog(this, tr("Save picture"), folder, tr("PNG image (*.png)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("png"));
  dialog->selectFile(pictureName() + QStringLiteral(".png"));
  // Save the picture as it was when the dialog was opened, even if a run continues behind it.
  connect(dialog, &QFileDialog::filesSelected, this,
          [this, image = picture()](const QStringList& paths) {
            const QString path = chosen_path(paths);
            auto* watcher = new QFutureWatcher<QString>(this);
            connect(watcher, &QFutureWatcher<QString>::finished, this, [this, watcher, path] {
              const QString reason = watcher->result();
              watcher->deleteLater();
              if (reason.isEmpty()) {
                emit pictureSaved(path);
              } else {
                emit pictureFailed(
                    tr("%1 could not be written: %2. Choose another folder.").arg(path, reason));
              }
            });
            watcher->setFuture(QtConcurrent::run(write_png, image, path));
          });
  dialog->open();
}

QString ImageCanvas::pictureName() const {
  return picture_name_.isEmpty() ? tr("fidoscope") : picture_name_;
}

QMimeData* ImageCanvas::makeMimeData() const {
  return new PictureMimeData(picture(), pictureName());
}

void ImageCanvas::startDrag(QMimeData* mime, const QPixmap& thumbnail) {
  auto* drag = new QDrag(this);  // deleted by Qt
  drag->setMimeData(mime);
  drag->setPixmap(thumbnail);
  drag->exec(Qt::CopyAction);
  // The drag has consumed the mouse release.
  drag_ = Drag::none;
  updateCursor();
}

void ImageCanvas::dragEnterEvent(QDragEnterEvent* event) {
  // Refuse this window's own pictures: one of them would replace the photo that it was made from.
  if (event->source() || local_files(event->mimeData()).isEmpty()) return;
  event->acceptProposedAction();
  drop_hint_ = true;
  update();
}

void ImageCanvas::dragLeaveEvent(QDragLeaveEvent*) {
  drop_hint_ = false;
  update();
}

void ImageCanvas::dropEvent(QDropEvent* event) {
  drop_hint_ = false;
  update();
  const QStringList paths = local_files(event->mimeData());
  if (paths.isEmpty()) return;
  event->acceptProposedAction();
  emit fileDropped(paths);
}

}  // namespace fido::ui
