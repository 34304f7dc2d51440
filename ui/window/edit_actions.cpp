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

// Shares of the mask's longer side: an edit is as large on any photo.
constexpr int kGrow = Masks::kEdge / 128;
constexpr double kFeather = Masks::kEdge / 96.0;

Mask8 mask8(const QImage& image) {
  Mask8 out;
  out.width = image.width();
  out.height = image.height();
  out.values.resize(static_cast<std::size_t>(out.width) * out.height);
  for (int y = 0; y < out.height; ++y)
    std::memcpy(out.values.data() + static_cast<std::size_t>(y) * out.width, image.constScanLine(y),
                static_cast<std::size_t>(out.width));
  return out;
}

QImage grey(const Mask8& mask) {
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
      make(tr("Look"), at("pointer"), Qt::Key_V, tr("Look: drag pans, or takes the picture out")),
      make(tr("Brush"), at("brush"), Qt::Key_B,
           tr("Brush: paint what is dropped, or kept; Shift-drag changes its size")),
      make(tr("Eraser"), at("eraser"), Qt::Key_E, tr("Eraser: takes back what the brush does")),
      make(tr("Rectangle"), at("rectangle"), Qt::Key_R, tr("Rectangle; with Shift a square")),
      make(tr("Ellipse"), at("ellipse"), Qt::Key_O, tr("Ellipse; with Shift a circle")),
      make(tr("Lasso"), at("lasso"), Qt::Key_L, tr("Lasso: all inside a line drawn by hand")),
      make(tr("Polygon"), at("polygon"), Qt::Key_P,
           tr("Polygon: click corners; double click or Enter closes, Backspace takes one back")),
      make(tr("Colour"), at("flood"), Qt::Key_F,
           tr("Colour: all that is joined to the pixel and like it")),
      make(tr("Superpixels"), at("segments"), Qt::Key_S,
           tr("Superpixels: click or sweep over segments of the photo"))};
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
  // In the middle of a stroke it takes back the stroke, and not the step before it as well.
  disconnect(undo, &QAction::triggered, &masks.history(), nullptr);
  connect(undo, &QAction::triggered, this, [&masks] {
    if (masks.editing())
      masks.cancelEdit();
    else
      masks.history().undo();
  });
  redo = masks.history().createRedoAction(this, tr("Redo"));
  redo->setIcon(icon(at("redo")));
  redo->setShortcuts(
      {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
  window->addActions({undo, redo});

  swap = make(tr("Swap drop and keep"), at("swap"), Qt::Key_X, tr("Paint the other: drop or keep"));
  smaller = make(tr("Smaller brush"), {}, Qt::Key_BracketLeft, tr("Smaller brush"));
  larger = make(tr("Larger brush"), {}, Qt::Key_BracketRight, tr("Larger brush"));
  connect(swap, &QAction::triggered, this, [this] { tool_.setDrops(!tool_.drops()); });
  connect(smaller, &QAction::triggered, this, [this] { tool_.sizeBy(-1); });
  connect(larger, &QAction::triggered, this, [this] { tool_.sizeBy(1); });

  add = make(tr("New mask"), at("plus"), Qt::CTRL | Qt::SHIFT | Qt::Key_N,
             tr("A new mask that keeps everything"));
  from_run =
      make(tr("Use the run's mask"), at("layers"), Qt::CTRL | Qt::SHIFT | Qt::Key_M,
           tr("Make the map's likeliest mask one to paint on: dropped where θ is over one half"));
  load = make(tr("Load a mask…"), at("folder"), {},
              tr("Load a mask: any picture, white stays and black goes"));
  save = make(tr("Save the mask…"), at("save"), {},
              tr("Save the mask as a picture: white stays, black goes"));
  copy = make(tr("Copy the mask"), at("copy"), {}, tr("Copy the mask as a picture"));
  paste = make(tr("Paste a mask"), at("paste"), Qt::CTRL | Qt::SHIFT | Qt::Key_V,
               tr("Paste a picture as a new mask"));
  remove = make(tr("Remove the mask"), at("close"), {}, tr("Remove the mask; undo brings it back"));
  connect(add, &QAction::triggered, this, [&masks, this] {
    masks.add(tr("New mask"), masks.freeName(), masks.blank(Masks::kKept));
  });
  connect(from_run, &QAction::triggered, &document_, &Document::takeRunMask);
  connect(load, &QAction::triggered, this, &EditActions::loadRequested);
  connect(save, &QAction::triggered, this, &EditActions::saveRequested);
  connect(copy, &QAction::triggered, this, &EditActions::copyMask);
  connect(paste, &QAction::triggered, this, &EditActions::pasteMask);
  connect(remove, &QAction::triggered, this, [&masks] { masks.remove(masks.current()); });

  invert = make(tr("Invert"), at("invert"), Qt::CTRL | Qt::SHIFT | Qt::Key_I,
                tr("Invert: what was dropped is kept, and the other way round"));
  grow = make(tr("Grow"), at("grow"), Qt::CTRL | Qt::Key_Plus, tr("Grow what is dropped"));
  shrink = make(tr("Shrink"), at("shrink"), Qt::CTRL | Qt::Key_Minus, tr("Shrink what is dropped"));
  feather = make(tr("Feather"), at("feather"), {},
                 tr("Feather: at soft edges photo and infill are blended"));
  clear =
      make(tr("Keep all"), at("keep-all"), Qt::CTRL | Qt::Key_Delete, tr("Keep all: drop nothing"));
  fill = make(tr("Drop all"), at("drop-all"), {}, tr("Drop all: keep nothing"));
  connect(invert, &QAction::triggered, this, [this] {
    change(tr("Invert"), [](const QImage& m) { return grey(inverted(mask8(m))); });
  });
  connect(grow, &QAction::triggered, this, [this] {
    change(tr("Grow"), [](const QImage& m) { return grey(grown(mask8(m), kGrow)); });
  });
  connect(shrink, &QAction::triggered, this, [this] {
    change(tr("Shrink"), [](const QImage& m) { return grey(shrunk(mask8(m), kGrow)); });
  });
  connect(feather, &QAction::triggered, this, [this] {
    change(tr("Feather"), [](const QImage& m) { return grey(feathered(mask8(m), kFeather)); });
  });
  connect(clear, &QAction::triggered, this, [this] {
    change(tr("Keep all"), [this](const QImage&) { return document_.masks().blank(Masks::kKept); });
  });
  connect(fill, &QAction::triggered, this, [this] {
    change(tr("Drop all"),
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

void EditActions::change(const QString& step, const std::function<QImage(const QImage&)>& edit) {
  if (const NamedMask* mask = document_.masks().mask())
    document_.masks().replace(step, edit(mask->pixels));
}

void EditActions::copyMask() {
  if (const NamedMask* mask = document_.masks().mask())
    QApplication::clipboard()->setImage(mask->pixels);
}

void EditActions::pasteMask() {
  const QMimeData* held = QApplication::clipboard()->mimeData();
  const QImage picture =
      held && held->hasImage() ? qvariant_cast<QImage>(held->imageData()) : QImage();
  if (picture.isNull()) {  // also one that says it is a picture and cannot be read
    emit refused(tr("There is no picture on the clipboard to make a mask of."));
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
