// Shows the document in the window, and handles the keys that change only the view.
#include <QApplication>
#include <QKeyEvent>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "ui/canvas/image_canvas.h"
#include "ui/document/text.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/panels/answer.h"
#include "ui/panels/banner.h"
#include "ui/panels/map_controls.h"
#include "ui/panels/page.h"
#include "ui/panels/section.h"
#include "ui/persistence/report.h"
#include "ui/persistence/session_file.h"
#include "ui/plots/run_plots.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/tools/mask_tool.h"
#include "ui/tools/split_tool.h"
#include "ui/window/main_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/presenter_mode.h"
#include "ui/window/welcome.h"

namespace fido::ui {
namespace {

constexpr int kCounterfactualEdge = 640;  // in pixels; the classifier's input has about 224

}  // namespace

void MainWindow::refreshActions() {
  const RunState state = workspace_->state();
  const Document& document = workspace_->document();
  const bool active = workspace_->isRunActive();
  // Set before the text, because changing the text updates the button.
  actions_->explain->setProperty("again", active);
  actions_->explain->setText(active ? tr("Restart") : tr("Explain"));
  actions_->explain->setEnabled(workspace_->canExplain() && !workspace_->isExplainPending() &&
                                state != RunState::stopping);
  const bool paused = state == RunState::paused;
  actions_->pause->setText(paused ? tr("Resume") : tr("Pause"));
  actions_->pause->setToolTip(tr("%1 (F6)").arg(actions_->pause->text()));
  actions_->pause->setIcon(icon(paused ? QStringLiteral("resume") : QStringLiteral("pause")));
  actions_->pause->setEnabled(paused || state == RunState::running);
  actions_->stop->setEnabled((active && state != RunState::stopping) ||
                             workspace_->isExplainPending());
  actions_->close->setEnabled(document.photo() != nullptr);
  actions_->copy_left->setEnabled(document.photo() != nullptr);
  actions_->copy_right->setEnabled(document.shown().counterfactual != nullptr);
  const bool frames = document.run() && document.run()->frames.size() > 1;
  for (QAction* action : {actions_->earlier, actions_->later}) action->setEnabled(frames);
  actions_->live->setEnabled(frames && !document.isLive());
}

void MainWindow::refreshPhoto() {
  const Document& document = workspace_->document();
  const PhotoPtr& photo = document.photo();
  const QWidget* page = stage_->currentWidget();
  const bool is_evaluating = page == evaluate_page_;  // does not depend on the open photo
  if (page == welcome_ || page == rows_ || (!photo && !is_evaluating))
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
  const Document& document = workspace_->document();
  // If there is a run, the pictures are those of the run.
  const RunSpec& infill_spec =
      document.run() && !document.byHand() ? document.run()->spec : document.spec();
  const RunSpec& map_spec = document.run() ? document.run()->spec : document.spec();
  if (const MethodInfo* method = find_method(map_spec.method))
    left_->setLegendEnds(controls_->isUncertaintyShown()
                             ? LegendEnds{tr("certain"), tr("uncertain: θ = ½")}
                             : legend_ends(method));
  if (const InfillerInfo* infiller = find_infiller(infill_spec.infill))
    right_->setFooter(tr("Infilled: %1").arg(core_text(infiller->label)));
  const Prediction* target = document.prediction(document.target());
  const MethodInfo* method = find_method(document.spec().method);
  if (!target || !method) {
    question_->setText(document.photo() ? workspace_->activity() : QString());
    return;
  }
  const QString name = short_label(target->label);
  const Prediction* other =
      document.contrast() ? document.prediction(*document.contrast()) : nullptr;
  const QString other_name = other ? short_label(other->label) : QString();
  QString text;
  if (document.byHand())
    text = tr("What if the hatched part were not there?");
  else if (!method->optimizes_mask && method->keeps_important)
    text = other ? tr("What supports “%1” over “%2”?").arg(name, other_name)
                 : tr("What supports “%1”?").arg(name);
  else if (method->keeps_important)
    text = other ? tr("What must stay to keep “%1” ahead of “%2”?").arg(name, other_name)
                 : tr("What must stay to keep “%1”?").arg(name);
  else
    text = other ? tr("What must go for “%2” to overtake “%1”?").arg(name, other_name)
                 : tr("What must go to lose “%1”?").arg(name);
  if (!document.byHand() && document.isOutdated())
    text = tr("%1 Press Explain.").arg(text);  // the pictures answer another question
  question_->setText(text);
}

void MainWindow::refreshCaption() {
  const bool is_sampled = workspace_->document().maskKind() == MaskKind::sampled;
  const NamedMask* painted = workspace_->document().masks().mask();
  if (compare_->isDown())
    right_->setCaption(tr("The untouched photo"));
  else if (painted)
    right_->setCaption(tr("What the classifier sees under “%1”").arg(painted->name));
  else if (is_sampled)
    right_->setCaption(tr("What the classifier sees under a sampled mask"));
  else
    right_->setCaption(tr("What the classifier sees under the most likely mask"));
}

void MainWindow::refreshRun() {
  const Run* run = workspace_->document().run();
  const MethodInfo* method = run ? find_method(run->spec.method) : nullptr;
  const bool is_optimizing = !method || method->optimizes_mask;
  if (run && run->steps.empty()) actions_->show_run->trigger();
  // The run is another one: a new one, or the previous one if the new one ended before its first
  // step.
  if (run && static_cast<int>(run->steps.size()) != plots_->count()) {
    plots_->reset(planned_steps(run->spec), run->keeps_important, is_optimizing);
    plots_->append(run->steps);
    plots_->setReference(run->target.probability);
  } else if (run && run->steps.empty()) {
    plots_->reset(planned_steps(run->spec), run->keeps_important, is_optimizing);
    plots_->setReference(run->target.probability);
  } else if (!run) {
    plots_->reset(planned_steps(workspace_->document().spec()), true);
    plots_->setReference(std::nan(""));
  }
  refreshCaption();
  refreshQuestion();
  refreshActions();
}

void MainWindow::refreshShown() {
  const Shown& shown = workspace_->document().shown();
  const bool scrubbing = !workspace_->document().isLive();
  Plane map = shown.map;
  if (controls_->isUncertaintyShown())
    for (float& value : map.values) value = 4 * value * (1 - value);  // 1 where θ is one half
  left_->setMap(map, scrubbing);
  left_->setMask(shown.mask, workspace_->document().maskKind() == MaskKind::sampled);
  if (shown.counterfactual == shown_counterfactual_) return;
  shown_counterfactual_ = shown.counterfactual;
  counterfactual_ = {};
  if (shown.counterfactual) {
    counterfactual_ = to_qimage(*shown.counterfactual);
    // The classifier's input is distorted; both pictures are shown at the aspect ratio of the
    // photo, so that their parts can be compared.
    const QSize max_size(kCounterfactualEdge, kCounterfactualEdge);
    counterfactual_ = counterfactual_.scaled(
        seen_.size().boundedTo(seen_.size().scaled(max_size, Qt::KeepAspectRatio)),
        Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  }
  right_->setPhoto(compare_->isDown() && !counterfactual_.isNull() ? seen_ : counterfactual_);
  split_tool_->setBeforeImage(counterfactual_.isNull() ? QImage() : seen_);
  split_->setEnabled(!counterfactual_.isNull());
  compare_->setEnabled(!counterfactual_.isNull());
  actions_->copy_right->setEnabled(!counterfactual_.isNull());
}

void MainWindow::refreshPaintedMask() {
  const Document& document = workspace_->document();
  const NamedMask* mask = document.masks().mask();
  if (!mask) return left_->setPaintedMask({});
  const QRectF part = document.visiblePart();
  const QSize size = mask->pixels.size();
  const QRect seen = QRectF(part.x() * size.width(), part.y() * size.height(),
                            part.width() * size.width(), part.height() * size.height())
                         .toRect();
  left_->setPaintedMask(seen == mask->pixels.rect() ? mask->pixels : mask->pixels.copy(seen));
}

void MainWindow::refreshSide() {
  const bool has_sheet = side_->currentIndex() == 1;
  const bool is_evaluating = stage_->currentWidget() == evaluate_page_;
  side_->setVisible((!is_evaluating || has_sheet) && !presenter_->isOn());
}

void MainWindow::onPresenting(bool on) {
  refreshSide();
  answer_->setPresenting(on);
  question_->setFont(on ? large_font() : body_font());
  left_->setFocus();
}

ViewChoices MainWindow::viewChoices() const {
  return {view_.zoom(), view_.centre(), lower_stack_->currentIndex(), controls_->isMapShown(),
          controls_->isMaskShown()};
}

void MainWindow::setViewChoices(const ViewChoices& view) {
  view_.set(view.zoom, view.centre);
  controls_->setMapShown(view.map);
  controls_->setMaskShown(view.mask);
  QAction* const pages[] = {actions_->show_run, actions_->show_infills, actions_->show_edits};
  if (view.page >= 0 && view.page < 3) pages[view.page]->trigger();
}

ReportPictures MainWindow::reportPictures() const {
  const Document& document = workspace_->document();
  ReportPictures pictures;
  pictures.photo = seen_;
  if (document.byHand() || document.run()) pictures.with_map = left_->picture();
  pictures.counterfactual = counterfactual_;
  if (document.byHand())
    pictures.map_name =
        tr("The mask “%1”: the hatched part is dropped").arg(document.masks().mask()->name);
  else if (controls_->isUncertaintyShown())
    pictures.map_name = tr("The uncertainty of the map, θ(1 − θ)");
  else if (const int steps = document.shown().iteration; steps == 1)
    pictures.map_name = tr("The map after one step");
  else
    pictures.map_name = tr("The map after %n steps", nullptr, steps);
  const InfillerInfo* infiller = find_infiller(
      (document.run() && !document.byHand() ? document.run()->spec : document.spec()).infill);
  pictures.counterfactual_name = tr("What the classifier then sees, infilled: %1")
                                     .arg(infiller ? core_text(infiller->label) : QString());
  return pictures;
}

// Closes what lies on top, after an Escape that no widget has handled.
bool MainWindow::cancelTopmost() {
  if (tool_->handlesKey(Qt::Key_Escape))
    tool_->pressKey(Qt::Key_Escape);
  else if (qobject_cast<Page*>(stage_->currentWidget()))
    showPictures();
  else if (presenter_->isOn())
    presenter_->setOn(false);
  else if (banner_->isShown())
    banner_->dismiss();
  else
    return false;
  return true;
}

// Holding C compares. The keys that no child widget has handled arrive here.
void MainWindow::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Cancel) && cancelTopmost()) return;
  if (event->key() != Qt::Key_C || event->modifiers() != Qt::NoModifier || counterfactual_.isNull())
    return QWidget::keyPressEvent(event);
  if (event->isAutoRepeat()) return;
  compare_->setDown(true);
  showOriginal(true);
}

void MainWindow::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_C || event->isAutoRepeat() || !compare_->isDown())
    return QWidget::keyReleaseEvent(event);
  endHeldCompare();
}

// Ends the comparison when the window is deactivated: the key release goes to the other window.
void MainWindow::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::ActivationChange && !isActiveWindow() && compare_->isDown())
    endHeldCompare();
}

void MainWindow::endHeldCompare() {
  compare_->setDown(false);
  showOriginal(false);
}

void MainWindow::showOriginal(bool on) {
  if (counterfactual_.isNull()) return;
  right_->setPhoto(on ? seen_ : counterfactual_);
  refreshCaption();
}

void MainWindow::chooseScheme(int scheme) {
  apply_theme(*qobject_cast<QApplication*>(QCoreApplication::instance()),
              static_cast<Scheme>(scheme));
  QSettings().setValue(QStringLiteral("theme"), scheme);
}

}  // namespace fido::ui
