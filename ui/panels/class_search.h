// Any of the classifier's classes, found by typing a part of its name or its number.
#pragma once

#include <QLineEdit>
#include <string>
#include <vector>

class QCompleter;
class QStringListModel;

namespace fido::ui {

class ClassSearch : public QLineEdit {
  Q_OBJECT
 public:
  explicit ClassSearch(const QString& invitation, QWidget* parent = nullptr);

  void setLabels(const std::vector<std::string>& labels);

 signals:
  void chosen(int index);
  void refused(const QString& reason);  // Return was pressed on what is no class

 private:
  int row(const QModelIndex& completion) const;
  void take(int index);
  void takeText();

  std::vector<std::string> labels_;
  QStringListModel* model_;
  QCompleter* completer_;
};

}  // namespace fido::ui
