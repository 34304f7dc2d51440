// Many photos, many methods: what is asked at the left, and at the right the tables as they fill,
// photo by photo, with the worst and the best. What measures is the command line's program, in a
// process of its own; this page shows what lies in its folder.
#pragma once

#include <QString>
#include <QTimer>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ui/engine/workspace.h"
#include "ui/evaluate/program.h"
#include "ui/evaluate/results.h"
#include "ui/panels/page.h"

class QComboBox;
class QLabel;
class QMenu;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace fido::ui {

class ElidedLabel;
class EvaluationForm;
class ExtremesView;
class MethodTable;
class NumberLabel;
class PhotoTable;
class TableOrder;

// One photo of an evaluation, as the explorer opens it.
struct EvaluatedPhoto {
  QString photo;           // path
  int label = 0;           // class index
  std::string classifier;  // id
  QString card;            // its path, where it is known
  bool explains = true;    // no row that no method makes
  RunSpec spec;            // method, infill, settings and seed as they were
};

struct RecoveryAction {
  QString text;
  std::function<void()> go;
};

class EvaluatePage : public Page {
  Q_OBJECT
 public:
  explicit EvaluatePage(Workspace& session, QWidget* parent = nullptr);
  ~EvaluatePage() override;

  EvaluationProgram& program() { return program_; }
  EvaluationResults& results() { return results_; }
  EvaluationForm& form() { return *form_; }
  // One that is finished, half finished, or being filled by another machine.
  void openFolder(const QString& folder);
  // What was dropped on the window: an evaluation, a folder of photos, or the CSV file of their
  // boxes.
  void take(const QString& path);
  void start();
  void resume();

 signals:
  void openRequested(const fido::ui::EvaluatedPhoto& photo);
  void addModelRequested();
  void said(const QString& text, const std::vector<fido::ui::RecoveryAction>& ways);
  void refused(const QString& reason, const QString& details,
               const std::vector<fido::ui::RecoveryAction>& ways);
  // It came to its end, or failed, while nobody may be looking.
  void ended(const QString& text, const std::vector<fido::ui::RecoveryAction>& ways);
  // While a program measures, how far it is; empty when none does.
  void progressed(const QString& text);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void addHead();
  QWidget* makeTables();
  QWidget* makeInvitation();
  QMenu* makeExports();
  void begin(EvaluationPlan plan, bool resume);
  void keepChoices();
  void onEnded(const QString& folder, bool on_request);
  void refreshHead();
  void refreshClassifiers();
  void refreshMethods();
  void refreshPhotos();
  void refreshButtons();
  std::string classifier() const;
  // The method whose photos are shown.
  std::optional<PlannedMethod> method() const;
  // Where photos and boxes of the shown evaluation lie: as kept with it, else as the form says.
  EvaluationPlan places() const;
  void openRow(const EvaluationRow& row);
  void openChosen();
  void askForFolder();
  void save(const QString& title, const QString& name, const QString& filter,
            const std::function<std::string()>& text);

  Workspace& workspace_;
  EvaluationProgram program_;
  EvaluationResults results_;
  EvaluationForm* form_;
  QStackedWidget* stage_;
  NumberLabel* progress_;
  QProgressBar* bar_;
  QPushButton *pause_, *stop_, *open_folder_, *export_;
  QComboBox* classifiers_;
  MethodTable* method_model_;
  PhotoTable* photo_model_;
  TableOrder *method_order_, *photo_order_;
  QTableView *method_table_, *photo_table_;
  QLabel* photo_heading_;
  QPushButton* open_row_;
  ExtremesView* extremes_;
  QTimer tick_;
  std::optional<PlannedMethod> chosen_;
  std::map<std::string, std::vector<std::string>> labels_;  // by classifier, read once
  int rows_at_start_ = 0;
  QString found_photos_;  // found by hand, for the folder that is shown
  bool loaded_ = false;   // what was open last
};

}  // namespace fido::ui
