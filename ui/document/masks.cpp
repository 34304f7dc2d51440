#include "ui/document/masks.h"

#include <QPainter>
#include <algorithm>
#include <cstring>
#include <utility>

namespace fido::ui {
namespace {

// Fast, and a mask is mostly one value.
constexpr int kCompression = 1;

QByteArray packed(const QImage& pixels) {
  QByteArray rows;
  rows.reserve(qsizetype{pixels.width()} * pixels.height());
  for (int y = 0; y < pixels.height(); ++y)
    rows.append(reinterpret_cast<const char*>(pixels.constScanLine(y)), pixels.width());
  return qCompress(rows, kCompression);
}

QImage unpacked(const QByteArray& data, const QSize& size) {
  const QByteArray rows = qUncompress(data);
  if (rows.size() != qsizetype{size.width()} * size.height()) {  // nothing that packed() made
    QImage blank(size, QImage::Format_Grayscale8);
    blank.fill(255);
    return blank;
  }
  return QImage(reinterpret_cast<const uchar*>(rows.constData()), size.width(), size.height(),
                size.width(), QImage::Format_Grayscale8)
      .copy();
}

// The smallest rectangle that holds every difference.
QRect difference(const QImage& a, const QImage& b) {
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

// One step of the history. The first time it is done already.
class StepCommand : public QUndoCommand {
 public:
  StepCommand(Masks& masks, MaskStep step, bool done)
      : QUndoCommand(step.name), step_(std::move(step)), masks_(masks), done_(done) {}

  void undo() override {
    masks_.cancelEdit();  // undone in the middle of a stroke: what it began from is no longer there
    for (auto change = step_.changes.rbegin(); change != step_.changes.rend(); ++change)
      masks_.apply(*change, false);
  }
  void redo() override {
    if (std::exchange(done_, false)) return;
    masks_.cancelEdit();
    for (const MaskChange& change : step_.changes) masks_.apply(change, true);
  }
  const MaskStep& step() const { return step_; }

 private:
  MaskStep step_;
  Masks& masks_;
  bool done_;
};

Masks::Masks(QObject* parent) : QObject(parent) {
  connect(&history_, &QUndoStack::indexChanged, this, &Masks::edited);
  connect(this, &Masks::currentChanged, this, [this] {
    if (mask()) chosen_ = mask()->id;
  });
}

// A history that is destroyed says that it is empty, to those who are half gone themselves.
Masks::~Masks() { history_.blockSignals(true); }

void Masks::reset(const QSize& photo) {
  editing_ = false;
  size_ = photo.isEmpty() ? QSize()
                          : photo.scaled(kEdge, kEdge, Qt::KeepAspectRatio).expandedTo({1, 1});
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

QImage Masks::fitted(const QImage& pixels) const {
  if (pixels.isNull()) return blank(kKept);
  const QImage grey = pixels.format() == QImage::Format_Grayscale8
                          ? pixels
                          : pixels.convertToFormat(QImage::Format_Grayscale8);
  return grey.size() == size_ ? grey
                              : grey.scaled(size_, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

NamedMask* Masks::find(int id) {
  const int index = indexOf(id);
  return index < 0 ? nullptr : &masks_[static_cast<std::size_t>(index)];
}

int Masks::indexOf(int id) const {
  const auto at = std::find_if(masks_.begin(), masks_.end(),
                               [id](const NamedMask& mask) { return mask.id == id; });
  return at == masks_.end() ? -1 : static_cast<int>(at - masks_.begin());
}

void Masks::setCurrent(int index) {
  index = std::clamp(index, -1, static_cast<int>(masks_.size()) - 1);
  if (index == current_) return;
  endEdit();
  current_ = index;
  emit currentChanged();
}

const NamedMask* Masks::lastChosen() const {
  const int index = mask() ? current_ : indexOf(chosen_);
  if (index >= 0) return &masks_[static_cast<std::size_t>(index)];
  return masks_.empty() ? nullptr : &masks_.back();
}

QString Masks::freeName() const {
  for (int number = 1;; ++number) {
    const QString name = tr("Mask %1").arg(number);
    if (std::none_of(masks_.begin(), masks_.end(),
                     [&](const NamedMask& mask) { return mask.name == name; }))
      return name;
  }
}

MaskChange Masks::listed(const NamedMask& mask, int index) const {
  MaskChange change;
  change.mask = mask.id;
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
  const NamedMask mask{++last_id_, name, fitted(pixels)};
  MaskChange change = listed(mask, static_cast<int>(masks_.size()));
  change.name_after = name;
  change.after = packed(mask.pixels);
  push(step, std::move(change));
}

void Masks::remove(int index) {
  if (index < 0 || index >= static_cast<int>(masks_.size())) return;
  endEdit();
  const NamedMask& mask = masks_[static_cast<std::size_t>(index)];
  MaskChange change = listed(mask, index);
  change.name_before = mask.name;
  change.before = packed(mask.pixels);
  push(tr("Remove %1").arg(mask.name), std::move(change));
}

void Masks::rename(int index, const QString& name) {
  if (index < 0 || index >= static_cast<int>(masks_.size())) return;
  const NamedMask& mask = masks_[static_cast<std::size_t>(index)];
  if (name.trimmed().isEmpty() || name == mask.name) return;
  endEdit();
  MaskChange change = listed(mask, index);
  change.name_before = mask.name;
  change.name_after = name.trimmed();
  push(tr("Rename"), std::move(change));
}

void Masks::apply(const MaskChange& change, bool forward) {
  const QString& from = forward ? change.name_before : change.name_after;
  const QString& to = forward ? change.name_after : change.name_before;
  const QByteArray& pixels = forward ? change.after : change.before;
  if (!change.ofList())
    write(change.mask, change.part, unpacked(pixels, change.part.size()));
  else if (from.isEmpty())
    insert(change.index, {change.mask, to, unpacked(pixels, size_)});
  else if (to.isEmpty())
    take(change.mask);
  else if (NamedMask* mask = find(change.mask)) {
    mask->name = to;
    emit listChanged();
  }
}

void Masks::replace(const QString& step, const QImage& pixels) {
  if (!mask()) return;
  endEdit();
  const QImage before = mask()->pixels, after = fitted(pixels);
  const QRect part = difference(before, after);
  if (part.isEmpty()) return;
  masks_[static_cast<std::size_t>(current_)].pixels = after;
  emit changed(part);
  history_.push(new StepCommand(*this, {step, {painted(before, *mask())}}, true));
}

void Masks::insert(int index, const NamedMask& mask) {
  index = std::min(index, static_cast<int>(masks_.size()));
  masks_.insert(masks_.begin() + index, mask);
  current_ = index;
  emit listChanged();
  emit currentChanged();
}

void Masks::take(int id) {
  const int index = indexOf(id);
  if (index < 0) return;
  masks_.erase(masks_.begin() + index);
  // The neighbour is nearer to what a person had in mind than the run's mask.
  if (current_ >= index)
    current_ = std::min(std::max(index - 1, 0), static_cast<int>(masks_.size()) - 1);
  emit listChanged();
  emit currentChanged();
}

void Masks::write(int id, const QRect& part, const QImage& pixels) {
  NamedMask* mask = find(id);
  if (!mask) return;
  for (int y = 0; y < part.height(); ++y)
    std::memcpy(mask->pixels.scanLine(part.y() + y) + part.x(), pixels.constScanLine(y),
                static_cast<std::size_t>(part.width()));
  const int index = indexOf(id);
  if (index != current_) {
    current_ = index;  // what was changed is what is shown
    emit currentChanged();
  } else {
    emit changed(part);
  }
}

void Masks::beginEdit(const QString& step, quint8 ground) {
  if (size_.isEmpty()) return;
  endEdit();
  began_mask_ = !mask();
  if (began_mask_) insert(static_cast<int>(masks_.size()), {++last_id_, freeName(), blank(ground)});
  editing_ = true;
  step_ = step;
  before_ = mask()->pixels;
  dirty_ = shape_ = {};
}

void Masks::touch(const QRect& part) {
  if (part.isEmpty()) return;
  dirty_ |= part;
  emit changed(part);
}

void Masks::paint(const QRectF& bounds, const std::function<void(QPainter&)>& draw) {
  QPainter painter(&masks_[static_cast<std::size_t>(current_)].pixels);
  painter.setCompositionMode(QPainter::CompositionMode_Source);
  draw(painter);
  painter.end();
  touch(bounds.toAlignedRect().adjusted(-1, -1, 1, 1) & QRect(QPoint(), size_));
}

void Masks::paintLine(QPointF from, QPointF to, double width, quint8 value) {
  if (!editing_) return;
  const double half = width / 2;
  const QRectF bounds = QRectF(from, to).normalized().adjusted(-half, -half, half, half);
  const QColor grey(value, value, value);
  paint(bounds, [&](QPainter& painter) {
    if (from == to) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(grey);
      painter.drawEllipse(from, half, half);
    } else {
      painter.setPen(QPen(grey, width, Qt::SolidLine, Qt::RoundCap));
      painter.drawLine(from, to);
    }
  });
}

void Masks::paintShape(const QPainterPath& shape, quint8 value) {
  if (!editing_) return;
  QRect old = shape_;
  if (!old.isEmpty()) {
    QPainter painter(&masks_[static_cast<std::size_t>(current_)].pixels);
    painter.setCompositionMode(QPainter::CompositionMode_Source);
    painter.drawImage(old.topLeft(), before_, old);
  }
  const QRect bounds =
      shape.boundingRect().toAlignedRect().adjusted(-1, -1, 1, 1) & QRect(QPoint(), size_);
  shape_ = bounds;
  if (!old.isEmpty()) emit changed(old);
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
  touch(part);
}

void Masks::paintAll(const QImage& pixels) {
  if (!editing_) return;
  masks_[static_cast<std::size_t>(current_)].pixels = fitted(pixels);
  touch(QRect(QPoint(), size_));
}

MaskChange Masks::painted(const QImage& before, const NamedMask& after) const {
  MaskChange change;
  change.mask = after.id;
  change.part = difference(before, after.pixels);
  change.before = packed(before.copy(change.part));
  change.after = packed(after.pixels.copy(change.part));
  return change;
}

// What endEdit() would make of the edit that is under way; no changes where nothing was painted.
MaskStep Masks::unfinished() const {
  MaskStep step{step_, {}};
  const NamedMask& now = *mask();
  MaskChange change = painted(before_, now);
  if (change.part.isEmpty()) return step;
  if (began_mask_) {
    MaskChange begun = listed(now, current_);
    begun.name_after = now.name;
    begun.after = packed(before_);
    step.changes.push_back(std::move(begun));
  }
  step.changes.push_back(std::move(change));
  return step;
}

void Masks::endEdit() {
  if (!editing_) return;
  MaskStep step = unfinished();
  editing_ = false;
  before_ = {};
  if (!step.changes.empty())
    history_.push(new StepCommand(*this, std::move(step), true));
  else if (began_mask_)
    take(mask()->id);  // a press that painted nothing makes no mask
}

void Masks::cancelEdit() {
  if (!std::exchange(editing_, false)) return;
  masks_[static_cast<std::size_t>(current_)].pixels = std::exchange(before_, {});
  emit changed(dirty_);
  if (began_mask_) take(mask()->id);
}

MaskHistory Masks::saved() const {
  MaskHistory out;
  out.size = size_;
  for (int i = 0; i < history_.count(); ++i)
    out.steps.push_back(static_cast<const StepCommand*>(history_.command(i))->step());
  out.position = history_.index();
  if (editing_)
    if (MaskStep step = unfinished(); !step.changes.empty()) {
      out.steps.resize(static_cast<std::size_t>(out.position));  // as endEdit() would
      out.steps.push_back(std::move(step));
      ++out.position;
    }
  out.current = mask() ? mask()->id : 0;
  return out;
}

void Masks::restore(MaskHistory saved) {
  {
    const QSignalBlocker quiet(this), quiet_history(&history_);
    reset(saved.size);
    size_ = saved.size;
    for (MaskStep& step : saved.steps) {
      for (const MaskChange& change : step.changes) last_id_ = std::max(last_id_, change.mask);
      history_.push(new StepCommand(*this, std::move(step), false));
    }
    history_.setIndex(saved.position);
    current_ = indexOf(saved.current);
  }
  // Those who show the history have heard nothing of it.
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
