// A line that says what happened and what to do about it, in place of a dialog.
#pragma once

#include <QFrame>
#include <QString>

class QHBoxLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;
class QVariantAnimation;

namespace fido::ui {

// Slides in above the content and leaves the focus where it is. The next message replaces the text
// and all buttons.
class Banner : public QFrame {
  Q_OBJECT
 public:
  explicit Banner(QWidget* parent = nullptr);

  // `details` are hidden behind a button.
  void showError(const QString& text, const QString& details = {});
  void showWarning(const QString& text, const QString& details = {});
  void showInfo(const QString& text, const QString& details = {});
  // Adds a button to the current message, which offers a way out. Call it after show...(), and
  // connect to clicked(). The button is deleted with the message.
  QPushButton* addButton(const QString& text);
  // Adds any other control in the same way. The banner takes ownership.
  void addControl(QWidget* control);
  void dismiss();

  QString text() const;
  bool isShown() const { return shown_; }

  QSize minimumSizeHint() const override;

 signals:
  // Emitted after the close button, Escape within the banner, or dismiss().
  void closed();
  void detailsToggled(bool open);

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void showMessage(const QString& icon_name, const QString& text, const QString& details);
  void setDetailsOpen(bool open);
  void slide(bool in);

  QLabel* icon_;
  QLabel* text_;
  QHBoxLayout* buttons_;
  QToolButton* details_button_;
  QToolButton* close_;
  QPlainTextEdit* details_;
  QVariantAnimation* slide_;
  QString icon_name_, message_;
  bool shown_ = false;
};

}  // namespace fido::ui
