// Masks painted by hand: several, named, with one history of edits for all of them. No widgets.
#pragma once

#include <QImage>
#include <QObject>
#include <QPainterPath>
#include <QPointF>
#include <QRect>
#include <QString>
#include <QUndoStack>
#include <functional>
#include <optional>
#include <vector>

namespace fido::ui {

// Grey 8-bit over the whole photo, 255 = kept, 0 = dropped, between = feathered.
struct NamedMask {
  int id = 0;  // stays the same, also when it is removed and brought back
  QString name;
  QImage pixels;
};

// What a step did to one mask: to its pixels inside `part`, or to the list of masks. A name that is
// empty means that there was no such mask before, or is none after. Pixels are rows of bytes,
// compressed (qCompress).
struct MaskChange {
  int mask = 0;  // NamedMask::id
  QRect part;
  QByteArray before, after;
  QString name_before, name_after;
  int index = 0;  // in the list

  bool ofList() const { return !name_before.isEmpty() || !name_after.isEmpty(); }
};

struct MaskStep {
  QString name;
  std::vector<MaskChange> changes;
};

// All there is to know: the masks are what the first `position` steps make of none.
struct MaskHistory {
  QSize size;
  std::vector<MaskStep> steps;
  int position = 0;
  int current = 0;  // NamedMask::id; 0: none
};

// Every edit is one step of history(), stored as what it changed: its dirty rectangle before and
// after, compressed.
class Masks : public QObject {
  Q_OBJECT

 public:
  // of a mask's longer side: finer than what any classifier sees
  static constexpr int kEdge = 1024;
  static constexpr quint8 kKept = 255, kDropped = 0;

  explicit Masks(QObject* parent = nullptr);
  ~Masks() override;

  // Another photo: no masks and no history. Masks have the photo's shape.
  void reset(const QSize& photo);
  QSize size() const { return size_; }
  QImage blank(quint8 value) const;

  const std::vector<NamedMask>& all() const { return masks_; }
  int current() const { return current_; }  // index; -1: none is chosen, the run's own mask counts
  const NamedMask* mask() const {
    return current_ < 0 ? nullptr : &masks_[static_cast<std::size_t>(current_)];
  }
  void setCurrent(int index);
  // The one that was current last, though the run's counts now; null when there is none.
  const NamedMask* lastChosen() const;
  QUndoStack& history() { return history_; }

  // Each one step. A mask of another size is brought to size().
  void add(const QString& step, const QString& name, const QImage& pixels);
  void remove(int index);
  void rename(int index, const QString& name);
  // of the current one; nothing where there is no change
  void replace(const QString& step, const QImage& after);
  // "Mask 1", "Mask 2", ...: the first that is free.
  QString freeName() const;

  // A step that is painted bit by bit. Without a current mask a new one begins, all `ground`. What
  // is painted is seen at once and becomes a step at endEdit(); cancelEdit() takes it back.
  void beginEdit(const QString& step, quint8 ground);
  bool editing() const { return editing_; }
  // A line with round ends, in the mask's pixels.
  void paintLine(QPointF from, QPointF to, double width, quint8 value);
  // In the place of the shape painted before it in this edit: for shapes that are still being
  // drawn.
  void paintShape(const QPainterPath& shape, quint8 value);
  // Where `region` (Grayscale8) is over one half.
  void paintRegion(const QImage& region, quint8 value);
  // All of it, for edits that a slider leads.
  void paintAll(const QImage& pixels);
  void endEdit();
  void cancelEdit();

  // For a session file; an edit under way counts as a step. restore() trusts what it is given
  // (session_file.h checks it).
  MaskHistory saved() const;
  void restore(MaskHistory saved);

 signals:
  void listChanged();               // masks came, went or were renamed
  void currentChanged();            // another one, or none
  void changed(const QRect& part);  // of the current one
  void edited();                    // a step was done, undone or done again

 private:
  friend class StepCommand;
  MaskStep unfinished() const;
  MaskChange listed(const NamedMask& mask, int index) const;
  MaskChange painted(const QImage& before, const NamedMask& after) const;
  void push(const QString& name, MaskChange change);
  void apply(const MaskChange& change, bool forward);
  NamedMask* find(int id);
  int indexOf(int id) const;
  void write(int id, const QRect& part, const QImage& pixels);
  void insert(int index, const NamedMask& mask);
  void take(int id);
  void touch(const QRect& part);
  void paint(const QRectF& bounds, const std::function<void(QPainter&)>& draw);
  QImage fitted(const QImage& pixels) const;

  QSize size_;
  std::vector<NamedMask> masks_;
  int current_ = -1, last_id_ = 0;
  int chosen_ = 0;  // id
  QUndoStack history_;
  bool editing_ = false, began_mask_ = false;
  QString step_;
  QImage before_;
  QRect dirty_, shape_;
};

}  // namespace fido::ui
