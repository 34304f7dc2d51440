// The small headings and form rows that panels share, so that they line up.
#pragma once

#include <QLabel>
#include <QString>

namespace fido::ui {

// "CLASSES": small, letter-spaced, second rank.
QLabel* section_heading(const QString& text, QWidget* parent = nullptr);
// Second-rank small text that follows the palette.
class MutedLabel : public QLabel {
  Q_OBJECT
 public:
  explicit MutedLabel(const QString& text = {}, QWidget* parent = nullptr);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void style();
};

// Cuts its text at the end with an ellipsis instead of asking for room; the whole is in the tool
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
  void cut();
  QString text_;
};

}  // namespace fido::ui
