// Masks that the user paints: several, named, with one edit history for all of them. Contains no
// widgets.
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

// Pixels are Format_Grayscale8 over the whole photo: 255 = kept, 0 = dropped, between = feathered.
struct NamedMask {
  int id = 0;  // stays the same when the mask is removed and restored by undo
  QString name;
  QImage pixels;
};

// What a step did to one mask: to its pixels inside `part`, or to the list of masks. An empty
// name_before means that the step created the mask, an empty name_after that it removed it; both
// are empty if only pixels changed. Pixels are rows of bytes, compressed (qCompress).
struct MaskChange {
  int mask_id = 0;  // NamedMask::id
  QRect part;
  QByteArray before, after;
  QString name_before, name_after;
  int index = 0;  // in the list

  bool changesList() const { return !name_before.isEmpty() || !name_after.isEmpty(); }
};

struct MaskStep {
  QString name;
  std::vector<MaskChange> changes;
};

// The complete state: the masks result from applying the first `position` steps to an empty list.
struct MaskHistory {
  QSize size;
  std::vector<MaskStep> steps;
  int position = 0;
  int current = 0;  // NamedMask::id; 0: none
};

// Every edit is one step of history(). A step stores what it changed: the pixels of its dirty
// rectangle before and after, compressed.
class Masks : public QObject {
  Q_OBJECT

 public:
  // Length of a mask's longer side in pixels: finer than what any classifier sees.
  static constexpr int kMaxSide = 1024;
  static constexpr quint8 kKept = 255, kDropped = 0;

  explicit Masks(QObject* parent = nullptr);
  ~Masks() override;

  // Removes all masks and the history, and takes the aspect ratio of another photo.
  void reset(const QSize& photo);
  QSize size() const { return size_; }
  // Returns an image of size() filled with `value`.
  QImage blank(quint8 value) const;

  const std::vector<NamedMask>& all() const { return masks_; }
  // Returns the index of the current mask; -1 if none is current and the run's own mask is shown.
  int current() const { return current_; }
  const NamedMask* mask() const {
    return current_ < 0 ? nullptr : &masks_[static_cast<std::size_t>(current_)];
  }
  void setCurrent(int index);
  // Returns the current mask, else the one that was current last, else the last of the list. Null
  // if there is no mask.
  const NamedMask* lastCurrent() const;
  QUndoStack& history() { return history_; }

  // Each of these is one step. A mask of another size is scaled to size().
  void add(const QString& step, const QString& name, const QImage& pixels);
  void remove(int index);
  void rename(int index, const QString& name);
  // Replaces the pixels of the current mask. Does nothing if they are the same.
  void replace(const QString& step, const QImage& after);
  // Returns the first of "Mask 1", "Mask 2", ... that is not in use.
  QString unusedName() const;

  // Begins a step that is painted bit by bit. Without a current mask, creates one that is filled
  // with `background`. Painted pixels are visible at once and become a step at endEdit();
  // cancelEdit() restores the previous pixels.
  void beginEdit(const QString& step, quint8 background);
  bool isEditing() const { return editing_; }
  // Paints a line with round ends. Coordinates and width are in the mask's pixels.
  void paintLine(QPointF from, QPointF to, double width, quint8 value);
  // Paints a shape in place of the one painted before it in this edit: for shapes that are still
  // being dragged.
  void paintShape(const QPainterPath& shape, quint8 value);
  // Paints the pixels where `region` (Grayscale8) is at least 128.
  void paintRegion(const QImage& region, quint8 value);
  // Replaces all pixels: for edits that a slider controls.
  void paintAll(const QImage& pixels);
  void endEdit();
  void cancelEdit();

  // Returns the state for a session file; an edit in progress counts as a step.
  MaskHistory toHistory() const;
  // Restores a stored state, which must be valid (session_file.h validates it).
  void restore(MaskHistory stored);

 signals:
  void listChanged();                     // masks were added, removed or renamed
  void currentChanged();                  // another mask is current, or none
  void pixelsChanged(const QRect& part);  // of the current mask
  void edited();                          // a step was done, undone or redone

 private:
  friend class StepCommand;
  MaskStep pendingStep() const;
  MaskChange listChange(const NamedMask& mask, int index) const;
  MaskChange pixelChange(const QImage& before, const NamedMask& after) const;
  void push(const QString& name, MaskChange change);
  void apply(const MaskChange& change, bool forward);
  NamedMask* find(int id);
  int indexOf(int id) const;
  void writePixels(int id, const QRect& part, const QImage& pixels);
  void insert(int index, const NamedMask& mask);
  void removeById(int id);
  void markDirty(const QRect& part);
  void paint(const QRectF& bounds, const std::function<void(QPainter&)>& draw);
  QImage resizedToFit(const QImage& pixels) const;

  QSize size_;
  std::vector<NamedMask> masks_;
  int current_ = -1, last_id_ = 0;
  int last_current_id_ = 0;
  QUndoStack history_;
  // State of the edit in progress.
  bool editing_ = false, created_mask_ = false;
  QString step_name_;
  QImage pixels_before_;
  QRect dirty_rect_, shape_rect_;
};

}  // namespace fido::ui
