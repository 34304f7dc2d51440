// Shows the title and text of a tour's step, large enough to be read from the back of a lecture
// room.
#pragma once

#include <QWidget>

#include "ui/tour/tour_player.h"

class QLabel;
class QToolButton;

namespace fido::ui {

class TourBar : public QWidget {
  Q_OBJECT
 public:
  explicit TourBar(TourPlayer& player, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void refresh();

  TourPlayer& player_;
  QLabel *title_, *text_, *count_;
  QToolButton *back_, *next_;
};

}  // namespace fido::ui
