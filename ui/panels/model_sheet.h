// A bare model file asks what its preprocessing is: a sheet at the side, so that the window stays
// usable, and stays open until the model has been loaded.
#pragma once

#include <QWidget>

#include "core/model/card.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace fido::ui {

class ElidedLabel;

class ModelSheet : public QWidget {
  Q_OBJECT
 public:
  // `known_labels` is the file with ImageNet's class names, or empty.
  explicit ModelSheet(const QString& known_labels, QWidget* parent = nullptr);

  void openFor(const QString& model_file);
  // What the fields say; the hash, and the number of classes where a labels file tells it, are not
  // known yet.
  ClassifierCard card() const;
  QString modelFile() const { return file_; }
  // While the model is hashed and loaded.
  void setBusy(bool busy);

 signals:
  void submitted();  // card() says what
  void cancelled();

 private:
  void chooseLabels();
  void refresh();

  QString known_labels_, file_, labels_;
  ElidedLabel* file_label_;
  QLineEdit* name_;
  QSpinBox *width_, *height_, *classes_;
  QComboBox *values_, *order_, *framing_, *output_, *naming_;
  ElidedLabel* labels_label_;
  QLabel* classes_label_;
  QPushButton* add_;
};

}  // namespace fido::ui
