// Shows the answer in one number: the probability of the class before and after.
#pragma once

#include <QWidget>

#include "ui/document/document.h"
#include "ui/panels/section.h"
#include "ui/theme/theme.h"

namespace fido::ui {

class AnswerPanel : public QWidget {
  Q_OBJECT
 public:
  explicit AnswerPanel(const Document& document, QWidget* parent = nullptr);

  // In presenter mode, shows only the number, in large type.
  void setPresenting(bool on);

  QSize minimumSizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void refresh();

  const Document& document_;
  ElidedLabel* heading_;
  QWidget* details_;  // hidden if there is no room
  bool presenting_ = false;
  NumberLabel* number_;
  NumberLabel* probability_;
  NumberLabel* log_odds_;
  NumberLabel* marginal_;
  NumberLabel* difference_;  // only with a contrast class
  QWidget* difference_name_;
};

}  // namespace fido::ui
