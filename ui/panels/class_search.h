// Finds any of the classifier's classes by a part of its name or by its number.
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
  explicit ClassSearch(const QString& placeholder, QWidget* parent = nullptr);

  void setLabels(const std::vector<std::string>& labels);

 signals:
  void chosen(int index);
  void refused(const QString& reason);  // Return was pressed on a text that is not a class

 private:
  int sourceRow(const QModelIndex& completion) const;
  void choose(int index);
  void chooseTyped();

  std::vector<std::string> labels_;
  QStringListModel* model_;
  QCompleter* completer_;
};

}  // namespace fido::ui
