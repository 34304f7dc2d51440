// Shows the settings of a run: a few important ones, and the others behind "Advanced".
#pragma once

#include <QWidget>
#include <vector>

#include "ui/document/document.h"

class QToolButton;

namespace fido::ui {

class EvidenceRow;
class SpecRow;

class RunPanel : public QWidget {
  Q_OBJECT
 public:
  explicit RunPanel(Document& document, QWidget* parent = nullptr);

  void setAdvancedShown(bool shown);

 private:
  void refresh();

  Document& document_;
  std::vector<SpecRow*> rows_, advanced_rows_;  // all rows; those behind "Advanced"
  EvidenceRow* evidence_row_ = nullptr;
  QToolButton* disclosure_;
  QToolButton* reset_all_;
  QWidget* advanced_;
};

}  // namespace fido::ui
