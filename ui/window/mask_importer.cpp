#include "ui/window/mask_importer.h"

#include <QFileInfo>
#include <QPushButton>
#include <QSlider>
#include <algorithm>
#include <cmath>

#include "core/image/codec.h"
#include "ui/document/document.h"
#include "ui/document/text.h"
#include "ui/panels/banner.h"
#include "ui/theme/theme.h"
#include "ui/window/edit_actions.h"
#include "ui/window/file_dialogs.h"

namespace fido::ui {
namespace {

// Returns whether the mask has more greys than anti-aliased edges and JPEG noise leave in a black
// and white picture.
bool has_greys(const QImage& mask) {
  constexpr int kBlack = 24, kWhite = 255 - kBlack;
  constexpr double kMaxGrayShare = 0.002;
  qint64 greys = 0;
  for (int y = 0; y < mask.height(); ++y)
    greys += std::count_if(mask.constScanLine(y), mask.constScanLine(y) + mask.width(),
                           [](uchar v) { return v > kBlack && v < kWhite; });
  return static_cast<double>(greys) > kMaxGrayShare * mask.width() * mask.height();
}

// Keeps the pixels that are at least as light as `percent` of white.
QImage apply_threshold(QImage mask, int percent) {
  for (int y = 0; y < mask.height(); ++y)
    for (uchar *v = mask.scanLine(y), *end = v + mask.width(); v != end; ++v)
      *v = *v * 100 >= percent * 255 ? Masks::kKept : Masks::kDropped;
  return mask;
}

}  // namespace

MaskImporter::MaskImporter(Document& document, const EditActions& actions, FileDialogs& dialogs,
                           Banner& banner, QObject* parent)
    : QObject(parent), document_(document), dialogs_(dialogs), banner_(banner) {
  connect(&actions, &EditActions::loadRequested, this, [this] {
    dialogs_.openFile(FolderKind::masks, tr("Load mask"),
                      tr("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)"),
                      [this](const QString& path) { load(path); });
  });
  connect(&actions, &EditActions::pasted, this, [this](const QImage& picture) {
    add(tr("Paste mask"), document_.masks().unusedName(), picture);
  });
  connect(&actions, &EditActions::refused, this,
          [this](const QString& reason) { banner_.showInfo(reason); });
}

void MaskImporter::load(const QString& path) {
  const auto mask = load_mask(to_path(path));
  if (!mask) return banner_.showError(qstr(mask.error().message));
  QImage gray(mask->width, mask->height, QImage::Format_Grayscale8);
  for (int y = 0; y < mask->height; ++y)
    for (int x = 0; x < mask->width; ++x)
      gray.scanLine(y)[x] = static_cast<uchar>(std::lround(255 * mask->at(x, y)));
  add(tr("Load mask"), QFileInfo(path).completeBaseName(), gray);
}

void MaskImporter::add(const QString& step, const QString& name, const QImage& picture) {
  const QImage gray = picture.convertToFormat(QImage::Format_Grayscale8);
  Masks& masks = document_.masks();
  masks.add(step, name, gray);
  if (masks.mask() && has_greys(gray)) offerThreshold(*masks.mask());
}

// Until a threshold is chosen, the greys make soft edges.
void MaskImporter::offerThreshold(const NamedMask& mask) {
  banner_.showInfo(
      tr("%1 contains greys, where photo and infill are blended. To make it black and white, apply "
         "a threshold:")
          .arg(mask.name));
  auto* level = new QSlider(Qt::Horizontal);
  level->setObjectName(QStringLiteral("cutAt"));
  level->setAccessibleName(tr("Threshold of the mask"));
  level->setToolTip(tr("Pixels at least this light are kept, the others are dropped"));
  level->setRange(1, 100);
  level->setValue(50);
  level->setFixedWidth(20 * kUnit);
  banner_.addControl(level);
  QPushButton* button = banner_.addButton({});
  button->setObjectName(QStringLiteral("cut"));
  const auto show_level = [button](int percent) {
    button->setText(tr("Threshold at %1 %").arg(percent));
  };
  show_level(level->value());
  button->setMinimumWidth(
      button->fontMetrics().horizontalAdvance(tr("Threshold at %1 %").arg(100)) + 4 * kUnit);
  Masks& masks = document_.masks();
  const auto apply = [this, &masks, id = mask.id, gray = mask.pixels](int percent, bool done) {
    if (!masks.mask() || masks.mask()->id != id) return;  // another mask has been selected
    if (!masks.isEditing()) masks.beginEdit(tr("Threshold the mask"), Masks::kKept);
    masks.paintAll(apply_threshold(gray, percent));
    if (done) masks.endEdit();
  };
  connect(&masks, &Masks::currentChanged, button, [this] { banner_.dismiss(); });
  connect(level, &QSlider::valueChanged, this, [apply, show_level, level](int percent) {
    show_level(percent);
    apply(percent, !level->isSliderDown());
  });
  connect(level, &QSlider::sliderReleased, this, [&masks] { masks.endEdit(); });
  connect(button, &QPushButton::clicked, this, [this, apply, level] {
    apply(level->value(), true);
    banner_.dismiss();
  });
}

}  // namespace fido::ui
