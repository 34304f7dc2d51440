// Shows the mask under every infiller, with the probability beneath.
#pragma once

#include <QWidget>
#include <vector>

class QToolButton;

namespace fido::ui {

class Document;
class Gallery;

class GalleryPanel : public QWidget {
  Q_OBJECT
 public:
  GalleryPanel(Document& document, Gallery& gallery, QWidget* parent = nullptr);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void refresh();

  Document& document_;
  Gallery& gallery_;
  std::vector<QToolButton*> buttons_;
};

}  // namespace fido::ui
