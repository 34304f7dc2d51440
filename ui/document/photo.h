// A photo as the window holds it.
#pragma once

#include <QImage>
#include <QString>
#include <memory>

#include "core/image/image.h"

namespace fido::ui {

struct Photo {
  ImagePtr pixels;  // as the engine wants it, at full size
  // RGB32, at most kDisplayEdge on the longer side: painting must not cost more for a larger photo
  QImage display;
  std::string sha256;  // of the file as it was read; empty without one
  QString path;        // empty when it was pasted
  QString name;        // "chelsea.png", "Pasted picture"
};
using PhotoPtr = std::shared_ptr<const Photo>;

inline constexpr int kDisplayEdge = 1600;

// Costs passes over all pixels: not for the GUI thread. An empty `path` is a picture that has no
// file.
PhotoPtr make_photo(Image image, const QString& path, const QString& name);
// Alpha over white, as the file decoder does.
Image flat_image(const QImage& picture);

}  // namespace fido::ui
