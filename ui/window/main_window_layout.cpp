// Creates the parts of the window and lays them out.
#include <QAction>
#include <QButtonGroup>
#include <QComboBox>
#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

#include "ui/canvas/image_canvas.h"
#include "ui/engine/series.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/panels/answer.h"
#include "ui/panels/banner.h"
#include "ui/panels/class_panel.h"
#include "ui/panels/compare_page.h"
#include "ui/panels/gallery_panel.h"
#include "ui/panels/library_page.h"
#include "ui/panels/map_controls.h"
#include "ui/panels/mask_figure.h"
#include "ui/panels/mask_panel.h"
#include "ui/panels/model_gate.h"
#include "ui/panels/model_sheet.h"
#include "ui/panels/regions_page.h"
#include "ui/panels/run_panel.h"
#include "ui/panels/scrub_bar.h"
#include "ui/panels/section.h"
#include "ui/persistence/run_library.h"
#include "ui/plots/edit_curve.h"
#include "ui/plots/run_plots.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/tools/split_tool.h"
#include "ui/tools/tool_bar.h"
#include "ui/tour/tour_bar.h"
#include "ui/window/edit_actions.h"
#include "ui/window/main_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/resources.h"
#include "ui/window/status_line.h"
#include "ui/window/top_bar.h"
#include "ui/window/welcome.h"

namespace fido::ui {
namespace {

constexpr int kSide = 38 * kUnit;

// A horizontal line in the palette's colour.
class Hairline : public QWidget {
 public:
  Hairline() { setFixedHeight(1); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter(this).fillRect(rect(), hairline_color(palette()));
  }
};

QScrollArea* make_scroll_area(QWidget* content) {
  auto* area = new QScrollArea;
  area->setWidget(content);
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  return area;
}

}  // namespace

MainWindow::MainWindow(Runner::MakeEngine make, std::vector<std::filesystem::path> model_folders)
    : workspace_(std::make_unique<Workspace>(std::move(make), std::move(model_folders))),
      actions_(new MainActions(this)),
      tool_(new MaskTool(workspace_->document(), this)),
      edits_(new EditActions(workspace_->document(), *tool_, this)) {
  actions_->menu->insertMenu(actions_->add_model, edits_->menu);
  setWindowTitle(tr("Fidoscope"));
  setWindowIcon(icon(QStringLiteral("fidoscope")));
  setAcceptDrops(true);
  resize(1440, 900);
  // In the lists of combo boxes, the theme's background of a box would otherwise also be that of
  // the selected row.
  setStyleSheet(QStringLiteral(
      "QComboBox QAbstractItemView { border: none; border-radius: 0; margin: 0 1px; }"
      "QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 8px; border-radius: 4px; }"
      "QComboBox QAbstractItemView::item:selected { background: palette(highlight); color: "
      "palette(highlighted-text); }"));

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  top_bar_ = new TopBar(workspace_->document(), *actions_);
  column->addWidget(top_bar_);
  hairlines_.push_back(new Hairline);
  column->addWidget(hairlines_.back());
  banner_ = new Banner;
  banner_->setObjectName(QStringLiteral("banner"));
  column->addWidget(banner_);
  gate_ = new ModelGate(*workspace_, ModelTrust(workspace_->modelFolders()), *banner_, this);
  columns_ = new QSplitter(Qt::Horizontal);
  columns_->setHandleWidth(kUnit / 2);
  columns_->addWidget(makeStage());
  columns_->addWidget(makeSide());
  columns_->setStretchFactor(0, 1);
  columns_->setCollapsible(0, false);
  columns_->setSizes({1440 - kSide, kSide});
  column->addWidget(columns_, 1);
  player_ = new TourPlayer(*workspace_, this);
  column->addWidget(new TourBar(*player_));
  hairlines_.push_back(new Hairline);
  column->addWidget(hairlines_.back());
  status_ = new StatusLine(*workspace_);
  column->addWidget(status_);

  for (QComboBox* box : findChildren<QComboBox*>())
    box->setItemDelegate(new QStyledItemDelegate(box));

  makeControllers();
  connectActions();
  connectWorkspace();
  connectMasks();
  connectLibrary();
  connectEvaluation();
  connectTours();
  refreshPhoto();
  refreshRun();
  refreshActions();
  left_->setFocus();  // otherwise the first button would show a focus frame at the start
  restoreGeometry(QSettings().value(QStringLiteral("geometry")).toByteArray());
}

MainWindow::~MainWindow() {
  // The panels refer to the document, which would otherwise be destroyed before them.
  workspace_->document().blockSignals(true);
  qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
}

QWidget* MainWindow::makeStage() {
  stage_ = new QStackedWidget;
  welcome_ = new Welcome(sample_photos());
  welcome_->setObjectName(QStringLiteral("welcome"));
  stage_->addWidget(welcome_);

  left_ = new ImageCanvas;
  left_->setObjectName(QStringLiteral("left"));
  right_ = new ImageCanvas;
  right_->setObjectName(QStringLiteral("right"));
  for (ImageCanvas* canvas : {left_, right_}) canvas->setViewState(&view_);
  right_->setPlaceholder(
      tr("Press Explain to see what the classifier\nis left with: the photo under the mask, "
         "infilled."));
  left_->setTool(tool_);
  left_->setLegendVisible(true);  // even without a run, so that the photo does not move

  question_ = new ElidedLabel;
  question_->setObjectName(QStringLiteral("question"));
  controls_ = new MapControls(workspace_->document(), *left_);
  auto* under_left = new QVBoxLayout;
  under_left->setSpacing(kUnit / 2);
  under_left->addWidget(question_);
  under_left->addWidget(controls_);
  under_left->addStretch();

  answer_ = new AnswerPanel(workspace_->document());
  compare_ = new QToolButton;
  compare_->setIcon(icon(QStringLiteral("hold-compare")));
  compare_->setIconSize({18, 18});
  compare_->setAccessibleName(tr("Compare with the untouched photo"));
  compare_->setObjectName(QStringLiteral("compare"));
  compare_->setEnabled(false);
  compare_->setToolTip(tr("Hold to see the untouched photo (or hold C)"));
  auto* under_right = new QHBoxLayout;
  under_right->setSpacing(2 * kUnit);
  under_right->addWidget(answer_, 1);
  split_tool_ = new SplitTool(this);
  right_->setTool(split_tool_);
  split_ = new QToolButton;
  split_->setObjectName(QStringLiteral("split"));
  split_->setIcon(icon(QStringLiteral("split")));
  split_->setIconSize({18, 18});
  split_->setCheckable(true);
  split_->setEnabled(false);
  split_->setToolTip(tr(
      "Before and after in one picture, divided by a line to drag (or move with the arrow keys)"));
  split_->setAccessibleName(tr("Before and after slider"));
  under_right->addWidget(split_, 0, Qt::AlignVCenter);
  under_right->addWidget(compare_, 0, Qt::AlignVCenter);

  auto* pictures = new QWidget;
  auto* grid = new QGridLayout(pictures);
  grid->setContentsMargins(2 * kUnit, 2 * kUnit, 2 * kUnit, kUnit);
  grid->setHorizontalSpacing(2 * kUnit);
  grid->setVerticalSpacing(kUnit);
  const auto& tools = edits_->tools;
  tool_bar_ = new ToolBar({{tools[0]},
                           {tools.begin() + 1, tools.begin() + 3},
                           {tools.begin() + 3, tools.begin() + 7},
                           {tools.begin() + 7, tools.end()},
                           {edits_->swap, edits_->undo, edits_->redo}});
  tool_bar_->setObjectName(QStringLiteral("tools"));
  grid->addWidget(tool_bar_, 0, 0, 2, 1);
  grid->addWidget(left_, 0, 1);
  grid->addWidget(right_, 0, 2);
  grid->addLayout(under_left, 1, 1);
  grid->addLayout(under_right, 1, 2);
  grid->setRowStretch(0, 1);
  for (const int c : {1, 2}) {
    grid->setColumnStretch(c, 1);
    grid->setColumnMinimumWidth(c, 20 * kUnit);
  }

  plots_ = new RunPlots;
  plots_->setObjectName(QStringLiteral("plots"));
  scrub_ = new ScrubBar(workspace_->document());
  auto* lower = new QWidget;
  auto* under = new QVBoxLayout(lower);
  under->setContentsMargins(2 * kUnit, kUnit, 2 * kUnit, kUnit);
  under->setSpacing(kUnit);
  lower_stack_ = new QStackedWidget;
  lower_stack_->addWidget(plots_);
  lower_stack_->addWidget(new GalleryPanel(workspace_->document(), workspace_->gallery()));
  edit_curve_ = new EditCurve(workspace_->document());
  edit_curve_->setObjectName(QStringLiteral("editCurve"));
  lower_stack_->addWidget(edit_curve_);
  under->addWidget(lower_stack_, 1);
  auto* foot = new QHBoxLayout;
  foot->setSpacing(kUnit / 2);
  auto* pages = new QButtonGroup(this);
  for (QAction* action : {actions_->show_run, actions_->show_infills, actions_->show_edits}) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    pages->addButton(button);
    foot->addWidget(button);
  }
  foot->addSpacing(kUnit);
  foot->addWidget(scrub_, 1);
  under->addLayout(foot);

