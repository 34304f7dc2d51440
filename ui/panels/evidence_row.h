// The run panel's row for the share of the evidence to keep: a name, a slider and the percentage.
#pragma once

#include <QWidget>

#include "ui/document/document.h"

class QLabel;
class QSlider;

namespace fido::ui {

class EvidenceRow : public QWidget {
  Q_OBJECT
 public:
  explicit EvidenceRow(Document& document, QWidget* parent = nullptr);

 private:
  void refresh();

  Document& document_;
  QLabel* name_;
  QSlider* slider_;
  QLabel* percent_;
};

}  // namespace fido::ui
