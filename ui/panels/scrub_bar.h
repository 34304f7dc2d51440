// Scrubs through the key frames of a run. A button returns to the live end.
#pragma once

#include <QWidget>

#include "ui/document/document.h"
#include "ui/theme/theme.h"

class QPushButton;
class QSlider;

namespace fido::ui {

class ScrubBar : public QWidget {
  Q_OBJECT
 public:
  explicit ScrubBar(Document& document, QWidget* parent = nullptr);

  void stepBy(int frames);

 private:
  void refresh();

  Document& document_;
  QSlider* slider_;
  NumberLabel* position_;
  QPushButton* live_;
};

}  // namespace fido::ui
