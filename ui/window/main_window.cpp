#include "ui/window/main_window.h"

#include <QApplication>
#include <QFile>
#include <QKeyEvent>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "core/explain/names.h"
#include "core/infill/names.h"
#include "ui/canvas/image_canvas.h"
#include "ui/document/text.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/panels/banner.h"
#include "ui/panels/map_controls.h"
#include "ui/panels/model_sheet.h"
#include "ui/panels/page.h"
#include "ui/panels/scrub_bar.h"
#include "ui/panels/section.h"
#include "ui/plots/run_plots.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/tools/mask_tool.h"
#include "ui/tools/split_tool.h"
#include "ui/window/edit_actions.h"
#include "ui/window/main_actions.h"
#include "ui/window/model_chooser.h"
#include "ui/window/status_line.h"
#include "ui/window/top_bar.h"
#include "ui/window/welcome.h"

namespace fido::ui {
namespace {

constexpr int kCounterfactualEdge = 640;  // of a picture that has 224 pixels or so

}  // namespace

void MainWindow::connectActions() {
  connect(actions_->open, &QAction::triggered, this, &MainWindow::askForPhoto);
  connect(actions_->close, &QAction::triggered, session_.get(), &Session::closePhoto);
  connect(actions_->paste, &QAction::triggered, this, &MainWindow::pastePicture);
  connect(actions_->save, &QAction::triggered, this, &MainWindow::askForFolder);
  connect(actions_->add_model, &QAction::triggered, this, &MainWindow::askForModel);
  connect(actions_->copy_left, &QAction::triggered, left_, &ImageCanvas::copyPicture);
  connect(actions_->copy_right, &QAction::triggered, right_, &ImageCanvas::copyPicture);
  connect(actions_->explain, &QAction::triggered, session_.get(), &Session::explain);
  connect(actions_->pause, &QAction::triggered, session_.get(), &Session::pauseOrResume);
  connect(actions_->stop, &QAction::triggered, session_.get(), &Session::stop);
  connect(actions_->show_map, &QAction::toggled, controls_, &MapControls::setMapShown);
  connect(actions_->show_mask, &QAction::toggled, controls_, &MapControls::setMaskShown);
  connect(controls_, &MapControls::changed, this, [this] {
    actions_->show_map->setChecked(controls_->mapShown());
    actions_->show_mask->setChecked(controls_->maskShown());
    refreshShown();
    refreshQuestion();
  });
  actions_->show_map->setChecked(controls_->mapShown());
  connect(actions_->show_run, &QAction::triggered, course_,
          [this] { course_->setCurrentIndex(0); });
  connect(actions_->show_infills, &QAction::triggered, course_,
          [this] { course_->setCurrentIndex(1); });
  connect(actions_->show_edits, &QAction::triggered, course_,
          [this] { course_->setCurrentIndex(2); });
  connect(actions_->fit, &QAction::triggered, &view_, &ViewState::fit);
  connect(actions_->earlier, &QAction::triggered, scrub_, [this] { scrub_->stepBy(-1); });
  connect(actions_->later, &QAction::triggered, scrub_, [this] { scrub_->stepBy(1); });
  connect(actions_->live, &QAction::triggered, this, [this] { session_->document().setFrame(-1); });
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
  connect(top_->models(), &ModelChooser::modelChosen, session_.get(), &Session::chooseClassifier);
  connect(top_->models(), &ModelChooser::addRequested, this, &MainWindow::askForModel);
  connect(sheet_, &ModelSheet::cancelled, this, [this] { closeSheet(false); });
  connect(sheet_, &ModelSheet::submitted, this, [this] {
    if (!sheet_card_.isEmpty()) QFile::remove(sheet_card_);  // another try
    sheet_card_.clear();
    sheet_->setBusy(true);
    session_->addModel(sheet_->card());
  });
  connect(split_, &QToolButton::toggled, split_tool_, &SplitTool::setOn);
  connect(split_tool_, &SplitTool::changed, right_, qOverload<>(&QWidget::update));
  connect(compare_, &QToolButton::pressed, this, [this] { compare(true); });
  connect(compare_, &QToolButton::released, this, [this] { compare(false); });
  for (ImageCanvas* canvas : {left_, right_}) {
    connect(canvas, &ImageCanvas::pixelHovered, status_, &StatusLine::setCursorPosition);
    connect(canvas, &ImageCanvas::fileDropped, this,
            [this](const QStringList& paths) { openPath(paths.value(0)); });
    connect(canvas, &ImageCanvas::pictureFailed, this,
            [this](const QString& message) { banner_->showError(message); });
    connect(canvas, &ImageCanvas::pictureSaved, this,
            [this](const QString& path) { banner_->showInfo(tr("Saved as %1").arg(path)); });
  }
  Document& document = session_->document();
  connect(plots_, &RunPlots::scrubbed, &document, &Document::setFrameAt);
}

void MainWindow::connectSession() {
  Document& document = session_->document();
  connect(&document, &Document::photoChanged, this, &MainWindow::refreshPhoto);
  connect(&document, &Document::classifierChanged, this, &MainWindow::refreshPhoto);
  connect(&document, &Document::shownChanged, this, &MainWindow::refreshShown);
  connect(&document, &Document::maskKindChanged, this, &MainWindow::refreshCaption);
  connect(&document, &Document::questionChanged, this, &MainWindow::refreshQuestion);
  connect(&document, &Document::predictionsChanged, this, &MainWindow::refreshQuestion);
  connect(&document, &Document::runChanged, this, &MainWindow::refreshRun);
  connect(&document, &Document::stepsAdded, plots_, &RunPlots::append);
  connect(&document, &Document::frameChanged, this, [this, &document] {
    plots_->setCursor(document.live() ? -1 : std::max(0, document.shown().iteration - 1));
    refreshActions();
  });
  connect(session_.get(), &Session::stateChanged, this, &MainWindow::refreshActions);
  connect(session_.get(), &Session::failed, this, &MainWindow::onFailed);
  connect(session_.get(), &Session::saved, this, &MainWindow::onSaved);
  connect(session_.get(), &Session::modelAdded, this,
          [this](const QString& card) { sheet_card_ = card; });
  connect(session_.get(), &Session::modelsChanged, this,
          [this] { top_->models()->setModels(session_->models()); });
  connect(session_.get(), &Session::photoOpened, this,
          [this, &document] { actions_->addRecent(document.photo()->path); });
  connect(session_.get(), &Session::classifierLoaded, this, [this, &document] {
    const QString card = qstr(document.classifier()->card.card_path);
    top_->models()->setCurrent(card);
    QSettings().setValue(QStringLiteral("classifier"), card);
    if (!sheet_card_.isEmpty() && sheet_card_ == card) closeSheet(true);
  });
}

QString MainWindow::bannerText() const { return banner_->isShown() ? banner_->text() : QString(); }

void MainWindow::begin(const QString& classifier) {
  session_->begin(classifier, QSettings().value(QStringLiteral("classifier")).toString());
}

void MainWindow::refreshActions() {
  const RunState state = session_->state();
  const Document& document = session_->document();
  const bool active = session_->active();
  actions_->explain->setProperty("again", active);  // before the text, which tells the button
  actions_->explain->setText(active ? tr("Restart") : tr("Explain"));
  actions_->explain->setEnabled(session_->canExplain() && !session_->waiting() &&
                                state != RunState::stopping);
  const bool paused = state == RunState::paused;
  actions_->pause->setText(paused ? tr("Resume") : tr("Pause"));
  actions_->pause->setToolTip(tr("%1 (F6)").arg(actions_->pause->text()));
  actions_->pause->setIcon(icon(paused ? QStringLiteral("resume") : QStringLiteral("pause")));
  actions_->pause->setEnabled(paused || state == RunState::running);
  actions_->stop->setEnabled((active && state != RunState::stopping) || session_->waiting());
  actions_->save->setEnabled(session_->canSave());
  actions_->save_animation->setEnabled(!active && document.run() &&
                                       document.run()->frames.size() > 1);
  for (QAction* action :
       {actions_->close, actions_->save_session, actions_->copy_command, actions_->save_report})
    action->setEnabled(document.photo() != nullptr);
  actions_->copy_left->setEnabled(document.photo() != nullptr);
  actions_->copy_right->setEnabled(document.shown().counterfactual != nullptr);
  const bool frames = document.run() && document.run()->frames.size() > 1;
  for (QAction* action : {actions_->earlier, actions_->later}) action->setEnabled(frames);
  actions_->live->setEnabled(frames && !document.live());
}

void MainWindow::refreshPhoto() {
  const Document& document = session_->document();
  const PhotoPtr& photo = document.photo();
  const QWidget* page = stage_->currentWidget();
  const bool apart = page == evaluate_page_;  // it is about other photos
  if (page == welcome_ || page == rows_ || (!photo && !apart))
    stage_->setCurrentIndex(photo ? 1 : 0);
  if (!photo) {
    setWindowTitle(tr("Fidoscope"));
    return;
  }
  const QSize full = photo->display.size();
  Rect part{0, 0, photo->pixels->width, photo->pixels->height};
  if (const auto& info = document.classifier())
    part = visible_part(info->card, part.width, part.height);
  const double scale = static_cast<double>(full.width()) / photo->pixels->width;
  const QRect seen(static_cast<int>(part.x * scale), static_cast<int>(part.y * scale),
                   static_cast<int>(std::lround(part.width * scale)),
                   static_cast<int>(std::lround(part.height * scale)));
  seen_ = seen.size() == full ? photo->display : photo->display.copy(seen);
  left_->setPhoto(seen_);
  left_->setCaption(photo->name);
  const QString stem = photo->name.section(QLatin1Char('.'), 0, -2);
  left_->setPictureName((stem.isEmpty() ? photo->name : stem) + QStringLiteral("-map"));
  right_->setPictureName((stem.isEmpty() ? photo->name : stem) + QStringLiteral("-counterfactual"));
  setWindowTitle(tr("%1 – Fidoscope").arg(photo->name));
  refreshPaintedMask();
  refreshQuestion();
}

void MainWindow::refreshQuestion() {
  const Document& document = session_->document();
  // The pictures are those of the run, as long as there is one.
  const RunSpec& shown =
      document.run() && !document.byHand() ? document.run()->spec : document.spec();
  const RunSpec& of_map = document.run() ? document.run()->spec : document.spec();
  if (const MethodInfo* method = find_method(of_map.method))
    left_->setLegendEnds(controls_->uncertaintyShown()
                             ? LegendEnds{tr("settled"), tr("undecided: θ = ½")}
                             : legend_ends(method));
  if (const InfillerInfo* infiller = find_infiller(shown.infill))
    right_->setFooter(tr("Infilled: %1").arg(core_text(infiller->label)));
  const Prediction* target = document.prediction(document.target());
  const MethodInfo* method = find_method(document.spec().method);
  if (!target || !method) {
    question_->setText(document.photo() ? session_->activity() : QString());
    return;
  }
  const QString name = short_label(target->label);
  const Prediction* other =
      document.contrast() ? document.prediction(*document.contrast()) : nullptr;
  const bool sums = !method->optimises && method->keeps;
  QString text = sums            ? tr("What speaks for “%1”?").arg(name)
                 : method->keeps ? tr("What has to stay for “%1”?").arg(name)
                                 : tr("What has to go for “%1” to be lost?").arg(name);
  if (other)
    text =
        sums ? tr("What speaks for “%1” rather than “%2”?").arg(name, short_label(other->label))
        : method->keeps
            ? tr("What has to stay for “%1” rather than “%2”?").arg(name, short_label(other->label))
            : tr("What has to go for “%2” rather than “%1”?").arg(name, short_label(other->label));
  if (document.byHand())
    text = tr("What if the hatched part were not there?");
  else if (document.outdated())
    text = tr("%1 Press Explain.").arg(text);  // what is shown answers another question
  question_->setText(text);
}

void MainWindow::refreshCaption() {
  const bool drawn = session_->document().maskKind() == MaskKind::drawn;
  const NamedMask* painted = session_->document().masks().mask();
  right_->setCaption(compare_->isDown() ? tr("The untouched photo")
                     : painted ? tr("What the classifier sees under “%1”").arg(painted->name)
                     : drawn   ? tr("What the classifier sees under a drawn mask")
                               : tr("What the classifier sees under the likeliest mask"));
}

void MainWindow::refreshRun() {
  const Run* run = session_->document().run();
  const MethodInfo* method = run ? find_method(run->spec.method) : nullptr;
  const bool optimises = !method || method->optimises;
  if (run && run->steps.empty()) actions_->show_run->trigger();
  // Another run: a new one, or the one before it, when the new one ended before its first step.
  if (run && static_cast<int>(run->steps.size()) != plots_->count()) {
    plots_->reset(planned_steps(run->spec), run->keeps, optimises);
    plots_->append(run->steps);
    plots_->setReference(run->target.probability);
  } else if (run && run->steps.empty()) {
    plots_->reset(planned_steps(run->spec), run->keeps, optimises);
    plots_->setReference(run->target.probability);
  } else if (!run) {
    plots_->reset(planned_steps(session_->document().spec()), true);
    plots_->setReference(std::nan(""));
  }
  refreshCaption();
  refreshQuestion();
  refreshActions();
}

void MainWindow::refreshShown() {
  const Shown& shown = session_->document().shown();
  const bool scrubbing = !session_->document().live();
  Plane map = shown.map;
  if (controls_->uncertaintyShown())
    for (float& value : map.values) value = 4 * value * (1 - value);  // 1 where θ is one half
  left_->setMap(map, scrubbing);
  left_->setMask(shown.mask, session_->document().maskKind() == MaskKind::drawn);
  if (shown.counterfactual == drawn_counterfactual_) return;
  drawn_counterfactual_ = shown.counterfactual;
  counterfactual_ = {};
  if (shown.counterfactual) {
    counterfactual_ = to_qimage(*shown.counterfactual);
    // What the classifier sees is squashed; both pictures are shown at the photo's shape, so that
    // parts can be compared.
    const QSize room(kCounterfactualEdge, kCounterfactualEdge);
    counterfactual_ = counterfactual_.scaled(
        seen_.size().boundedTo(seen_.size().scaled(room, Qt::KeepAspectRatio)),
        Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  }
  right_->setPhoto(compare_->isDown() && !counterfactual_.isNull() ? seen_ : counterfactual_);
  split_tool_->setBefore(counterfactual_.isNull() ? QImage() : seen_);
  split_->setEnabled(!counterfactual_.isNull());
  compare_->setEnabled(!counterfactual_.isNull());
  actions_->copy_right->setEnabled(!counterfactual_.isNull());
}

// Escape that no widget below had a use for: what lies on top goes first.
bool MainWindow::cancelTopmost() {
  if (tool_->wantsKey(Qt::Key_Escape))
    tool_->pressKey(Qt::Key_Escape);
  else if (qobject_cast<Page*>(stage_->currentWidget()))
    showPictures();
  else if (presenting_)
    actions_->presenter->setChecked(false);
  else if (banner_->isShown())
    banner_->dismiss();
  else
    return false;
  return true;
}

// Hold to compare: keys that nobody below wanted arrive here.
void MainWindow::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Cancel) && cancelTopmost()) return;
  if (event->key() != Qt::Key_C || event->modifiers() != Qt::NoModifier || counterfactual_.isNull())
    return QWidget::keyPressEvent(event);
  if (!event->isAutoRepeat()) compare_->setDown(true), compare(true);
}

void MainWindow::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_C || event->isAutoRepeat() || !compare_->isDown())
    return QWidget::keyReleaseEvent(event);
  endHeldCompare();
}

// The release of a key that is held goes to the window that is active by then.
void MainWindow::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::ActivationChange && !isActiveWindow() && compare_->isDown())
    endHeldCompare();
}

void MainWindow::endHeldCompare() {
  compare_->setDown(false);
  compare(false);
}

void MainWindow::compare(bool original) {
  if (counterfactual_.isNull()) return;
  right_->setPhoto(original ? seen_ : counterfactual_);
  refreshCaption();
}

void MainWindow::chooseScheme(int scheme) {
  apply_theme(*qobject_cast<QApplication*>(QCoreApplication::instance()),
              static_cast<Scheme>(scheme));
  QSettings().setValue(QStringLiteral("theme"), scheme);
}

}  // namespace fido::ui
