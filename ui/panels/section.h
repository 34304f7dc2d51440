// The headings and labels that the panels share.
#pragma once

#include <QLabel>
#include <QString>

namespace fido::ui {

// Returns a small, letter-spaced, muted heading in capitals: "CLASSES".
QLabel* section_heading(const QString& text, QWidget* parent = nullptr);
// A label in the muted text colour of the palette.
class MutedLabel : public QLabel {
  Q_OBJECT
 public:
  explicit MutedLabel(const QString& text = {}, QWidget* parent = nullptr);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void applyColor();
};

// A label that elides its text at the end instead of asking for space; the full text is in the tool
// tip.
class ElidedLabel : public QLabel {
  Q_OBJECT
 public:
  explicit ElidedLabel(const QString& text = {}, QWidget* parent = nullptr);
  void setText(const QString& text);
  QString fullText() const { return text_; }
  QSize minimumSizeHint() const override;
  QSize sizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void elide();
  QString text_;
};

}  // namespace fido::ui
