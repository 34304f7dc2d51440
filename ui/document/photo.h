// The photo that is open in the window.
#pragma once

#include <QImage>
#include <QString>
#include <memory>

#include "core/image/image.h"

namespace fido::ui {

struct Photo {
  ImagePtr pixels;  // at full size, for the engine
  // RGB32, at most kDisplayEdge pixels on the longer side, so that painting does not cost more for
  // a larger photo.
  QImage display;
  std::string sha256;  // of the file as it was read; empty without a file
  QString path;        // empty if the photo was pasted
  QString name;        // "chelsea.png", "Pasted picture"
};
using PhotoPtr = std::shared_ptr<const Photo>;

inline constexpr int kDisplayEdge = 1600;

// Makes a photo of an image. `path` is empty if the image has no file; `name` is made safe as a
// file name. Takes several passes over all pixels, so do not call it on the GUI thread.
PhotoPtr make_photo(Image image, const QString& path, const QString& name);
// Composites a picture with alpha over white, as the file decoder does.
Image flatten_alpha(const QImage& picture);

}  // namespace fido::ui
