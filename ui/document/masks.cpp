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
  return QImage(reinterpret_cast<const uchar*>(rows.constData()), size.width(), size.height(), size.width(),
                QImage::Format_Grayscale8)
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

// Pixels of one mask inside a rectangle.
class EditCommand : public QUndoCommand {
 public:
  EditCommand(Masks& masks, int id, const QString& step, const QRect& part, const QImage& before, const QImage& after)
      : QUndoCommand(step), masks_(masks), id_(id), part_(part), before_(packed(before.copy(part))), after_(packed(after.copy(part))) {}

  void undo() override { masks_.write(id_, part_, unpacked(before_, part_.size())); }
  void redo() override {
    // The first time it is done already.
    if (std::exchange(done_, true)) masks_.write(id_, part_, unpacked(after_, part_.size()));
  }

 private:
  Masks& masks_;
  int id_;
  QRect part_;
  QByteArray before_, after_;
  bool done_ = false;
};

// A mask that comes, goes, or takes another name.
class ListCommand : public QUndoCommand {
 public:
  ListCommand(Masks& masks, const QString& step, std::optional<NamedMask> before, std::optional<NamedMask> after, int index)
      : QUndoCommand(step), masks_(masks), before_(pack(std::move(before))), after_(pack(std::move(after))), index_(index) {}

  void undo() override { change(after_, before_); }
  void redo() override { change(before_, after_); }

 private:
  struct Packed {
    int id;
    QString name;
    QByteArray pixels;
  };
  static std::optional<Packed> pack(std::optional<NamedMask> mask) {
    if (!mask) return std::nullopt;
    return Packed{mask->id, mask->name, packed(mask->pixels)};
  }
  void change(const std::optional<Packed>& from, const std::optional<Packed>& to) {
    if (from && to) {
      masks_.find(from->id)->name = to->name;
      emit masks_.listChanged();
    } else if (from) {
      masks_.take(from->id);
    } else {
      masks_.insert(index_, {to->id, to->name, unpacked(to->pixels, masks_.size())});
    }
  }

  Masks& masks_;
  std::optional<Packed> before_, after_;
  int index_;
};

Masks::Masks(QObject* parent) : QObject(parent) { connect(&history_, &QUndoStack::indexChanged, this, &Masks::edited); }

// A history that is destroyed says that it is empty, to those who are half gone themselves.
Masks::~Masks() { history_.blockSignals(true); }

void Masks::reset(const QSize& photo) {
  editing_ = false;
  size_ = photo.isEmpty() ? QSize() : photo.scaled(kEdge, kEdge, Qt::KeepAspectRatio).expandedTo({1, 1});
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
  const QImage grey = pixels.format() == QImage::Format_Grayscale8 ? pixels : pixels.convertToFormat(QImage::Format_Grayscale8);
  return grey.size() == size_ ? grey : grey.scaled(size_, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

NamedMask* Masks::find(int id) {
  const int index = indexOf(id);
  return index < 0 ? nullptr : &masks_[static_cast<std::size_t>(index)];
}

int Masks::indexOf(int id) const {
  const auto at = std::find_if(masks_.begin(), masks_.end(), [id](const NamedMask& mask) { return mask.id == id; });
  return at == masks_.end() ? -1 : static_cast<int>(at - masks_.begin());
}

void Masks::setCurrent(int index) {
  index = std::clamp(index, -1, static_cast<int>(masks_.size()) - 1);
  if (index == current_) return;
  endEdit();
  current_ = index;
  emit currentChanged();
}

QString Masks::freeName() const {
  for (int number = 1;; ++number) {
    const QString name = tr("Mask %1").arg(number);
    if (std::none_of(masks_.begin(), masks_.end(), [&](const NamedMask& mask) { return mask.name == name; })) return name;
  }
}

void Masks::add(const QString& step, const QString& name, const QImage& pixels) {
  if (size_.isEmpty()) return;
  endEdit();
  history_.push(new ListCommand(*this, step, std::nullopt, NamedMask{++last_id_, name, fitted(pixels)},
                                static_cast<int>(masks_.size())));
}

void Masks::remove(int index) {
  if (index < 0 || index >= static_cast<int>(masks_.size())) return;
  endEdit();
  const NamedMask& mask = masks_[static_cast<std::size_t>(index)];
  history_.push(new ListCommand(*this, tr("Remove %1").arg(mask.name), mask, std::nullopt, index));
}

void Masks::rename(int index, const QString& name) {
  if (index < 0 || index >= static_cast<int>(masks_.size())) return;
  const NamedMask& mask = masks_[static_cast<std::size_t>(index)];
  if (name.trimmed().isEmpty() || name == mask.name) return;
  endEdit();
  NamedMask after = mask;
  after.name = name.trimmed();
  history_.push(new ListCommand(*this, tr("Rename"), mask, after, index));
}

void Masks::replace(const QString& step, const QImage& pixels) {
  if (!mask()) return;
  endEdit();
  const QImage before = mask()->pixels, after = fitted(pixels);
  const QRect part = difference(before, after);
  if (part.isEmpty()) return;
  masks_[static_cast<std::size_t>(current_)].pixels = after;
  emit changed(part);
  history_.push(new EditCommand(*this, mask()->id, step, part, before, after));
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
  if (current_ >= index) current_ = std::min(std::max(index - 1, 0), static_cast<int>(masks_.size()) - 1);
  emit listChanged();
  emit currentChanged();
}

void Masks::write(int id, const QRect& part, const QImage& pixels) {
  NamedMask* mask = find(id);
  if (!mask) return;
  for (int y = 0; y < part.height(); ++y)
    std::memcpy(mask->pixels.scanLine(part.y() + y) + part.x(), pixels.constScanLine(y), static_cast<std::size_t>(part.width()));
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
  if (began_mask_) {
    history_.beginMacro(step);
    add(step, freeName(), blank(ground));
  }
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
  const QRect bounds = shape.boundingRect().toAlignedRect().adjusted(-1, -1, 1, 1) & QRect(QPoint(), size_);
  shape_ = bounds;
  if (!old.isEmpty()) emit changed(old);
  paint(shape.boundingRect(), [&](QPainter& painter) { painter.fillPath(shape, QColor(value, value, value)); });
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

void Masks::endEdit() {
  if (!std::exchange(editing_, false)) return;
  const QImage before = std::exchange(before_, {});
  const NamedMask& mask = masks_[static_cast<std::size_t>(current_)];
  const QRect part = difference(before, mask.pixels);
  if (!part.isEmpty()) history_.push(new EditCommand(*this, mask.id, step_, part, before, mask.pixels));
  if (!began_mask_) return;
  history_.endMacro();
  if (part.isEmpty()) history_.undo();  // a press that painted nothing makes no mask
}

void Masks::cancelEdit() {
  if (!std::exchange(editing_, false)) return;
  masks_[static_cast<std::size_t>(current_)].pixels = std::exchange(before_, {});
  emit changed(dirty_);
  if (!began_mask_) return;
  history_.endMacro();
  history_.undo();
}

}  // namespace fido::ui
