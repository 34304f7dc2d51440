// One line that says what happened and what to do about it; never a dialog.
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

// Slides in above the content and leaves the focus where it is. What is shown next replaces it,
// buttons and all.
class Banner : public QFrame {
  Q_OBJECT
 public:
  explicit Banner(QWidget* parent = nullptr);

  // `details` stay folded behind a button.
  void showError(const QString& text, const QString& details = {});
  void showWarning(const QString& text, const QString& details = {});
  void showInfo(const QString& text, const QString& details = {});
  // A way out, for the message now shown. Call after show...(); connect to its clicked(). Gone with
  // the message.
  QPushButton* addButton(const QString& text);
  // The same for any other control, which becomes the banner's.
  void addControl(QWidget* control);
  // Slides out.
  void dismiss();

  QString text() const;
  bool isShown() const { return shown_; }

  QSize minimumSizeHint() const override;

 signals:
  // By the close button, Escape within the banner, or dismiss().
  void closed();
  void detailsToggled(bool open);

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void present(const QString& icon_name, const QString& text, const QString& details);
  void setDetailsOpen(bool open);
  void slide(bool in);

  QLabel* icon_;
  QLabel* text_;
  QHBoxLayout* buttons_;
  QToolButton* details_button_;
  QToolButton* close_;
  QPlainTextEdit* details_;
  QVariantAnimation* slide_;
  QString icon_name_, plain_;
  bool shown_ = false;
};

}  // namespace fido::ui
