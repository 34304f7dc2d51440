// A combo box with the models of the catalogue, and "Add model…" at its end.
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
  // Sets the model that is loaded, by the path of its card; empty if there is none.
  void setCurrent(const QString& card_path);

 signals:
  void modelChosen(const QString& card_path);
  void addRequested();

 protected:
  // Elides a name that is too long, which QComboBox would cut off within a letter.
  void paintEvent(QPaintEvent* event) override;

 private:
  void refresh();
  std::vector<CatalogueEntry> models_;
  QString current_;
};

}  // namespace fido::ui