  rows_ = new QSplitter(Qt::Vertical);
  rows_->setHandleWidth(kUnit / 2);
  rows_->addWidget(pictures);
  rows_->addWidget(lower);
  rows_->setStretchFactor(0, 1);
  rows_->setCollapsible(0, false);
  rows_->setSizes({640, 184});
  stage_->addWidget(rows_);
  series_ = new Series(*workspace_, this);
  library_ = new RunLibrary(RunLibrary::userFile(), this);
  library_page_ = new LibraryPage(*library_);
  compare_page_ = new ComparePage(*workspace_, *series_);
  stage_->addWidget(library_page_);
  stage_->addWidget(compare_page_);
  figure_ = new MaskFigure(*workspace_);
  stage_->addWidget(figure_);
  regions_page_ = new RegionsPage(*workspace_);
  stage_->addWidget(regions_page_);
  evaluate_page_ = new EvaluatePage(*workspace_, *gate_);
  stage_->addWidget(evaluate_page_);
  return stage_;
}

QWidget* MainWindow::makeSide() {
  auto* panels = new QWidget;
  auto* column = new QVBoxLayout(panels);
  column->setContentsMargins(2 * kUnit, 2 * kUnit, 2 * kUnit, 2 * kUnit);
  column->setSpacing(2 * kUnit);
  auto* classes = new ClassPanel(workspace_->document());
  connect(classes, &ClassPanel::refused, this,
          [this](const QString& reason) { banner_->showWarning(reason); });
  column->addWidget(classes);
  column->addWidget(new Hairline);
  column->addWidget(new MaskPanel(workspace_->document(), *tool_, *edits_));
  column->addWidget(new Hairline);
  column->addWidget(new RunPanel(workspace_->document()));
  column->addStretch();

  sheet_ = new ModelSheet(imagenet_labels());
  side_ = new QStackedWidget;
  side_->addWidget(make_scroll_area(panels));
  side_->addWidget(make_scroll_area(sheet_));
  side_->setMinimumWidth(kSide - 4 * kUnit);
  return side_;
}

}  // namespace fido::ui
