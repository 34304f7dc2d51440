// Shows two to four runs side by side, zoomed and panned together: runs of the library, or the
// current question with other seeds, infillers, methods or classifiers.
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
class RunLegendKey;
class RunPlots;
class Series;
class Workspace;
struct Variation;

struct ComparedRun {
  QString label;  // how it differs from the others
  // The part that the classifier sees; null: the run's input, stretched to the shape of the photo.
  QImage photo;
  std::shared_ptr<const RunResult> result;
};

class ComparePage : public Page {
  Q_OBJECT
 public:
  static constexpr int kMaxRuns = 4;

  ComparePage(Workspace& workspace, Series& series, QWidget* parent = nullptr);

  // Shows the first four runs.
  void show(std::vector<ComparedRun> runs);
  // Fills the menu that starts a series. Call it before the menu is shown.
  void fillVariations(QMenu& menu);
  // Starts a series. `name` is the object name of an action of the menu: "seeds" (four), "infills",
  // "methods", "rivals" or "classifiers".
  void vary(const QString& name);

 signals:
  void seriesRequested();  // a series begins; the window shows the page

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  struct Pane {
    QString label, numbers;
    QImage photo, counterfactual;
    Plane map, mask;
    const MethodInfo* method = nullptr;
    bool is_deviation = false;
  };
  void fillEmptyState();
  void refreshEmptyState();
  void beginSeeds(int count);
  void beginMethods(const std::vector<std::string>& names);
  // Starts a series of at most kMaxRuns variations. With `are_seeds` it runs all of them and shows
  // their mean and deviation.
  void begin(std::vector<Variation> variations, bool are_seeds = false);
  void chooseMethods();
  void onRunFinished(int index, std::shared_ptr<const RunResult> result);
  Pane makePane(const ComparedRun& run) const;
  void fillSeedPanes();
  void refresh();
  void refreshHeading();
  void refreshPlots();
  void refreshRunning();

  Workspace& workspace_;
  Series& series_;
  ViewState view_;
  QGridLayout* grid_;
  std::vector<QWidget*> cells_;
  std::vector<ImageCanvas*> canvases_;
  std::vector<ElidedLabel*> numbers_;
  std::vector<RunLegendKey*> keys_;
  RunPlots* plots_;
  QWidget* empty_;
  QMenu* menu_;
  QButtonGroup* layer_;
  QPushButton *vary_, *stop_;
  ElidedLabel* heading_;
  QPointer<MethodPicker> picker_;
  std::vector<Pane> panes_;
  std::vector<ComparedRun> runs_;  // of the series, or those of show()
  QImage photo_;                   // of the series
  bool are_seeds_ = false;
};

}  // namespace fido::ui
