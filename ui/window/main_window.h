// The window: the question at the left, the answer at the right, all else support.
#pragma once

#include <QImage>
#include <QWidget>
#include <functional>
#include <memory>
#include <vector>

#include "ui/canvas/view_state.h"
#include "ui/engine/session.h"

class QLabel;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace fido::ui {

class AnimationExporter;
class AnswerPanel;
class Banner;
class ClassPanel;
class EditActions;
class EditCurve;
class ElidedLabel;
class ComparePage;
class EvaluatePage;
class ImageCanvas;
class Keeper;
class LibraryPage;
class MainActions;
class MapControls;
class MaskFigure;
class MaskPanel;
class MaskTool;
class ModelSheet;
class Restorer;
class RunPanel;
class RunLibrary;
class RunPlots;
class ScrubBar;
class Series;
class SplitTool;
class StatusLine;
class ToolBar;
class TopBar;
class TourPlayer;
struct EvaluatedPhoto;
struct SessionData;
class Welcome;

class MainWindow : public QWidget {
  Q_OBJECT
 public:
  MainWindow(Runner::MakeEngine make, std::vector<std::filesystem::path> model_folders);
  ~MainWindow() override;

  Session& session() { return *session_; }
  MainActions& actions() { return *actions_; }
  QString bannerText() const;

  // Finds the models and loads one: `classifier`, or the one used last, or the first.
  void begin(const QString& classifier);
  // A photo, a model card or a bare model.
  void openPath(const QString& path);
  void saveTo(const QString& folder);
  // Offers what a window that was killed left behind; or else, with `reopen`, brings back what was
  // open last.
  void resume(bool reopen);
  // For a window that nobody works in: nothing is kept, no run goes into the library.
  void keepNothing();
  void openSession(const QString& path);
  void saveSession(const QString& path);
  void startTour(const QString& path);
  void startPaperTour();
  void setPresenting(bool on);
  TourPlayer& tour() { return *player_; }
  void saveReport(const QString& path);
  // An animated WebP, or numbered PNGs beside a path that ends otherwise.
  void saveAnimation(const QString& path);

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
  void connectActions();
  void connectMasks();
  void connectSession();
  void connectKeeping();
  void connectLibrary();
  void connectEvaluation();
  void connectExport();
  void connectPresenter();
  void refreshStepping();
  void step(int by);
  void refreshActions();
  void refreshPhoto();
  void refreshShown();
  void refreshPaintedMask();
  void refreshQuestion();
  void refreshCaption();
  void refreshRun();
  bool cancelTopmost();
  void compare(bool original);
  void endHeldCompare();
  void chooseScheme(int scheme);

  void askForPhoto();
  void askForModel();
  void askForFolder();
  SessionData captured() const;
  void restore(SessionData session);
  void onPhotoMissing(const QString& path, const QString& reason, bool usable);
  void askForSessionFile();
  void showPictures();
  void askForExport(const QString& title, const QString& filter, const QString& suffix,
                    const std::function<void(const QString&)>& save);
  void copyCommand();
  void onExported(const QString& path);
  void reopenRun(qint64 id);
  void compareRuns(const std::vector<qint64>& ids);
  void openEvaluated(const EvaluatedPhoto& photo);
  void openFolder(const QString& path);
  void refreshSide();
  void askForMask();
  void loadMask(const QString& path);
  void takeMask(const QString& step, const QString& name, const QImage& picture);
  void offerCut(const NamedMask& mask);
  void askForMaskFile();
  void askWhereToSave(const QString& title, const QImage& picture, const QString& name);
  void pastePicture();
  void showAbout();
  void openSheet(const QString& model_file);
  void closeSheet(bool loaded);
  void onFailed(Task task, const Error& error);
  void onSaved(const QString& folder);

  std::unique_ptr<Session> session_;
  Series* series_;
  RunLibrary* library_;
  TourPlayer* player_;
  AnimationExporter* animation_;
  Keeper* keeper_;
  Restorer* restorer_;
  MainActions* actions_;
  MaskTool* tool_;
  SplitTool* split_tool_;
  EditActions* edits_;
  ViewState view_;
  TopBar* top_;
  Banner* banner_;
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
  QStackedWidget *side_, *course_;
  EditCurve* edit_curve_;
  QToolButton *compare_, *split_;
  MaskFigure* figure_;
  ModelSheet* sheet_;
  StatusLine* status_;
  ToolBar* tool_bar_;
  std::vector<QWidget*> lines_;  // across the window
  bool presenting_ = false, was_maximized_ = false;
  QByteArray geometry_before_presenting_;
  bool close_anyway_ = false;  // though it cannot be kept
  QMetaObject::Connection lost_restored_;
  QSplitter *columns_, *rows_;
  QString sheet_card_;  // written for the sheet and not loaded yet
  std::shared_ptr<const Image> drawn_counterfactual_;
  // at the photo's aspect; the part of the photo that the classifier sees
  QImage counterfactual_, seen_;
};

}  // namespace fido::ui
