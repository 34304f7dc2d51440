// Shows all runs of the library as cards, to search, reopen, compare and delete.
#pragma once

#include <QString>
#include <vector>

#include "ui/panels/page.h"
#include "ui/persistence/run_library.h"

class QLineEdit;
class QListView;
class QPushButton;
class QStandardItemModel;

namespace fido::ui {

class MutedLabel;

class LibraryPage : public Page {
  Q_OBJECT
 public:
  static constexpr int kMaxCompared = 4;

  explicit LibraryPage(RunLibrary& library, QWidget* parent = nullptr);

  // Sets the photo for the filter "This photo"; empty if no photo is open.
  void setPhoto(const QString& sha256);
  std::vector<qint64> selected() const;

 signals:
  void openRequested(qint64 id);
  void compareRequested(const std::vector<qint64>& ids);
  void deleted(const std::vector<qint64>& ids);
  void refused(const QString& reason);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void refresh();
  void refreshButtons();
  void remove();

  RunLibrary& library_;
  QString photo_;
  QLineEdit* search_;
  QPushButton *this_photo_, *open_, *compare_, *delete_;
  QListView* list_;
  QStandardItemModel* model_;
  MutedLabel* empty_;
};

}  // namespace fido::ui
