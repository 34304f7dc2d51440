// The catalogue as a menu, with "Add a model..." at its end.
#pragma once

#include <QComboBox>
#include <vector>

#include "core/model/catalogue.h"

namespace fido::ui {

class ModelChooser : public QComboBox {
  Q_OBJECT
 public:
  explicit ModelChooser(QWidget* parent = nullptr);

  void setModels(const std::vector<CatalogueEntry>& models);
  // The one that is loaded (its card's path); empty: none yet.
  void setCurrent(const QString& card_path);

 signals:
  void modelChosen(const QString& card_path);
  void addRequested();

 protected:
  // With an ellipsis where a name is too long; a combo box cuts it in mid-letter.
  void paintEvent(QPaintEvent* event) override;

 private:
  void refresh();
  std::vector<CatalogueEntry> models_;
  QString current_;
};

}  // namespace fido::ui
