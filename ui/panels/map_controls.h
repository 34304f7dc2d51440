// Controls what is drawn over the photo, and how.
#pragma once

#include <QWidget>

class QAction;
class QComboBox;
class QSlider;
class QToolButton;

namespace fido::ui {

class Document;
class ImageCanvas;

class MapControls : public QWidget {
  Q_OBJECT
 public:
  MapControls(Document& document, ImageCanvas& canvas, QWidget* parent = nullptr);

  void setMapShown(bool shown);
  void setMaskShown(bool shown);
  bool isMapShown() const;
  bool isMaskShown() const;
  // Returns whether the map shows the uncertainty θ(1 − θ) instead of the importance.
  bool isUncertaintyShown() const;

  QSize minimumSizeHint() const override;

 signals:
  void changed();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void addMapMenu();
  void addMaskMenu();
  void refreshMaskKind();

  Document& document_;
  ImageCanvas& canvas_;
  QToolButton* map_;
  QToolButton* mask_;
  QWidget* opacity_label_;  // hidden if there is no room
  QSlider* opacity_;
  QComboBox* colormap_;
  QAction *importance_, *uncertainty_;
  QAction *sampled_, *map_estimate_;
};

}  // namespace fido::ui
