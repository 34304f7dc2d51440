// Back through a run's key frames; the live end is one click away.
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
