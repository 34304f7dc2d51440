// The probability after every edit of a mask, with the picture that the classifier then saw.
#pragma once

#include <QPixmap>
#include <QWidget>
#include <vector>

namespace fido::ui {

class Document;

class EditCurve : public QWidget {
  Q_OBJECT
 public:
  explicit EditCurve(Document& document, QWidget* parent = nullptr);

  // Where the point of a step of the history lies, in the widget; null when there is none.
  QPointF pointOf(int step) const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QRectF plot() const;
  // The step nearest to x; -1 when there is none.
  int stepAt(double x) const;

  Document& document_;
  int hovered_ = -1;
};

}  // namespace fido::ui
