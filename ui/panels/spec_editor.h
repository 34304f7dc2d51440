// One row a field of RunSpec, made from the table that the command line is made from
// (fido::spec_fields()).
#pragma once

#include <QAbstractSpinBox>
#include <QWidget>

#include "core/run/run_spec.h"
#include "ui/document/document.h"

class QLabel;
class QToolButton;

namespace fido::ui {

// A number as the spec writes it ("0.001", "1e-05"). Stepping goes through 1, 2, 5, 10, ... where a
// field is a factor, as the paper's sweeps do, and by whole numbers otherwise.
class NumberEdit : public QAbstractSpinBox {
  Q_OBJECT
 public:
  NumberEdit(bool whole, double min, double max, QWidget* parent = nullptr);
  void setText(const QString& text);
  QString text() const { return QAbstractSpinBox::text(); }
  void stepBy(int steps) override;

 signals:
  void edited();  // finished typing, or stepped

 protected:
  StepEnabled stepEnabled() const override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  bool whole_;
  double min_, max_;
};

class SpecRow : public QWidget {
  Q_OBJECT
 public:
  SpecRow(Document& document, const SpecField& field, QWidget* parent = nullptr);

  const SpecField& field() const { return field_; }
  bool changed() const { return changed_; }  // differs from the method's default
  // The name of a field as a person reads it: "Learning rate".
  static QString title(const SpecField& field);

 private:
  void refresh();
  void take(const QString& text);
  QWidget* makeEditor();

  Document& document_;
  const SpecField& field_;
  QLabel* name_;
  QWidget* editor_;
  QToolButton* reset_;
  QLabel* problem_;
  bool changed_ = false;
};

}  // namespace fido::ui
