// The status line of the window: device, speed, progress, and the pixel under the cursor.
#pragma once

#include <QPointF>
#include <QWidget>

#include "ui/document/document.h"
#include "ui/engine/workspace.h"
#include "ui/theme/theme.h"

class QProgressBar;

namespace fido::ui {

class StatusLine : public QWidget {
  Q_OBJECT
 public:
  explicit StatusLine(const Workspace& workspace, QWidget* parent = nullptr);

  // `fraction` is the position in the picture, in [0, 1]; negative if the cursor is elsewhere.
  void setCursorPosition(QPointF fraction);

  // Shows the progress of the evaluation in the background; empty if none is running.
  void setBackgroundProgress(const QString& text);

  QString progressText() const { return progress_->text(); }
  QString deviceText() const { return device_->text(); }

 private:
  void refresh();
  void refreshLogOdds();
  void refreshPixel();

  const Workspace& workspace_;
  QPointF cursor_{-1, -1};
  NumberLabel* device_;
  NumberLabel* speed_;
  QProgressBar* bar_;
  NumberLabel* progress_;
  NumberLabel* background_;
  NumberLabel* log_odds_;
  NumberLabel* pixel_;
};

// Returns a duration as "0:10" or "1:02:03".
QString clock_text(double seconds);

}  // namespace fido::ui
