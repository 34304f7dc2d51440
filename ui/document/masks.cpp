#include "ui/document/masks.h"

#include <QPainter>
#include <algorithm>
#include <cstring>
#include <utility>

namespace fido::ui {
namespace {

// The fastest level: a mask consists mostly of one value, so a higher one gains little.
constexpr int kCompressionLevel = 1;

QByteArray compress_pixels(const QImage& pixels) {
  QByteArray rows;
  rows.reserve(qsizetype{pixels.width()} * pixels.height());
  for (int y = 0; y < pixels.height(); ++y)
    rows.append(reinterpret_cast<const char*>(pixels.constScanLine(y)), pixels.width());
  return qCompress(rows, kCompressionLevel);
}

QImage decompress_pixels(const QByteArray& data, const QSize& size) {
  const QByteArray rows = qUncompress(data);
  if (rows.size() != qsizetype{size.width()} * size.height()) {  // not from compress_pixels()
    QImage blank(size, QImage::Format_Grayscale8);
    blank.fill(255);
    return blank;
  }
  return QImage(reinterpret_cast<const uchar*>(rows.constData()), size.width(), size.height(),
                size.width(), QImage::Format_Grayscale8)
      .copy();
}

// Returns the smallest rectangle that contains every difference; both have the same size.
QRect changed_rect(const QImage& a, const QImage& b) {
  int top = a.height(), bottom = -1, left = a.width(), right = -1;
  for (int y = 0; y < a.height(); ++y) {
    const uchar *p = a.constScanLine(y), *q = b.constScanLine(y);
    if (std::memcmp(p, q, static_cast<std::size_t>(a.width())) == 0) continue;
    top = std::min(top, y);
    bottom = y;
    int first = 0, last = a.width() - 1;
    while (p[first] == q[first]) ++first;
    while (p[last] == q[last]) --last;
    left = std::min(left, first);
    right = std::max(right, last);
  }
  return bottom < 0 ? QRect() : QRect(QPoint(left, top), QPoint(right, bottom));
}

}  // namespace

// One step of the history. `is_applied` says that the masks contain the step already: the first
// redo(), which QUndoStack::push() calls, then does nothing.
class StepCommand : public QUndoCommand {
 public:
  StepCommand(Masks& masks, MaskStep step, bool is_applied)
      : QUndoCommand(step.name), step_(std::move(step)), masks_(masks), is_applied_(is_applied) {}

  void undo() override {
    masks_.cancelEdit();  // an undo during a stroke removes the pixels that the stroke began from
    for (auto change = step_.changes.rbegin(); change != step_.changes.rend(); ++change)
      masks_.apply(*change, false);
  }
  void redo() override {
    if (std::exchange(is_applied_, false)) return;
    masks_.cancelEdit();
    for (const MaskChange& change : step_.changes) masks_.apply(change, true);
  }
  const MaskStep& step() const { return step_; }

