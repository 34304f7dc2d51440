#include "ui/document/photo.h"

#include <QPainter>
#include <algorithm>
#include <utility>

#include "ui/canvas/painting.h"

namespace fido::ui {

PhotoPtr make_photo(Image image, const QString& path, const QString& name) {
  auto photo = std::make_shared<Photo>();
  photo->pixels = std::make_shared<const Image>(std::move(image));
  const Image& pixels = *photo->pixels;
  QImage view(pixels.rgb.data(), pixels.width, pixels.height, qsizetype{3} * pixels.width,
              QImage::Format_RGB888);
  if (std::max(view.width(), view.height()) > kDisplayEdge)
    view = view.scaled(kDisplayEdge, kDisplayEdge, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  photo->display = view.convertToFormat(QImage::Format_RGB32);  // copies: `view` borrows the pixels
  photo->path = path;
  photo->name = name;
  return photo;
}

Image flat_image(const QImage& picture) {
  if (!picture.hasAlphaChannel()) return to_image(picture);
  QImage source = picture;
  source.setDevicePixelRatio(1.0);
  QImage flat(source.size(), QImage::Format_RGB32);
  flat.fill(Qt::white);
  QPainter(&flat).drawImage(0, 0, source);
  return to_image(flat);
}

}  // namespace fido::ui
