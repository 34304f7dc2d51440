#include "ui/document/photo.h"

#include <QPainter>
#include <algorithm>
#include <utility>

#include "ui/canvas/painting.h"
#include "ui/document/text.h"

namespace fido::ui {

PhotoPtr make_photo(Image image, const QString& path, const QString& name) {
  auto photo = std::make_shared<Photo>();
  photo->pixels = std::make_shared<const Image>(std::move(image));
  const Image& pixels = *photo->pixels;
  QImage display(pixels.rgb.data(), pixels.width, pixels.height, qsizetype{3} * pixels.width,
                 QImage::Format_RGB888);
  if (std::max(display.width(), display.height()) > kDisplayEdge)
    display =
        display.scaled(kDisplayEdge, kDisplayEdge, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  // convertToFormat() copies; `display` itself only borrows the pixels.
  photo->display = display.convertToFormat(QImage::Format_RGB32);
  photo->path = path;
  photo->name = safe_file_name(name);
  return photo;
}

Image flatten_alpha(const QImage& picture) {
  if (!picture.hasAlphaChannel()) return to_image(picture);
  QImage source = picture;
  source.setDevicePixelRatio(1.0);
  QImage flattened(source.size(), QImage::Format_RGB32);
  flattened.fill(Qt::white);
  QPainter(&flattened).drawImage(0, 0, source);
  return to_image(flattened);
}

}  // namespace fido::ui
