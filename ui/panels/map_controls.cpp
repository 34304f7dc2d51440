#include "ui/panels/map_controls.h"

#include <QActionGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QPixmap>
#include <QSettings>
#include <QSlider>
#include <QToolButton>
#include <algorithm>

#include "core/image/colormap.h"
#include "core/run/methods.h"
#include "ui/canvas/image_canvas.h"
#include "ui/document/document.h"
#include "ui/document/text.h"
#include "ui/panels/section.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

constexpr int kOpacity = 80;  // percent, as in the saved overlay
const QString kOpacityKey = QStringLiteral("map/opacity"),
              kColormapKey = QStringLiteral("map/colors"),
              kLikeliestKey = QStringLiteral("map/likeliestMask");

constexpr int kSwatchWidth = 9 * kUnit;  // of the box without the name of the colour map

QIcon make_swatch(const std::string& name) {
  const ColorTable& table = colormap(name);
  QImage strip(256, 1, QImage::Format_RGB32);
  for (int i = 0; i < 256; ++i) {
    const auto& c = table[static_cast<std::size_t>(i)];
    strip.setPixel(i, 0, qRgb(c[0], c[1], c[2]));
  }
  return QIcon(QPixmap::fromImage(strip.scaled(64, 24)));
}

QToolButton* make_toggle(const QString& text, const QString& tip) {
  auto* button = new QToolButton;
  button->setText(text);
  button->setToolTip(tip);
  button->setCheckable(true);
  return button;
}

}  // namespace

MapControls::MapControls(Document& document, ImageCanvas& canvas, QWidget* parent)
    : QWidget(parent), document_(document), canvas_(canvas) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kUnit);
  map_ = make_toggle(tr("Map"), tr("Show the map: how much each part matters (M)"));
  map_->setObjectName(QStringLiteral("showMap"));
  mask_ = make_toggle(tr("Mask"), {});
  mask_->setObjectName(QStringLiteral("showMask"));
  addMapMenu();
  addMaskMenu();
  opacity_ = new QSlider(Qt::Horizontal);
  opacity_->setObjectName(QStringLiteral("opacity"));
  opacity_->setRange(0, 100);
  opacity_->setMinimumWidth(6 * kUnit);
  opacity_->setMaximumWidth(20 * kUnit);
  opacity_->setToolTip(tr("Opacity of the map"));
  auto* label = new MutedLabel(tr("Opacity"));
  label->setFont(small_font());
  label->setBuddy(opacity_);
  opacity_label_ = label;
  colormap_ = new QComboBox;
  colormap_->setObjectName(QStringLiteral("colormap"));
  colormap_->setToolTip(tr("Colour map (perceptually uniform)"));
  colormap_->setIconSize({32, 12});
  colormap_->setMinimumWidth(kSwatchWidth);
  for (const std::string& name : colormap_names())
    colormap_->addItem(make_swatch(name), qstr(name));
  row->addWidget(map_);
  row->addWidget(mask_);
  row->addWidget(label);
  row->addWidget(opacity_, 1);
  row->addStretch();
  row->addWidget(colormap_);

  connect(map_, &QToolButton::toggled, this, [this](bool on) {
    canvas_.setMapVisible(on);
    emit changed();
  });
  connect(mask_, &QToolButton::toggled, this, [this](bool on) {
    canvas_.setMaskVisible(on);
    emit changed();
  });
  connect(opacity_, &QSlider::valueChanged, this,
          [this](int percent) { canvas_.setMapOpacity(percent / 100.0); });
  connect(colormap_, &QComboBox::currentTextChanged, this,
          [this](const QString& name) { canvas_.setColormap(name); });
  map_->setChecked(true);
  canvas_.setMapVisible(true);
  canvas_.setMaskVisible(false);
  opacity_->setValue(std::clamp(QSettings().value(kOpacityKey, kOpacity).toInt(), 0, 100));
  colormap_->setCurrentText(QSettings().value(kColormapKey, colormap_->currentText()).toString());
  canvas_.setColormap(colormap_->currentText());
  connect(opacity_, &QSlider::valueChanged, this,
          [](int percent) { QSettings().setValue(kOpacityKey, percent); });
  connect(colormap_, &QComboBox::currentTextChanged, this,
          [](const QString& name) { QSettings().setValue(kColormapKey, name); });
}

