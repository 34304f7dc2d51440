// Shows the most likely classes as bars, before and after a part of the photo was removed.
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

#include "core/run/engine.h"

namespace fido::ui {

class ClassBars : public QWidget {
  Q_OBJECT
 public:
  explicit ClassBars(QWidget* parent = nullptr);

  // `before` gives the rows, best first, at most kRows; `after` is matched by class index. If the
  // best class of `after` is not among the rows, it replaces the last one that is not the target,
  // because what the classifier sees instead is of interest.
  void setPredictions(std::vector<fido::Prediction> before,
                      std::vector<fido::Prediction> after = {});
  // Marks the row of a class. `index` is a class index, or -1 for none.
  void setTarget(int index);
  int target() const { return target_; }

  static constexpr int kRows = 5;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 signals:
  void targetChosen(int index);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  struct Row {
    int index = 0;
    QString label;
    double before, after;  // NaN if unknown
    double score = 0;      // after, or else before
  };

  QRectF rowRect(int row) const;
  int rowAt(QPointF position) const;
  void paintRow(QPainter& painter, int row) const;
  QString numbers(const Row& row) const;
  QString toText() const;
  void describe();
  void setCurrent(int row);
  void choose(int row);
  void copy(const QString& text) const;

  std::vector<Row> rows_;
  bool has_after_ = false, focus_by_key_ = false;
  int target_ = -1, hovered_ = -1, current_ = 0;
};

}  // namespace fido::ui
