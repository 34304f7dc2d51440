#include "ui/window/edit_actions.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QMimeData>
#include <QWidget>
#include <cstring>

#include "core/image/mask_ops.h"
#include "ui/theme/icons.h"

namespace fido::ui {
namespace {

// Fractions of the mask's longer side, so that an edit has the same effect on any photo.
constexpr int kGrowRadius = Masks::kMaxSide / 128;
constexpr double kFeatherRadius = Masks::kMaxSide / 96.0;

Mask8 to_mask8(const QImage& image) {
  Mask8 out;
  out.width = image.width();
  out.height = image.height();
  out.values.resize(static_cast<std::size_t>(out.width) * out.height);
  for (int y = 0; y < out.height; ++y)
    std::memcpy(out.values.data() + static_cast<std::size_t>(y) * out.width, image.constScanLine(y),
                static_cast<std::size_t>(out.width));
  return out;
}

QImage to_gray_image(const Mask8& mask) {
  return QImage(mask.values.data(), mask.width, mask.height, mask.width, QImage::Format_Grayscale8)
      .copy();
}

}  // namespace

QAction* EditActions::make(const QString& text, const QString& icon_name, const QKeySequence& key,
                           const QString& tip) {
  auto* action = new QAction(icon(icon_name), text, this);
  action->setShortcut(key);
  const QString keys = key.toString(QKeySequence::NativeText);
  action->setToolTip(keys.isEmpty() ? tip : tr("%1 (%2)").arg(tip, keys));
  static_cast<QWidget*>(parent())->addAction(action);
  return action;
}

EditActions::EditActions(Document& document, MaskTool& tool, QWidget* window)
    : QObject(window), document_(document), tool_(tool) {
  const auto at = [](const char* name) { return QString::fromLatin1(name); };
  tools = {
      make(tr("Pan"), at("pointer"), Qt::Key_V,
           tr("Pan: drag to move the view, or drag the picture to another program")),
      make(tr("Brush"), at("brush"), Qt::Key_B,
           tr("Brush: paint what is dropped or kept; Shift-drag to change its size")),
      make(tr("Eraser"), at("eraser"), Qt::Key_E, tr("Eraser: reverts what the brush has painted")),
      make(tr("Rectangle"), at("rectangle"), Qt::Key_R, tr("Rectangle; hold Shift for a square")),
      make(tr("Ellipse"), at("ellipse"), Qt::Key_O, tr("Ellipse; hold Shift for a circle")),
      make(tr("Lasso"), at("lasso"), Qt::Key_L, tr("Lasso: everything inside a freehand outline")),
      make(tr("Polygon"), at("polygon"), Qt::Key_P,
           tr("Polygon: click to add corners; double-click or Enter to close, Backspace to remove "
              "the last corner")),
      make(tr("Colour"), at("flood"), Qt::Key_F,
           tr("Colour: connected pixels of a similar colour")),
      make(tr("Superpixels"), at("segments"), Qt::Key_S,
           tr("Superpixels: click or drag over segments of the photo"))};
  auto* kinds = new QActionGroup(this);
  for (std::size_t i = 0; i < tools.size(); ++i) {
    tools[i]->setCheckable(true);
    kinds->addAction(tools[i]);
    connect(tools[i], &QAction::triggered, this,
            [this, i] { tool_.setKind(static_cast<ToolKind>(i)); });
  }
  Masks& masks = document_.masks();
  undo = masks.history().createUndoAction(this, tr("Undo"));
  undo->setIcon(icon(at("undo")));
  undo->setShortcut(QKeySequence::Undo);
  // During a stroke, Undo reverts only the stroke and not the step before it as well.
  disconnect(undo, &QAction::triggered, &masks.history(), nullptr);
  connect(undo, &QAction::triggered, this, [&masks] {
    if (masks.isEditing())
      masks.cancelEdit();
    else
      masks.history().undo();
  });
  redo = masks.history().createRedoAction(this, tr("Redo"));
  redo->setIcon(icon(at("redo")));
  redo->setShortcuts(
      {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
  window->addActions({undo, redo});

  swap = make(tr("Swap drop and keep"), at("swap"), Qt::Key_X,
              tr("Switch between painting drop and keep"));
  smaller = make(tr("Smaller brush"), {}, Qt::Key_BracketLeft, tr("Smaller brush"));
  larger = make(tr("Larger brush"), {}, Qt::Key_BracketRight, tr("Larger brush"));
  connect(swap, &QAction::triggered, this, [this] { tool_.setDropping(!tool_.isDropping()); });
  connect(smaller, &QAction::triggered, this, [this] { tool_.changeSize(-1); });
  connect(larger, &QAction::triggered, this, [this] { tool_.changeSize(1); });

  add = make(tr("New mask"), at("plus"), Qt::CTRL | Qt::SHIFT | Qt::Key_N,
             tr("Add a mask that keeps everything"));
  from_run =
      make(tr("Use the run's mask"), at("layers"), Qt::CTRL | Qt::SHIFT | Qt::Key_M,
           tr("Copy the run's most likely mask to paint on it: dropped where θ is above one half"));
  load = make(tr("Load mask…"), at("folder"), {},
              tr("Load any picture as a mask: white is kept, black is dropped"));
  save = make(tr("Save mask…"), at("save"), {},
              tr("Save the mask as a picture: white is kept, black is dropped"));
  copy = make(tr("Copy mask"), at("copy"), {}, tr("Copy the mask as a picture"));
  paste = make(tr("Paste mask"), at("paste"), Qt::CTRL | Qt::SHIFT | Qt::Key_V,
               tr("Paste a picture as a new mask"));
  remove = make(tr("Remove mask"), at("close"), {}, tr("Remove the mask; Undo restores it"));
  connect(add, &QAction::triggered, this, [&masks, this] {
    masks.add(tr("New mask"), masks.unusedName(), masks.blank(Masks::kKept));
  });
  connect(from_run, &QAction::triggered, &document_, &Document::addMaskFromRun);
  connect(load, &QAction::triggered, this, &EditActions::loadRequested);
  connect(save, &QAction::triggered, this, &EditActions::saveRequested);
  connect(copy, &QAction::triggered, this, &EditActions::copyMask);
  connect(paste, &QAction::triggered, this, &EditActions::pasteMask);
  connect(remove, &QAction::triggered, this, [&masks] { masks.remove(masks.current()); });

  invert = make(tr("Invert"), at("invert"), Qt::CTRL | Qt::SHIFT | Qt::Key_I,
                tr("Invert: keep what was dropped, and vice versa"));
  grow = make(tr("Grow"), at("grow"), Qt::CTRL | Qt::Key_Plus, tr("Grow what is dropped"));
  shrink = make(tr("Shrink"), at("shrink"), Qt::CTRL | Qt::Key_Minus, tr("Shrink what is dropped"));
  feather = make(tr("Feather"), at("feather"), {},
                 tr("Feather: soften the edges, where photo and infill are blended"));
  clear =
      make(tr("Keep all"), at("keep-all"), Qt::CTRL | Qt::Key_Delete, tr("Keep all: drop nothing"));
  fill = make(tr("Drop all"), at("drop-all"), {}, tr("Drop all: keep nothing"));
  connect(invert, &QAction::triggered, this, [this] {
    editMask(tr("Invert"), [](const QImage& m) { return to_gray_image(inverted(to_mask8(m))); });
  });
  connect(grow, &QAction::triggered, this, [this] {
    editMask(tr("Grow"),
             [](const QImage& m) { return to_gray_image(grown(to_mask8(m), kGrowRadius)); });
  });
  connect(shrink, &QAction::triggered, this, [this] {
    editMask(tr("Shrink"),
             [](const QImage& m) { return to_gray_image(shrunk(to_mask8(m), kGrowRadius)); });
  });
  connect(feather, &QAction::triggered, this, [this] {
    editMask(tr("Feather"),
             [](const QImage& m) { return to_gray_image(feathered(to_mask8(m), kFeatherRadius)); });
  });
  connect(clear, &QAction::triggered, this, [this] {
    editMask(tr("Keep all"),
             [this](const QImage&) { return document_.masks().blank(Masks::kKept); });
  });
  connect(fill, &QAction::triggered, this, [this] {
    editMask(tr("Drop all"),
             [this](const QImage&) { return document_.masks().blank(Masks::kDropped); });
  });

  menu = new QMenu(tr("Mask"), window);
  menu->addActions({undo, redo});
  menu->addSeparator();
  menu->addActions({add, from_run, load, save, copy, paste, remove});
  menu->addSeparator();
  menu->addActions({invert, grow, shrink, feather, clear, fill});

  connect(&tool_, &MaskTool::optionsChanged, this, &EditActions::refresh);
  connect(&masks, &Masks::listChanged, this, &EditActions::refresh);
  connect(&masks, &Masks::currentChanged, this, &EditActions::refresh);
  connect(&document_, &Document::photoChanged, this, &EditActions::refresh);
  connect(&document_, &Document::shownChanged, this, &EditActions::refresh);
  refresh();
}

void EditActions::editMask(const QString& step, const std::function<QImage(const QImage&)>& edit) {
  if (const NamedMask* mask = document_.masks().mask())
    document_.masks().replace(step, edit(mask->pixels));
}

void EditActions::copyMask() {
  if (const NamedMask* mask = document_.masks().mask())
    QApplication::clipboard()->setImage(mask->pixels);
}

void EditActions::pasteMask() {
  const QMimeData* data = QApplication::clipboard()->mimeData();
  const QImage picture =
      data && data->hasImage() ? qvariant_cast<QImage>(data->imageData()) : QImage();
  if (picture.isNull()) {  // no picture, or one that cannot be read
    emit refused(tr("There is no picture on the clipboard to make a mask from."));
    return;
  }
  emit pasted(picture);
}

void EditActions::refresh() {
  tools[static_cast<std::size_t>(tool_.kind())]->setChecked(true);
  const bool photo = document_.photo() != nullptr, mask = document_.byHand();
  for (QAction* action : tools) action->setEnabled(photo);
  for (QAction* action : {swap, smaller, larger, add, load, paste}) action->setEnabled(photo);
  for (QAction* action : {save, copy, remove, invert, grow, shrink, feather, clear, fill})
    action->setEnabled(mask);
  from_run->setEnabled(document_.run() && !document_.shown().drop.empty());
}

}  // namespace fido::ui