void MapControls::addMapMenu() {
  auto* menu = new QMenu(map_);
  menu->setToolTipsVisible(true);
  auto* kinds = new QActionGroup(menu);
  importance_ = menu->addAction(tr("Importance"));
  importance_->setToolTip(
      tr("How much each part matters: 1 − θ where parts are kept (SSR), θ where they are dropped "
         "(SDR)"));
  uncertainty_ = menu->addAction(tr("Uncertainty"));
  uncertainty_->setObjectName(QStringLiteral("uncertainty"));
  uncertainty_->setToolTip(
      tr("θ(1 − θ), the variance of a pixel in the sampled masks: where the run is undecided"));
  for (QAction* kind : {importance_, uncertainty_}) {
    kind->setCheckable(true);
    kinds->addAction(kind);
  }
  importance_->setChecked(true);
  map_->setMenu(menu);
  map_->setPopupMode(QToolButton::MenuButtonPopup);
  connect(kinds, &QActionGroup::triggered, this, [this] {
    map_->setChecked(true);
    emit changed();
  });
}

bool MapControls::isUncertaintyShown() const { return uncertainty_->isChecked(); }

void MapControls::addMaskMenu() {
  auto* menu = new QMenu(mask_);
  menu->setToolTipsVisible(true);
  auto* kinds = new QActionGroup(menu);
  sampled_ = menu->addAction(tr("Mask sampled from the map"));
  sampled_->setObjectName(QStringLiteral("drawnMask"));
  sampled_->setToolTip(
      tr("Each pixel is dropped with probability θ, as in the steps of the run and in the "
         "marginal confidence"));
  map_estimate_ = menu->addAction(tr("Most likely mask"));
  map_estimate_->setObjectName(QStringLiteral("likeliestMask"));
  map_estimate_->setToolTip(tr("MAP estimate: dropped where θ is above one half"));
  for (QAction* kind : {sampled_, map_estimate_}) {
    kind->setCheckable(true);
    kinds->addAction(kind);
  }
  mask_->setMenu(menu);
  mask_->setPopupMode(QToolButton::MenuButtonPopup);
  connect(kinds, &QActionGroup::triggered, this, [this](const QAction* kind) {
    document_.setMaskKind(kind == map_estimate_ ? MaskKind::map_estimate : MaskKind::sampled);
    QSettings().setValue(kLikeliestKey, kind == map_estimate_);
  });
  if (QSettings().value(kLikeliestKey).toBool()) document_.setMaskKind(MaskKind::map_estimate);
  connect(&document_, &Document::maskKindChanged, this, &MapControls::refreshMaskKind);
  connect(&document_, &Document::questionChanged, this, &MapControls::refreshMaskKind);
  connect(&document_, &Document::runChanged, this, &MapControls::refreshMaskKind);
  refreshMaskKind();
}

void MapControls::refreshMaskKind() {
  const bool is_sampled = document_.maskKind() == MaskKind::sampled;
  (is_sampled ? sampled_ : map_estimate_)->setChecked(true);
  const MethodInfo* method =
      find_method(document_.run() ? document_.run()->spec.method : document_.spec().method);
  sampled_->setEnabled(!method || method->samples_masks);
  mask_->setToolTip(
      is_sampled ? tr("Blank out what is dropped: a mask sampled from the map (K)")
                 : tr("Hatch what is dropped: where the drop probability θ is above one half (K)"));
}

QSize MapControls::minimumSizeHint() const {
  const QSize size = QWidget::minimumSizeHint();
  const int label = opacity_label_->isHidden() ? 0 : opacity_label_->sizeHint().width() + kUnit;
  return {size.width() - label, size.height()};
}

void MapControls::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  // A small window hides texts, so that both pictures keep the same size: first the label of the
  // slider, then the name of the colour map.
  const int width_with_name =
      minimumSizeHint().width() + colormap_->sizeHint().width() - kSwatchWidth;
  colormap_->setMaximumWidth(width() >= width_with_name ? QWIDGETSIZE_MAX : kSwatchWidth);
  opacity_label_->setVisible(width() >=
                             width_with_name + opacity_label_->sizeHint().width() + kUnit);
}

void MapControls::setMapShown(bool shown) { map_->setChecked(shown); }
void MapControls::setMaskShown(bool shown) { mask_->setChecked(shown); }
bool MapControls::isMapShown() const { return map_->isChecked(); }
bool MapControls::isMaskShown() const { return mask_->isChecked(); }

}  // namespace fido::ui
