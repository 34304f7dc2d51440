// Shows the paper's Fig. 4 for the masks of the document: one row per mask, one column per
// infiller, and p(c) beneath each picture.
#pragma once

#include <QImage>
#include <memory>
#include <optional>
#include <vector>

#include "ui/engine/workspace.h"
#include "ui/panels/page.h"

class QPushButton;
class QScrollArea;

namespace fido::ui {

class ElidedLabel;

class MaskFigure : public Page {
  Q_OBJECT
 public:
  explicit MaskFigure(Workspace& workspace, QWidget* parent = nullptr);

  // Renders the figure on white, for a slide or a paper. Null if there is no mask.
  QImage picture() const;
  // Returns whether every cell has its picture.
  bool isComplete() const;

 signals:
  void saveRequested();

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  struct Cell {
    QImage picture;
    std::optional<double> probability;
    bool is_asked = false;
  };
  struct Row {
    int mask = 0;  // NamedMask::id
    QString name;
    QImage photo;  // with the mask over it
    std::vector<Cell> cells;
  };
  class Sheet;

  void begin();
  void askNext();
  void fillCell(Cell& cell, const Expected<MaskAnswerPtr>& answer);
  void refresh();
  void paintSheet(QPainter& painter, const QPalette& palette, double cell_width) const;
  QSizeF sheetSize(double cell_width) const;
  double cellHeight(double cell_width) const;

  Workspace& workspace_;
  std::vector<Row> rows_;
  double aspect_ = 0.75;
  MaskRequestChannel channel_;
  MaskRequest request_;
  QScrollArea* area_;
  Sheet* sheet_;
  ElidedLabel* heading_;
  std::vector<QPushButton*> outputs_;  // copy, save
};

}  // namespace fido::ui
