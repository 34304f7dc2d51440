// Two to four answers side by side, zoomed and panned together: runs of the library, or the
// question that is open with other seeds, infillers, methods or classifiers.
#pragma once

#include <QImage>
#include <QPointer>
#include <QString>
#include <memory>
#include <vector>

#include "core/run/engine.h"
#include "core/run/methods.h"
#include "ui/canvas/view_state.h"
#include "ui/panels/page.h"

class QButtonGroup;
class QGridLayout;
class QMenu;
class QPushButton;

namespace fido::ui {

class ElidedLabel;
class ImageCanvas;
class MethodPicker;
class RunKey;
class RunPlots;
class Series;
class Workspace;
struct Variation;

struct ComparedRun {
  QString label;  // what sets it apart
  QImage photo;   // the part the classifier sees; empty: the run's input at the photo's shape
  std::shared_ptr<const RunResult> result;
};

class ComparePage : public Page {
  Q_OBJECT
 public:
  static constexpr int kMost = 4;

  ComparePage(Workspace& session, Series& series, QWidget* parent = nullptr);

  // The first four.
  void show(std::vector<ComparedRun> runs);
  // Fills the menu that starts a series; before it is shown.
  void fillVariations(QMenu& menu);
  // seeds (four), infills, methods, rivals or classifiers.
  void vary(const QString& what);

 signals:
  void seriesRequested();  // one begins: the page is to be seen

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  struct Pane {
    QString label, numbers;
    QImage photo, counterfactual;
    Plane map, mask;
    const MethodInfo* method = nullptr;
    bool deviation = false;
  };
  void fillInvitation();
  void refreshInvitation();
  void beginSeeds(int count);
  void beginMethods(const std::vector<std::string>& names);
  // Of more than are shown only the first are run; seeds are shown as one.
  void begin(std::vector<Variation> variations, bool seeds = false);
  void chooseMethods();
  void onFinishedOne(int index, std::shared_ptr<const RunResult> result);
  Pane paneOf(const ComparedRun& run) const;
  void refresh();
  void refreshHeading();
  void refreshPlots();
  void showRunning();

  Workspace& workspace_;
  Series& series_;
  ViewState view_;
  QGridLayout* grid_;
  std::vector<QWidget*> cells_;
  std::vector<ImageCanvas*> canvases_;
  std::vector<ElidedLabel*> numbers_;
  std::vector<RunKey*> keys_;
  RunPlots* plots_;
  QWidget* empty_;
  QMenu* menu_;
  QButtonGroup* layer_;
  QPushButton *vary_, *stop_;
  ElidedLabel* heading_;
  QPointer<MethodPicker> picker_;
  std::vector<Pane> panes_;
  std::vector<ComparedRun> runs_;  // of the series, or as they were given
  QImage photo_;                   // of the series
  bool seeds_ = false;
};

}  // namespace fido::ui
