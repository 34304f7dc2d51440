// The window's last line: where it runs, how fast, how far, and what is under the cursor.
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
  explicit StatusLine(const Workspace& session, QWidget* parent = nullptr);

  // In fractions of the picture; negative when the cursor is elsewhere.
  void setCursorPosition(QPointF fraction);

  // How far what goes on beside the window is; empty: nothing does.
  void setElsewhere(const QString& text);

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
  NumberLabel* elsewhere_;
  NumberLabel* log_odds_;
  NumberLabel* pixel_;
};

// "0:10", "1:02:03".
QString clock_text(double seconds);

}  // namespace fido::ui
