// What the window shows of the document, and the keys that change only that.
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

constexpr int kCounterfactualEdge = 640;  // of a picture that has 224 pixels or so

}  // namespace

void MainWindow::refreshActions() {
  const RunState state = workspace_->state();
  const Document& document = workspace_->document();
  const bool active = workspace_->active();
  actions_->explain->setProperty("again", active);  // before the text, which tells the button
  actions_->explain->setText(active ? tr("Restart") : tr("Explain"));
  actions_->explain->setEnabled(workspace_->canExplain() && !workspace_->waiting() &&
                                state != RunState::stopping);
  const bool paused = state == RunState::paused;
  actions_->pause->setText(paused ? tr("Resume") : tr("Pause"));
  actions_->pause->setToolTip(tr("%1 (F6)").arg(actions_->pause->text()));
  actions_->pause->setIcon(icon(paused ? QStringLiteral("resume") : QStringLiteral("pause")));
  actions_->pause->setEnabled(paused || state == RunState::running);
  actions_->stop->setEnabled((active && state != RunState::stopping) || workspace_->waiting());
  actions_->close->setEnabled(document.photo() != nullptr);
  actions_->copy_left->setEnabled(document.photo() != nullptr);
  actions_->copy_right->setEnabled(document.shown().counterfactual != nullptr);
  const bool frames = document.run() && document.run()->frames.size() > 1;
  for (QAction* action : {actions_->earlier, actions_->later}) action->setEnabled(frames);
  actions_->live->setEnabled(frames && !document.live());
}

void MainWindow::refreshPhoto() {
  const Document& document = workspace_->document();
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
  const Document& document = workspace_->document();
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
    question_->setText(document.photo() ? workspace_->activity() : QString());
    return;
  }
  const QString name = short_label(target->label);
  const Prediction* other =
      document.contrast() ? document.prediction(*document.contrast()) : nullptr;
  const bool sums = !method->optimizes_mask && method->keeps_important;
  QString text = sums                      ? tr("What speaks for “%1”?").arg(name)
                 : method->keeps_important ? tr("What has to stay for “%1”?").arg(name)
                                           : tr("What has to go for “%1” to be lost?").arg(name);
  if (other)
    text =
        sums ? tr("What speaks for “%1” rather than “%2”?").arg(name, short_label(other->label))
        : method->keeps_important
            ? tr("What has to stay for “%1” rather than “%2”?").arg(name, short_label(other->label))
            : tr("What has to go for “%2” rather than “%1”?").arg(name, short_label(other->label));
  if (document.byHand())
    text = tr("What if the hatched part were not there?");
  else if (document.outdated())
    text = tr("%1 Press Explain.").arg(text);  // what is shown answers another question
  question_->setText(text);
}

void MainWindow::refreshCaption() {
  const bool drawn = workspace_->document().maskKind() == MaskKind::drawn;
  const NamedMask* painted = workspace_->document().masks().mask();
  right_->setCaption(compare_->isDown() ? tr("The untouched photo")
                     : painted ? tr("What the classifier sees under “%1”").arg(painted->name)
                     : drawn   ? tr("What the classifier sees under a drawn mask")
                               : tr("What the classifier sees under the likeliest mask"));
}

void MainWindow::refreshRun() {
  const Run* run = workspace_->document().run();
  const MethodInfo* method = run ? find_method(run->spec.method) : nullptr;
  const bool optimises = !method || method->optimizes_mask;
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
    plots_->reset(planned_steps(workspace_->document().spec()), true);
    plots_->setReference(std::nan(""));
  }
  refreshCaption();
  refreshQuestion();
  refreshActions();
}

void MainWindow::refreshShown() {
  const Shown& shown = workspace_->document().shown();
  const bool scrubbing = !workspace_->document().live();
  Plane map = shown.map;
  if (controls_->uncertaintyShown())
    for (float& value : map.values) value = 4 * value * (1 - value);  // 1 where θ is one half
  left_->setMap(map, scrubbing);
  left_->setMask(shown.mask, workspace_->document().maskKind() == MaskKind::drawn);
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

void MainWindow::refreshPaintedMask() {
  const Document& document = workspace_->document();
  const NamedMask* mask = document.masks().mask();
  if (!mask) return left_->setPaintedMask({});
  const QRectF part = document.seenPart();
  const QSize size = mask->pixels.size();
  const QRect seen = QRectF(part.x() * size.width(), part.y() * size.height(),
                            part.width() * size.width(), part.height() * size.height())
                         .toRect();
  left_->setPaintedMask(seen == mask->pixels.rect() ? mask->pixels : mask->pixels.copy(seen));
}

void MainWindow::refreshSide() {
  // or the sheet of a new model
  const bool wanted = stage_->currentWidget() != evaluate_page_ || side_->currentIndex() == 1;
  side_->setVisible(wanted && !presenter_->isOn());
}

void MainWindow::onPresenting(bool on) {
  refreshSide();
  answer_->setPresenting(on);
  question_->setFont(on ? large_font() : body_font());
  left_->setFocus();
}

ViewChoices MainWindow::viewChoices() const {
  return {view_.zoom(), view_.centre(), lower_stack_->currentIndex(), controls_->mapShown(),
          controls_->maskShown()};
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
        tr("The mask “%1”; what is hatched is taken away").arg(document.masks().mask()->name);
  else if (controls_->uncertaintyShown())
    pictures.map_name = tr("Where the map is undecided, θ(1 − θ)");
  else
    pictures.map_name = tr("The map after %1 steps").arg(document.shown().iteration);
  const InfillerInfo* infiller = find_infiller(
      (document.run() && !document.byHand() ? document.run()->spec : document.spec()).infill);
  pictures.counterfactual_name = tr("What the classifier then sees, infilled: %1")
                                     .arg(infiller ? core_text(infiller->label) : QString());
  return pictures;
}

// Escape that no widget below had a use for: what lies on top goes first.
bool MainWindow::cancelTopmost() {
  if (tool_->wantsKey(Qt::Key_Escape))
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
