// The target's probability after each edit of a mask, with the picture that the classifier saw
// then.
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

  // Returns the widget position of a history step's point; a null point if the step has none.
  QPointF pointAt(int step) const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QRectF plotRect() const;
  // Returns the step nearest to x; -1 if none is within 24 px.
  int stepAt(double x) const;

  Document& document_;
  int hovered_ = -1;
};

}  // namespace fido::ui
