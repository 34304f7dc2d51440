// The page that evaluates many methods on many photos: the form on the left, and on the right the
// tables, which fill photo by photo, with the worst and best photos. The evaluation runs in the
// command line program, a separate process; this page shows the contents of its folder.
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
class ModelGate;
class NumberLabel;
class PhotoTable;
class MissingLastProxy;

// One photo of an evaluation, to be opened in the explorer.
struct EvaluatedPhoto {
  QString photo;           // path
  int label = 0;           // class index
  std::string classifier;  // id
  QString card;            // path of the classifier's card; empty if unknown
  bool has_method = true;  // false for the row of a baseline
  RunSpec spec;            // method, infill, settings and seed of the evaluation
};

// A way out that a message offers as a button.
struct RecoveryAction {
  QString text;
  std::function<void()> trigger;
};

class EvaluatePage : public Page {
  Q_OBJECT
 public:
  EvaluatePage(Workspace& workspace, ModelGate& gate, QWidget* parent = nullptr);
  ~EvaluatePage() override;

  EvaluationProgram& program() { return program_; }
  EvaluationResults& results() { return results_; }
  EvaluationForm& form() { return *form_; }
  // Opens an evaluation's folder: finished, unfinished, or being filled by another machine.
  void openFolder(const QString& folder);
  // Opens what was dropped on the window: an evaluation's folder, a folder of photos, or the CSV
  // file of their boxes.
  void openPath(const QString& path);
  void start();
  void resume();

 signals:
  void openRequested(const fido::ui::EvaluatedPhoto& photo);
  void addModelRequested();
  void messageRequested(const QString& text,
                        const std::vector<fido::ui::RecoveryAction>& recovery_actions);
  void refused(const QString& reason, const QString& details,
               const std::vector<fido::ui::RecoveryAction>& recovery_actions);
  // The evaluation has ended by itself; the page may be hidden.
  void ended(const QString& text, const std::vector<fido::ui::RecoveryAction>& recovery_actions);
  // The progress of the running evaluation changed; empty if none is running.
  void progressed(const QString& text);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void addHeader();
  QWidget* makeTables();
  QWidget* makeStartPage();
  QMenu* makeExports();
  // Starts the evaluation. Asks first if the plan names an untrusted model.
  void checkModelsAndRun(EvaluationPlan plan, bool resume);
  void runPlan(const EvaluationPlan& plan, bool resume);
  void saveChoices();
  void onEnded(const QString& folder, bool on_request);
  void refreshHeader();
  QString progressText() const;
  void refreshClassifiers();
  void refreshMethods();
  void refreshPhotos();
  void refreshButtons();
  std::string classifier() const;
  // Returns the method whose photos are shown: the selected one, else the first.
  std::optional<PlannedMethod> selectedMethod() const;
  // Returns the plan of the shown evaluation with the paths of its photos and boxes: those stored
  // with it, else those of the form.
  EvaluationPlan planWithPaths() const;
  void openRow(const EvaluationRow& row);
  void openSelectedRow();
  void askForFolder();
  void save(const QString& title, const QString& name, const QString& filter,
            const std::function<std::string()>& text);

  Workspace& workspace_;
  ModelGate& gate_;
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
  MissingLastProxy *method_proxy_, *photo_proxy_;
  QTableView *method_table_, *photo_table_;
  QLabel* photo_heading_;
  QPushButton* open_row_;
  ExtremesView* extremes_;
  QTimer refresh_timer_;
  std::optional<PlannedMethod> selected_method_;
  std::map<std::string, std::vector<std::string>> labels_;  // by classifier, read once
  int rows_at_start_ = 0;
  QString located_photos_;  // folder that the user located for the shown evaluation
  // An evaluation has been opened or started, so the last session's is no longer reopened.
  bool has_opened_folder_ = false;
};

}  // namespace fido::ui