 private:
  MaskStep step_;
  Masks& masks_;
  bool is_applied_;
};

Masks::Masks(QObject* parent) : QObject(parent) {
  connect(&history_, &QUndoStack::indexChanged, this, &Masks::edited);
  connect(this, &Masks::currentChanged, this, [this] {
    if (mask()) last_current_id_ = mask()->id;
  });
}

// A QUndoStack emits its signals when it is destroyed; the receivers may be half destroyed by then.
Masks::~Masks() { history_.blockSignals(true); }

void Masks::reset(const QSize& photo) {
  editing_ = false;
  size_ = photo.isEmpty()
              ? QSize()
              : photo.scaled(kMaxSide, kMaxSide, Qt::KeepAspectRatio).expandedTo({1, 1});
  masks_.clear();
  current_ = -1;
  history_.clear();
  emit listChanged();
  emit currentChanged();
}

QImage Masks::blank(quint8 value) const {
  QImage image(size_, QImage::Format_Grayscale8);
  image.fill(value);
  return image;
}

QImage Masks::resizedToFit(const QImage& pixels) const {
  if (pixels.isNull()) return blank(kKept);
  const QImage gray = pixels.format() == QImage::Format_Grayscale8
                          ? pixels
                          : pixels.convertToFormat(QImage::Format_Grayscale8);
  return gray.size() == size_ ? gray
                              : gray.scaled(size_, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

NamedMask* Masks::find(int id) {
  const int index = indexOf(id);
  return index < 0 ? nullptr : &masks_[static_cast<std::size_t>(index)];
}

int Masks::indexOf(int id) const {
  const auto found = std::find_if(masks_.begin(), masks_.end(),
                                  [id](const NamedMask& mask) { return mask.id == id; });
  return found == masks_.end() ? -1 : static_cast<int>(found - masks_.begin());
}

void Masks::setCurrent(int index) {
  index = std::clamp(index, -1, static_cast<int>(masks_.size()) - 1);
  if (index == current_) return;
  endEdit();
  current_ = index;
  emit currentChanged();
}

const NamedMask* Masks::lastCurrent() const {
  const int index = mask() ? current_ : indexOf(last_current_id_);
  if (index >= 0) return &masks_[static_cast<std::size_t>(index)];
  return masks_.empty() ? nullptr : &masks_.back();
}

QString Masks::unusedName() const {
  for (int number = 1;; ++number) {
    const QString name = tr("Mask %1").arg(number);
    if (std::none_of(masks_.begin(), masks_.end(),
                     [&](const NamedMask& mask) { return mask.name == name; }))
      return name;
  }
}

MaskChange Masks::listChange(const NamedMask& mask, int index) const {
  MaskChange change;
  change.mask_id = mask.id;
  change.part = QRect(QPoint(), size_);
  change.index = index;
  return change;
}

void Masks::push(const QString& name, MaskChange change) {
  history_.push(new StepCommand(*this, {name, {std::move(change)}}, false));
}

void Masks::add(const QString& step, const QString& name, const QImage& pixels) {
  if (size_.isEmpty()) return;
  endEdit();
  const NamedMask mask{++last_id_, name, resizedToFit(pixels)};
  MaskChange change = listChange(mask, static_cast<int>(masks_.size()));
  change.name_after = name;
  change.after = compress_pixels(mask.pixels);
  push(step, std::move(change));
}

void Masks::remove(int index) {
  if (index < 0 || index >= static_cast<int>(masks_.size())) return;
  endEdit();
  const NamedMask& mask = masks_[static_cast<std::size_t>(index)];
  MaskChange change = listChange(mask, index);
  change.name_before = mask.name;
  change.before = compress_pixels(mask.pixels);
  push(tr("Remove %1").arg(mask.name), std::move(change));
}

void Masks::rename(int index, const QString& name) {
  if (index < 0 || index >= static_cast<int>(masks_.size())) return;
  const NamedMask& mask = masks_[static_cast<std::size_t>(index)];
  if (name.trimmed().isEmpty() || name == mask.name) return;
  endEdit();
  MaskChange change = listChange(mask, index);
  change.name_before = mask.name;
  change.name_after = name.trimmed();
  push(tr("Rename"), std::move(change));
}

void Masks::apply(const MaskChange& change, bool forward) {
  const QString& from = forward ? change.name_before : change.name_after;
  const QString& to = forward ? change.name_after : change.name_before;
  const QByteArray& pixels = forward ? change.after : change.before;
  if (!change.changesList())
    writePixels(change.mask_id, change.part, decompress_pixels(pixels, change.part.size()));
  else if (from.isEmpty())
    insert(change.index, {change.mask_id, to, decompress_pixels(pixels, size_)});
  else if (to.isEmpty())
    removeById(change.mask_id);
  else if (NamedMask* mask = find(change.mask_id)) {
    mask->name = to;
    emit listChanged();
  }
}

void Masks::replace(const QString& step, const QImage& pixels) {
  if (!mask()) return;
  endEdit();
  const QImage before = mask()->pixels, after = resizedToFit(pixels);
  const QRect part = changed_rect(before, after);
  if (part.isEmpty()) return;
  masks_[static_cast<std::size_t>(current_)].pixels = after;
  emit pixelsChanged(part);
  history_.push(new StepCommand(*this, {step, {pixelChange(before, *mask())}}, true));
}

void Masks::insert(int index, const NamedMask& mask) {
  index = std::min(index, static_cast<int>(masks_.size()));
  masks_.insert(masks_.begin() + index, mask);
  current_ = index;
  emit listChanged();
  emit currentChanged();
}

void Masks::removeById(int id) {
  const int index = indexOf(id);
  if (index < 0) return;
  masks_.erase(masks_.begin() + index);
  // Make a neighbouring mask current: it is closer to what the user was doing than the run's mask.
  if (current_ >= index)
    current_ = std::min(std::max(index - 1, 0), static_cast<int>(masks_.size()) - 1);
  emit listChanged();
  emit currentChanged();
}

void Masks::writePixels(int id, const QRect& part, const QImage& pixels) {
  NamedMask* mask = find(id);
  if (!mask) return;
  for (int y = 0; y < part.height(); ++y)
    std::memcpy(mask->pixels.scanLine(part.y() + y) + part.x(), pixels.constScanLine(y),
                static_cast<std::size_t>(part.width()));
  const int index = indexOf(id);
  if (index != current_) {
    current_ = index;  // show the mask that has changed
    emit currentChanged();
  } else {
    emit pixelsChanged(part);
  }
}

void Masks::beginEdit(const QString& step, quint8 background) {
  if (size_.isEmpty()) return;
  endEdit();
  created_mask_ = !mask();
  if (created_mask_)
    insert(static_cast<int>(masks_.size()), {++last_id_, unusedName(), blank(background)});
  editing_ = true;
  step_name_ = step;
  pixels_before_ = mask()->pixels;
  dirty_rect_ = shape_rect_ = {};
}

void Masks::markDirty(const QRect& part) {
  if (part.isEmpty()) return;
  dirty_rect_ |= part;
  emit pixelsChanged(part);
}

void Masks::paint(const QRectF& bounds, const std::function<void(QPainter&)>& draw) {
  QPainter painter(&masks_[static_cast<std::size_t>(current_)].pixels);
  painter.setCompositionMode(QPainter::CompositionMode_Source);
  draw(painter);
  painter.end();
  markDirty(bounds.toAlignedRect().adjusted(-1, -1, 1, 1) & QRect(QPoint(), size_));
}

void Masks::paintLine(QPointF from, QPointF to, double width, quint8 value) {
  if (!editing_) return;
  const double half = width / 2;
  const QRectF bounds = QRectF(from, to).normalized().adjusted(-half, -half, half, half);
  const QColor color(value, value, value);
  paint(bounds, [&](QPainter& painter) {
    if (from == to) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(color);
      painter.drawEllipse(from, half, half);
    } else {
      painter.setPen(QPen(color, width, Qt::SolidLine, Qt::RoundCap));
      painter.drawLine(from, to);
    }
  });
}

void Masks::paintShape(const QPainterPath& shape, quint8 value) {
  if (!editing_) return;
  const QRect previous = shape_rect_;
  if (!previous.isEmpty()) {
    QPainter painter(&masks_[static_cast<std::size_t>(current_)].pixels);
    painter.setCompositionMode(QPainter::CompositionMode_Source);
    painter.drawImage(previous.topLeft(), pixels_before_, previous);
  }
  const QRect bounds =
      shape.boundingRect().toAlignedRect().adjusted(-1, -1, 1, 1) & QRect(QPoint(), size_);
  shape_rect_ = bounds;
  if (!previous.isEmpty()) emit pixelsChanged(previous);
  paint(shape.boundingRect(),
        [&](QPainter& painter) { painter.fillPath(shape, QColor(value, value, value)); });
}

void Masks::paintRegion(const QImage& region, quint8 value) {
  if (!editing_ || region.size() != size_) return;
  QImage& pixels = masks_[static_cast<std::size_t>(current_)].pixels;
  QRect part;
  for (int y = 0; y < size_.height(); ++y) {
    const uchar* in = region.constScanLine(y);
    uchar* out = pixels.scanLine(y);
    for (int x = 0; x < size_.width(); ++x) {
      if (in[x] < 128 || out[x] == value) continue;
      out[x] = value;
      part |= QRect(x, y, 1, 1);
    }
  }
  markDirty(part);
}

void Masks::paintAll(const QImage& pixels) {
  if (!editing_) return;
  masks_[static_cast<std::size_t>(current_)].pixels = resizedToFit(pixels);
  markDirty(QRect(QPoint(), size_));
}

MaskChange Masks::pixelChange(const QImage& before, const NamedMask& after) const {
  MaskChange change;
  change.mask_id = after.id;
  change.part = changed_rect(before, after.pixels);
  change.before = compress_pixels(before.copy(change.part));
  change.after = compress_pixels(after.pixels.copy(change.part));
  return change;
}

// Returns the step that endEdit() would push for the current edit. It has no changes if nothing was
// painted.
MaskStep Masks::pendingStep() const {
  MaskStep step{step_name_, {}};
  const NamedMask& edited_mask = *mask();
  MaskChange change = pixelChange(pixels_before_, edited_mask);
  if (change.part.isEmpty()) return step;
  if (created_mask_) {
    MaskChange creation = listChange(edited_mask, current_);
    creation.name_after = edited_mask.name;
    creation.after = compress_pixels(pixels_before_);
    step.changes.push_back(std::move(creation));
  }
  step.changes.push_back(std::move(change));
  return step;
}

void Masks::endEdit() {
  if (!editing_) return;
  MaskStep step = pendingStep();
  editing_ = false;
  pixels_before_ = {};
  if (!step.changes.empty())
    history_.push(new StepCommand(*this, std::move(step), true));
  else if (created_mask_)
    removeById(mask()->id);  // an edit that painted nothing creates no mask
}

void Masks::cancelEdit() {
  if (!std::exchange(editing_, false)) return;
  masks_[static_cast<std::size_t>(current_)].pixels = std::exchange(pixels_before_, {});
  emit pixelsChanged(dirty_rect_);
  if (created_mask_) removeById(mask()->id);
}

MaskHistory Masks::toHistory() const {
  MaskHistory out;
  out.size = size_;
  for (int i = 0; i < history_.count(); ++i)
    out.steps.push_back(static_cast<const StepCommand*>(history_.command(i))->step());
  out.position = history_.index();
  if (editing_)
    if (MaskStep step = pendingStep(); !step.changes.empty()) {
      out.steps.resize(static_cast<std::size_t>(out.position));  // endEdit() drops undone steps
      out.steps.push_back(std::move(step));
      ++out.position;
    }
  out.current = mask() ? mask()->id : 0;
  return out;
}

void Masks::restore(MaskHistory stored) {
  {
    const QSignalBlocker blocker(this), history_blocker(&history_);
    reset(stored.size);
    size_ = stored.size;
    for (MaskStep& step : stored.steps) {
      for (const MaskChange& change : step.changes) last_id_ = std::max(last_id_, change.mask_id);
      history_.push(new StepCommand(*this, std::move(step), false));
    }
    history_.setIndex(stored.position);
    current_ = indexOf(stored.current);
  }
  // The signals were blocked above: tell the views of the history now.
  emit history_.indexChanged(history_.index());
  emit history_.cleanChanged(history_.isClean());
  emit history_.canUndoChanged(history_.canUndo());
  emit history_.canRedoChanged(history_.canRedo());
  emit history_.undoTextChanged(history_.undoText());
  emit history_.redoTextChanged(history_.redoText());
  emit listChanged();
  emit currentChanged();
}

}  // namespace fido::ui
