// A row with an editor for one field of RunSpec. The rows come from fido::spec_fields(), the table
// that the command line uses as well.
#pragma once

#include <QAbstractSpinBox>
#include <QWidget>

#include "core/run/run_spec.h"
#include "ui/document/document.h"

class QLabel;
class QToolButton;

namespace fido::ui {

// Edits a number, written as the spec writes it ("0.001", "1e-05"). A fractional field steps
// through 1, 2, 5, 10, ..., as the paper's sweeps do; a whole one steps by whole numbers.
class NumberEdit : public QAbstractSpinBox {
  Q_OBJECT
 public:
  NumberEdit(bool is_whole, double min, double max, QWidget* parent = nullptr);
  void setText(const QString& text);
  QString text() const { return QAbstractSpinBox::text(); }
  void stepBy(int steps) override;

 signals:
  void edited();  // after typing or stepping

 protected:
  StepEnabled stepEnabled() const override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  bool is_whole_;
  double min_, max_;
};

class SpecRow : public QWidget {
  Q_OBJECT
 public:
  SpecRow(Document& document, const SpecField& field, QWidget* parent = nullptr);

  const SpecField& field() const { return field_; }
  bool isChanged() const { return is_changed_; }  // differs from the method's default
  // Returns the name of a field for display: "Learning rate".
  static QString title(const SpecField& field);

 private:
  void refresh();
  void setValue(const QString& text);
  QWidget* makeEditor();

  Document& document_;
  const SpecField& field_;
  QLabel* name_;
  QWidget* editor_;
  QToolButton* reset_;
  QLabel* problem_;
  bool is_changed_ = false;
};

}  // namespace fido::ui
