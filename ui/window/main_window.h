// The main window: the question at the left and the answer at the right, with everything that
// supports them.
#pragma once

#include <QImage>
#include <QWidget>
#include <memory>
#include <vector>

#include "ui/canvas/view_state.h"
#include "ui/engine/workspace.h"

class QLabel;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace fido::ui {

class AnswerPanel;
class Banner;
class ClassPanel;
class EditActions;
class EditCurve;
class ElidedLabel;
class ComparePage;
class EvaluatePage;
class ExportController;
class FileDialogs;
class ImageCanvas;
class LibraryPage;
class MainActions;
class MapControls;
class MaskFigure;
class RegionsPage;
class MaskPanel;
class MaskTool;
class ModelGate;
class ModelSheet;
class PresenterMode;
class RunPanel;
class RunLibrary;
class RunPlots;
class ScrubBar;
class Series;
class SessionPersistence;
class SplitTool;
class StatusLine;
class ToolBar;
class TopBar;
class TourPlayer;
struct EvaluatedPhoto;
struct ReportPictures;
struct ViewChoices;
class Welcome;

class MainWindow : public QWidget {
  Q_OBJECT
 public:
  MainWindow(Runner::MakeEngine make, std::vector<std::filesystem::path> model_folders);
  ~MainWindow() override;

  Workspace& workspace() { return *workspace_; }
  MainActions& actions() { return *actions_; }
  ExportController& exports() { return *exports_; }
  SessionPersistence& persistence() { return *persistence_; }
  TourPlayer& tour() { return *player_; }
  QString bannerText() const;

  // Finds the models and loads one: `classifier`, otherwise the one used last, otherwise the first.
  void begin(const QString& classifier);
  // Opens a photo, a session, a model card, a bare model, or a folder or CSV file for the
  // evaluation.
  void openPath(const QString& path);
  // Writes no session and adds no run to the library, for a window without a user.
  void disablePersistence();
  void startTour(const QString& path);
  void startPaperTour();

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  QWidget* makeStage();
  QWidget* makeSide();
  void makeControllers();
  void connectActions();
  void connectWorkspace();
  void connectMasks();
  void connectLibrary();
  void connectEvaluation();
  void connectTours();
  void refreshActions();
  void refreshPhoto();
  void refreshShown();
  void refreshPaintedMask();
  void refreshQuestion();
  void refreshCaption();
  void refreshRun();
  bool cancelTopmost();
  void showOriginal(bool on);
  void endHeldCompare();
  void chooseScheme(int scheme);

  void askForPhoto();
  void askForModel();
  ViewChoices viewChoices() const;
  void setViewChoices(const ViewChoices& view);
  ReportPictures reportPictures() const;
  void onPresenting(bool on);
  void showPictures();
  void reopenRun(qint64 id);
  void compareRuns(const std::vector<qint64>& ids);
  void openEvaluated(const EvaluatedPhoto& photo);
  void openFolder(const QString& path);
  void refreshSide();
  void pastePicture();
  void showAbout();
  void openSheet(const QString& model_file);
  void closeSheet(bool loaded);
  void onFailed(Task task, const Error& error);

  std::unique_ptr<Workspace> workspace_;
  Series* series_;
  RunLibrary* library_;
  TourPlayer* player_;
  FileDialogs* dialogs_;
  ExportController* exports_;
  SessionPersistence* persistence_;
  PresenterMode* presenter_;
  MainActions* actions_;
  MaskTool* tool_;
  SplitTool* split_tool_;
  EditActions* edits_;
  ViewState view_;
  TopBar* top_bar_;
  Banner* banner_;
  ModelGate* gate_;
  QStackedWidget* stage_;
  LibraryPage* library_page_;
  ComparePage* compare_page_;
  EvaluatePage* evaluate_page_;
  Welcome* welcome_;
  ImageCanvas *left_, *right_;
  ElidedLabel* question_;
  MapControls* controls_;
  AnswerPanel* answer_;
  RunPlots* plots_;
  ScrubBar* scrub_;
  QStackedWidget *side_, *lower_stack_;
  EditCurve* edit_curve_;
  QToolButton *compare_, *split_;
  MaskFigure* figure_;
  RegionsPage* regions_page_;
  ModelSheet* sheet_;
  StatusLine* status_;
  ToolBar* tool_bar_;
  std::vector<QWidget*> hairlines_;  // across the window
  QSplitter *columns_, *rows_;
  QString sheet_card_;  // path of the card that the sheet wrote, until its model is loaded
  std::shared_ptr<const Image> shown_counterfactual_;
  QImage counterfactual_;  // at the aspect ratio of the photo
  QImage seen_;            // the part of the photo that the classifier sees
};

}  // namespace fido::ui
