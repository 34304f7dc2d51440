// What is drawn over the photo, and how.
#pragma once

#include <QWidget>

class QComboBox;
class QSlider;
class QToolButton;

namespace fido::ui {

class ImageCanvas;

class MapControls : public QWidget {
  Q_OBJECT
 public:
  explicit MapControls(ImageCanvas& canvas, QWidget* parent = nullptr);

  void setMapShown(bool shown);
  void setMaskShown(bool shown);
  bool mapShown() const;
  bool maskShown() const;

  QSize minimumSizeHint() const override;

 signals:
  void changed();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  ImageCanvas& canvas_;
  QToolButton* map_;
  QToolButton* mask_;
  QWidget* opacity_label_;  // where there is room
  QSlider* opacity_;
  QComboBox* colormap_;
};

}  // namespace fido::ui
