// The classifiers of an evaluation, one menu each. Until the user chooses one here, it is the
// window's classifier.
#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

#include "core/model/catalogue.h"

class QToolButton;
class QVBoxLayout;

namespace fido::ui {

class ModelChooser;

class ClassifierList : public QWidget {
  Q_OBJECT
 public:
  explicit ClassifierList(QWidget* parent = nullptr);

  // Returns the paths of their cards, without duplicates.
  QStringList cards() const;
  // Returns whether the user chose the classifiers here; otherwise they follow the window.
  bool hasUserChoice() const;
  // Selects these classifiers. Cards that do not exist are ignored; if none exists, nothing
  // changes.
  void setCards(const QStringList& cards);
  void setModels(const std::vector<CatalogueEntry>& models);
  // Sets the card of the window's classifier.
  void setDefaultCard(const QString& card);

 signals:
  void changed();
  void addModelRequested();

 private:
  struct Row {
    QWidget* widget;
    ModelChooser* menu;
    QString card;  // empty: the default
  };
  QString cardOf(const Row& row) const { return row.card.isEmpty() ? default_card_ : row.card; }
  std::vector<Row>::iterator findRow(const QWidget* widget);
  // Returns the first usable model that is not in the list, or null.
  const CatalogueEntry* firstUnusedModel() const;
  void addRow(const QString& card);
  void removeRow(const QWidget* widget);
  void refresh();

  QVBoxLayout* column_;
  QToolButton* add_;
  std::vector<Row> rows_;  // at least one
  std::vector<CatalogueEntry> models_;
  QString default_card_;
};

}  // namespace fido::ui
