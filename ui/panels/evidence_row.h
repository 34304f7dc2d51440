// The run panel's row for the evidence to keep: a check box chooses between it and a price, and a
// slider sets the share. Switching also changes the settings that with_evidence() names.
#pragma once

#include <QWidget>

#include "ui/document/document.h"

class QCheckBox;
class QLabel;
class QSlider;

namespace fido::ui {

class EvidenceRow : public QWidget {
  Q_OBJECT
 public:
  explicit EvidenceRow(Document& document, QWidget* parent = nullptr);

 private:
  void setShare(double share);  // 0: by a price
  void refresh();

  Document& document_;
  QCheckBox* box_;
  QSlider* slider_;
  QLabel* percent_;
};

}  // namespace fido::ui
