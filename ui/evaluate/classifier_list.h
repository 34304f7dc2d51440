// The classifiers that an evaluation asks, a menu each. Until one is chosen here it is the
// window's.
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

  // Their cards' paths, each once.
  QStringList cards() const;
  // Whether somebody chose them, or they are what the window asks.
  bool chosen() const;
  // Cards that are no longer there are left out; where none is left, nothing changes.
  void choose(const QStringList& cards);
  void setModels(const std::vector<CatalogueEntry>& models);
  void setUsual(const QString& card);

 signals:
  void changed();
  void addModelRequested();

 private:
  struct Row {
    QWidget* line;
    ModelChooser* menu;
    QString card;  // empty: not chosen
  };
  QString cardOf(const Row& row) const { return row.card.isEmpty() ? default_ : row.card; }
  std::vector<Row>::iterator rowOf(const QWidget* line);
  // The first that can be asked and is not; null: there is none.
  const CatalogueEntry* next() const;
  void addRow(const QString& card);
  void removeRow(const QWidget* line);
  void refresh();

  QVBoxLayout* column_;
  QToolButton* add_;
  std::vector<Row> rows_;  // at least one
  std::vector<CatalogueEntry> models_;
  QString default_;
};

}  // namespace fido::ui
