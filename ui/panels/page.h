// A page that covers the pictures. It has a row with the Back button; subclasses add the rest.
#pragma once

#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace fido::ui {

// Escape also leads back, wherever the focus is within the page.
class Page : public QWidget {
  Q_OBJECT
 public:
  explicit Page(QWidget* parent = nullptr);

 signals:
  void closed();  // back to the pictures

 protected:
  // Return the row that begins with the Back button, and the column that begins with that row.
  QHBoxLayout* headRow() const { return row_; }
  QVBoxLayout* column() const { return column_; }

  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QVBoxLayout* column_;
  QHBoxLayout* row_;
};

}  // namespace fido::ui
