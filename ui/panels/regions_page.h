// Shows several disjoint regions of the photo, coloured and numbered, and what the classifier
// answers if only some of them are kept.
#pragma once

#include <QImage>

#include "ui/engine/region_search.h"
#include "ui/panels/page.h"

class QLabel;
class QPushButton;
class QSpinBox;
class QTableWidget;

namespace fido::ui {

class ElidedLabel;

class RegionsPage : public Page {
  Q_OBJECT
 public:
  explicit RegionsPage(Workspace& workspace, QWidget* parent = nullptr);

  // The photo with its regions; null if there are none.
  const QImage& picture() const { return picture_; }
  const RegionSearch& search() const { return *search_; }

 signals:
  void saveRequested();
  void refused(const QString& reason);

 private:
  class Canvas;

  void refresh();
  void refreshTable();
  QString statusText() const;

  Workspace& workspace_;
  RegionSearch* search_;
  QImage picture_;
  std::size_t drawn_regions_ = 0;
  ElidedLabel* status_;
  QSpinBox* most_;
  QPushButton *find_, *save_;
  Canvas* canvas_;
  QTableWidget* table_;
  QLabel* explanation_;
};

}  // namespace fido::ui
