// Connects the parts of the window.
#include "ui/window/main_window.h"

#include <QFile>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <algorithm>
#include <utility>

#include "ui/canvas/image_canvas.h"
#include "ui/document/text.h"
#include "ui/panels/banner.h"
#include "ui/panels/map_controls.h"
#include "ui/panels/model_gate.h"
#include "ui/panels/model_sheet.h"
#include "ui/panels/scrub_bar.h"
#include "ui/plots/run_plots.h"
#include "ui/theme/theme.h"
#include "ui/tools/mask_tool.h"
#include "ui/tools/split_tool.h"
#include "ui/tools/tool_bar.h"
#include "ui/window/edit_actions.h"
#include "ui/window/export_controller.h"
#include "ui/window/file_dialogs.h"
#include "ui/window/main_actions.h"
#include "ui/window/mask_importer.h"
#include "ui/window/model_chooser.h"
#include "ui/window/presenter_mode.h"
#include "ui/window/session_persistence.h"
#include "ui/window/status_line.h"
#include "ui/window/top_bar.h"
#include "ui/window/welcome.h"

namespace fido::ui {

void MainWindow::makeControllers() {
  dialogs_ = new FileDialogs(*this);
  exports_ = new ExportController(
      *workspace_, *actions_, *dialogs_, *banner_, *left_, [this] { return reportPictures(); },
      this);
  persistence_ = new SessionPersistence(
      *workspace_, *actions_, *dialogs_, *banner_, *gate_, [this] { return viewChoices(); }, this);
  connect(persistence_, &SessionPersistence::viewRestored, this, &MainWindow::setViewChoices);
  connect(persistence_, &SessionPersistence::closeRequested, this, &QWidget::close);
  connect(&view_, &ViewState::changed, persistence_, &SessionPersistence::scheduleAutosave);
  new MaskImporter(workspace_->document(), *edits_, *dialogs_, *banner_, this);
  std::vector<QWidget*> hidden{top_bar_, status_, tool_bar_, controls_};
  hidden.insert(hidden.end(), hairlines_.begin(), hairlines_.end());
  presenter_ =
      new PresenterMode(*this, *actions_, *player_, *scrub_, std::move(hidden), *rows_->widget(1));
  connect(presenter_, &PresenterMode::toggled, this, &MainWindow::onPresenting);
}

void MainWindow::connectActions() {
  connect(actions_->open, &QAction::triggered, this, &MainWindow::askForPhoto);
  connect(actions_->close, &QAction::triggered, workspace_.get(), &Workspace::closePhoto);
  connect(actions_->paste, &QAction::triggered, this, &MainWindow::pastePicture);
  connect(actions_->add_model, &QAction::triggered, this, &MainWindow::askForModel);
  connect(actions_->copy_left, &QAction::triggered, left_, &ImageCanvas::copyPicture);
  connect(actions_->copy_right, &QAction::triggered, right_, &ImageCanvas::copyPicture);
  connect(actions_->explain, &QAction::triggered, this, [this] { workspace_->explain(); });
  connect(actions_->pause, &QAction::triggered, workspace_.get(), &Workspace::pauseOrResume);
  connect(actions_->stop, &QAction::triggered, workspace_.get(), &Workspace::stop);
  connect(actions_->show_map, &QAction::toggled, controls_, &MapControls::setMapShown);
  connect(actions_->show_mask, &QAction::toggled, controls_, &MapControls::setMaskShown);
  connect(controls_, &MapControls::changed, this, [this] {
    actions_->show_map->setChecked(controls_->isMapShown());
    actions_->show_mask->setChecked(controls_->isMaskShown());
    refreshShown();
    refreshQuestion();
  });
  actions_->show_map->setChecked(controls_->isMapShown());
  connect(actions_->show_run, &QAction::triggered, lower_stack_,
          [this] { lower_stack_->setCurrentIndex(0); });
  connect(actions_->show_infills, &QAction::triggered, lower_stack_,
          [this] { lower_stack_->setCurrentIndex(1); });
  connect(actions_->show_edits, &QAction::triggered, lower_stack_,
          [this] { lower_stack_->setCurrentIndex(2); });
  connect(actions_->fit, &QAction::triggered, &view_, &ViewState::fit);
  connect(actions_->earlier, &QAction::triggered, scrub_, [this] { scrub_->stepBy(-1); });
  connect(actions_->later, &QAction::triggered, scrub_, [this] { scrub_->stepBy(1); });
  connect(actions_->live, &QAction::triggered, this,
          [this] { workspace_->document().setFrame(-1); });
  connect(actions_->light, &QAction::triggered, this,
          [this] { chooseScheme(static_cast<int>(Scheme::light)); });
  connect(actions_->dark, &QAction::triggered, this,
          [this] { chooseScheme(static_cast<int>(Scheme::dark)); });
  connect(actions_->system, &QAction::triggered, this,
          [this] { chooseScheme(static_cast<int>(Scheme::system)); });
  connect(actions_->about, &QAction::triggered, this, &MainWindow::showAbout);
  connect(actions_->quit, &QAction::triggered, this, &QWidget::close);
  connect(actions_, &MainActions::photoChosen, this, &MainWindow::openPath);

  connect(welcome_, &Welcome::sampleChosen, this, &MainWindow::openPath);
  connect(welcome_, &Welcome::openRequested, this, &MainWindow::askForPhoto);
  connect(top_bar_->models(), &ModelChooser::modelChosen, workspace_.get(),
          &Workspace::chooseClassifier);
  connect(top_bar_->models(), &ModelChooser::addRequested, this, &MainWindow::askForModel);
  connect(sheet_, &ModelSheet::cancelled, this, [this] { closeSheet(false); });
  connect(sheet_, &ModelSheet::submitted, this, [this] {
    if (!sheet_card_.isEmpty()) QFile::remove(sheet_card_);  // of a failed attempt
    sheet_card_.clear();
    sheet_->setBusy(true);
    workspace_->addModel(sheet_->card());
  });
  connect(split_, &QToolButton::toggled, split_tool_, &SplitTool::setEnabled);
  connect(split_tool_, &SplitTool::changed, right_, qOverload<>(&QWidget::update));
  connect(compare_, &QToolButton::pressed, this, [this] { showOriginal(true); });
  connect(compare_, &QToolButton::released, this, [this] { showOriginal(false); });
  for (ImageCanvas* canvas : {left_, right_}) {
    connect(canvas, &ImageCanvas::pixelHovered, status_, &StatusLine::setCursorPosition);
    connect(canvas, &ImageCanvas::fileDropped, this,
            [this](const QStringList& paths) { openPath(paths.value(0)); });
    connect(canvas, &ImageCanvas::pictureFailed, this,
            [this](const QString& message) { banner_->showError(message); });
    connect(canvas, &ImageCanvas::pictureSaved, this,
            [this](const QString& path) { banner_->showInfo(tr("Saved as %1").arg(path)); });
  }
  Document& document = workspace_->document();
  connect(plots_, &RunPlots::scrubbed, &document, &Document::setNearestFrame);
}

void MainWindow::connectWorkspace() {
  Document& document = workspace_->document();
  connect(&document, &Document::photoChanged, this, &MainWindow::refreshPhoto);
  connect(&document, &Document::classifierChanged, this, &MainWindow::refreshPhoto);
  connect(&document, &Document::shownChanged, this, &MainWindow::refreshShown);
  connect(&document, &Document::maskKindChanged, this, &MainWindow::refreshCaption);
  connect(&document, &Document::questionChanged, this, &MainWindow::refreshQuestion);
  connect(&document, &Document::predictionsChanged, this, &MainWindow::refreshQuestion);
  connect(&document, &Document::runChanged, this, &MainWindow::refreshRun);
  connect(&document, &Document::stepsAdded, plots_, &RunPlots::append);
  connect(&document, &Document::frameChanged, this, [this, &document] {
    plots_->setCursor(document.isLive() ? -1 : std::max(0, document.shown().iteration - 1));
    refreshActions();
  });
  connect(workspace_.get(), &Workspace::stateChanged, this, &MainWindow::refreshActions);
  connect(workspace_.get(), &Workspace::failed, this, &MainWindow::onFailed);
  connect(workspace_.get(), &Workspace::modelAdded, this,
          [this](const QString& card) { sheet_card_ = card; });
  connect(workspace_.get(), &Workspace::modelsChanged, this,
          [this] { top_bar_->models()->setModels(workspace_->models()); });
  connect(workspace_.get(), &Workspace::photoOpened, this,
          [this, &document] { actions_->addRecent(document.photo()->path); });
  connect(workspace_.get(), &Workspace::classifierLoaded, this, [this, &document] {
    const QString card = qstr(document.classifier()->card.card_path);
    top_bar_->models()->setCurrent(card);
    QSettings().setValue(QStringLiteral("classifier"), card);
    if (!sheet_card_.isEmpty() && sheet_card_ == card) closeSheet(true);
  });
}

void MainWindow::connectMasks() {
  Document& document = workspace_->document();
  Masks& masks = document.masks();
  connect(&masks, &Masks::currentChanged, this, [this, &document] {
    refreshPaintedMask();
    refreshCaption();
    refreshQuestion();
    // Without a run there are no curves, so the infills are shown in their place.
    if (document.byHand() && !document.run() && actions_->show_run->isChecked())
      actions_->show_infills->trigger();
  });
  connect(&masks, &Masks::pixelsChanged, this, [this, &document, &masks](const QRect& part) {
    if (document.visiblePart() == QRectF(0, 0, 1, 1))
      left_->updatePaintedMask(masks.mask()->pixels, part);
    else
      refreshPaintedMask();
  });
  connect(tool_, &MaskTool::outlineChanged, left_, qOverload<>(&QWidget::update));
  connect(tool_, &MaskTool::optionsChanged, this,
          [this] { left_->setLines(tool_->segmentBoundaries()); });
  connect(edits_, &EditActions::saveRequested, this, [this, &masks] {
    if (const NamedMask* mask = masks.mask())
      exports_->askWhereToSave(tr("Save mask"), mask->pixels, safe_file_name(mask->name));
  });
}

QString MainWindow::bannerText() const { return banner_->isShown() ? banner_->text() : QString(); }

void MainWindow::begin(const QString& classifier) {
  workspace_->begin(classifier, QSettings().value(QStringLiteral("classifier")).toString());
}

void MainWindow::disablePersistence() {
  persistence_->disable();
  disconnect(workspace_.get(), &Workspace::runEnded, this, nullptr);
}

}  // namespace fido::ui
