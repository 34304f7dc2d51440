// Asks for the preprocessing of a bare model file. The sheet is at the side, so that the window
// stays usable, and stays open until the model is loaded.
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
  // `imagenet_labels` is the path of the file with ImageNet's class names, or empty.
  explicit ModelSheet(const QString& imagenet_labels, QWidget* parent = nullptr);

  // Clears the sheet for another model file.
  void openModel(const QString& model_file);
  // Returns the card that the fields describe, without the hash, and without the number of classes
  // if there is a labels file.
  ClassifierCard card() const;
  QString modelFile() const { return file_; }
  // Disables the Add button while the model is hashed and loaded.
  void setBusy(bool busy);

 signals:
  void submitted();  // with card()
  void cancelled();

 private:
  void chooseLabels();
  void refresh();

  QString imagenet_labels_, file_, labels_;
  ElidedLabel* file_label_;
  QLineEdit* name_;
  QSpinBox *width_, *height_, *classes_;
  QComboBox *values_, *order_, *framing_, *output_, *naming_;
  ElidedLabel* labels_label_;
  QLabel* classes_label_;
  QPushButton* add_;
};

}  // namespace fido::ui
