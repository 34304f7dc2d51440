// Tests of masks painted by hand and their undo history: every edit is one step, and undo restores
// the same bytes.
#include <QPainterPath>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <random>

#include "ui/document/masks.h"

using namespace fido::ui;

namespace {

int at(const Masks& masks, int x, int y) { return masks.mask()->pixels.constScanLine(y)[x]; }

// Returns everything that undo has to restore: the names and pixels of all masks.
QByteArray serialize(const Masks& masks) {
  QByteArray out;
  for (const NamedMask& mask : masks.all()) {
    out += mask.name.toUtf8() + '\0';
    for (int y = 0; y < mask.pixels.height(); ++y)
      out.append(reinterpret_cast<const char*>(mask.pixels.constScanLine(y)), mask.pixels.width());
  }
  return out;
}

void line(Masks& masks, QPointF from, QPointF to, double width, quint8 value) {
  masks.beginEdit(QStringLiteral("Brush"), Masks::kKept);
  masks.paintLine(from, to, width, value);
  masks.endEdit();
}

}  // namespace

class MasksTest : public QObject {
  Q_OBJECT

 private slots:
  void maskHasThePhotosAspectRatio() {
    Masks masks;
    masks.reset({4000, 3000});
    QCOMPARE(masks.size(), QSize(1024, 768));
    masks.reset({20, 10});
    QCOMPARE(masks.size(), QSize(1024, 512));
    QCOMPARE(masks.current(), -1);
  }

  void firstStrokeCreatesAMaskInOneStep() {
    Masks masks;
    masks.reset({100, 100});
    QSignalSpy changed(&masks, &Masks::pixelsChanged);
    line(masks, {100, 500}, {300, 500}, 40, Masks::kDropped);
    QCOMPARE(masks.all().size(), 1U);
    QCOMPARE(masks.mask()->name, QStringLiteral("Mask 1"));
    QCOMPARE(at(masks, 200, 500), 0);
    QCOMPARE(at(masks, 85, 500), 0);  // the round cap of the stroke
    QCOMPARE(at(masks, 75, 500), 255);
    QCOMPARE(at(masks, 200, 525), 255);
    QVERIFY(changed.count() > 0);
    QCOMPARE(masks.history().count(), 1);
    masks.history().undo();
    QCOMPARE(masks.all().size(), 0U);
    QCOMPARE(masks.current(), -1);
    masks.history().redo();
    QCOMPARE(at(masks, 200, 500), 0);
  }

  void resizedShapeLeavesNoTrail() {
    Masks masks;
    masks.reset({100, 100});
    masks.beginEdit(QStringLiteral("Rectangle"), Masks::kKept);
    QPainterPath large, small;
    large.addRect(100, 100, 600, 600);
    small.addRect(100, 100, 50, 50);
    masks.paintShape(large, Masks::kDropped);
    QCOMPARE(at(masks, 600, 600), 0);
    masks.paintShape(small, Masks::kDropped);
    QCOMPARE(at(masks, 600, 600), 255);
    QCOMPARE(at(masks, 120, 120), 0);
    masks.endEdit();
    QCOMPARE(masks.history().count(), 1);
  }

  void cancelledEditIsReverted() {
    Masks masks;
    masks.reset({100, 100});
    masks.add(QStringLiteral("New"), QStringLiteral("one"), masks.blank(Masks::kKept));
    const QByteArray before = serialize(masks);
    masks.beginEdit(QStringLiteral("Brush"), Masks::kKept);
    masks.paintLine({10, 10}, {500, 500}, 30, Masks::kDropped);
    masks.cancelEdit();
    QCOMPARE(serialize(masks), before);
    QCOMPARE(masks.history().count(), 1);
  }

  void emptyEditCreatesNoMask() {
    Masks masks;
    masks.reset({100, 100});
    masks.beginEdit(QStringLiteral("Rectangle"), Masks::kKept);
    masks.endEdit();
    QVERIFY(masks.all().empty());
    QCOMPARE(masks.current(), -1);
  }

  void editWithoutChangesIsNotAStep() {
    Masks masks;
    masks.reset({100, 100});
    masks.add(QStringLiteral("New"), QStringLiteral("one"), masks.blank(Masks::kKept));
    masks.replace(QStringLiteral("Keep all"), masks.blank(Masks::kKept));
    line(masks, {10, 10}, {20, 20}, 8, Masks::kKept);
    QCOMPARE(masks.history().count(), 1);
  }

  void loadedMaskIsResized() {
    Masks masks;
    masks.reset({100, 50});
    QImage half(10, 10, QImage::Format_RGB32);
    half.fill(Qt::white);
    for (int y = 0; y < 10; ++y)
      for (int x = 0; x < 5; ++x) half.setPixel(x, y, qRgb(0, 0, 0));
    masks.add(QStringLiteral("Load"), QStringLiteral("half"), half);
    QCOMPARE(masks.mask()->pixels.size(), QSize(1024, 512));
    QCOMPARE(at(masks, 100, 100), 0);
    QCOMPARE(at(masks, 900, 100), 255);
  }

  void undoSelectsTheEditedMask() {
    Masks masks;
    masks.reset({100, 100});
    line(masks, {10, 10}, {200, 200}, 20, Masks::kDropped);
    masks.add(QStringLiteral("New"), QStringLiteral("two"), masks.blank(Masks::kKept));
    masks.setCurrent(0);
    line(masks, {500, 10}, {500, 200}, 20, Masks::kDropped);
    masks.setCurrent(1);
    masks.history().undo();
    QCOMPARE(masks.current(), 0);
    QCOMPARE(at(masks, 500, 100), 255);
  }

  // Any sequence of edits that is undone and redone passes through the same states.
  void randomEditsAreRestoredExactly_data() {
    QTest::addColumn<int>("seed");
    for (int seed = 0; seed < 5; ++seed) QTest::addRow("seed %d", seed) << seed;
  }
  void randomEditsAreRestoredExactly() {
    QFETCH(int, seed);
    std::mt19937 random(static_cast<unsigned>(seed));
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    Masks masks;
    masks.reset({64, 48});
    std::vector<QByteArray> states{serialize(masks)};
    while (states.size() < 60) {
      const int before = masks.history().index();
      const quint8 value = below(2) ? Masks::kDropped : Masks::kKept;
      switch (below(8)) {
        case 0:
          masks.add(QStringLiteral("New"), masks.unusedName(), masks.blank(value));
          break;
        case 1:
          masks.remove(below(static_cast<int>(masks.all().size()) + 1));
          break;
        case 2:
          masks.rename(below(static_cast<int>(masks.all().size()) + 1),
                       QStringLiteral("name %1").arg(below(1000)));
          break;
        case 3:
          if (masks.mask()) {
            QImage inverted = masks.mask()->pixels;
            inverted.invertPixels();
            masks.replace(QStringLiteral("Invert"), inverted);
          }
          break;
        case 4: {
          masks.beginEdit(QStringLiteral("Ellipse"), Masks::kKept);
          QPainterPath path;
          path.addEllipse(QPointF(below(1024), below(768)), 1 + below(300), 1 + below(300));
          masks.paintShape(path, value);
          masks.endEdit();
          break;
        }
        case 5:
          masks.setCurrent(below(static_cast<int>(masks.all().size()) + 1) - 1);
          break;
        default:
          line(masks, QPointF(below(1200) - 80, below(900) - 60),
               QPointF(below(1200) - 80, below(900) - 60), 1 + below(120), value);
      }
      if (masks.history().index() != before) states.push_back(serialize(masks));
    }
    const int last = masks.history().index();
    QCOMPARE(static_cast<std::size_t>(last) + 1, states.size());
    for (int i = last; i >= 0; --i) {
      QCOMPARE(serialize(masks), states[static_cast<std::size_t>(i)]);
      masks.history().undo();
    }
    for (int step = 0; step < 200; ++step) {
      const int to = below(last + 1);
      masks.history().setIndex(to);
      QCOMPARE(serialize(masks), states[static_cast<std::size_t>(to)]);
    }
  }

  void undoDuringAStrokeCancelsTheStroke() {
    Masks masks;
    masks.reset({64, 48});
    masks.beginEdit(QStringLiteral("One"), Masks::kKept);
    masks.paintLine({5, 5}, {20, 20}, 6, Masks::kDropped);
    masks.endEdit();
    const QImage one = masks.mask()->pixels;
    masks.beginEdit(QStringLiteral("Two"), Masks::kKept);
    masks.paintLine({30, 5}, {40, 40}, 6, Masks::kDropped);
    masks.history().undo();
    QVERIFY(!masks.isEditing());
    QVERIFY(masks.all().empty());
    masks.paintLine({1, 1}, {9, 9}, 6, Masks::kDropped);  // the user goes on painting
    masks.endEdit();
    masks.history().redo();
    QCOMPARE(masks.mask()->pixels, one);
  }

  void savedHistoryIsRestored() {
    Masks masks;
    masks.reset({640, 480});
    QRandomGenerator random(7);
    const auto point = [&] { return QPointF(random.bounded(640), random.bounded(480)); };
    for (int i = 0; i < 60; ++i) {
      switch (random.bounded(6)) {
        case 0:
          masks.add(QStringLiteral("Add"), masks.unusedName(), masks.blank(Masks::kKept));
          break;
        case 1:
          masks.remove(masks.current());
          break;
        case 2:
          masks.rename(masks.current(), QStringLiteral("No. %1").arg(i));
          break;
        case 3:
          masks.history().undo();
          break;
        default:
          masks.beginEdit(QStringLiteral("Stroke"), Masks::kKept);
          masks.paintLine(point(), point(), 30, random.bounded(2) ? Masks::kKept : Masks::kDropped);
          masks.endEdit();
      }
    }
    masks.history().undo();
    Masks other;
    other.restore(masks.toHistory());
    const auto same = [&] {
      if (other.all().size() != masks.all().size() || other.current() != masks.current())
        return false;
      for (std::size_t i = 0; i < masks.all().size(); ++i) {
        const NamedMask &a = masks.all()[i], &b = other.all()[i];
        if (a.id != b.id || a.name != b.name || a.pixels != b.pixels) return false;
      }
      return other.history().index() == masks.history().index() &&
             other.history().undoText() == masks.history().undoText();
    };
    QVERIFY(same());
    // The whole history is restored, not only its final state.
    while (masks.history().canRedo()) masks.history().redo(), other.history().redo();
    QVERIFY(same());
    while (masks.history().canUndo()) {
      masks.history().undo(), other.history().undo();
      QVERIFY(other.all().size() == masks.all().size());
    }
    QVERIFY(other.all().empty());
    other.add(QStringLiteral("Add"), QStringLiteral("New"), other.blank(Masks::kKept));
    QVERIFY(other.mask()->id > 1);
  }

  void unfinishedStrokeIsSavedAsAStep() {
    Masks masks, other;
    masks.reset({64, 48});
    masks.beginEdit(QStringLiteral("Brush"), Masks::kKept);
    masks.paintLine({5, 5}, {20, 20}, 6, Masks::kDropped);
    other.restore(masks.toHistory());
    QCOMPARE(other.history().count(), 1);
    QCOMPARE(other.mask()->pixels, masks.mask()->pixels);
    QVERIFY(masks.isEditing());
    masks.endEdit();
    QCOMPARE(masks.toHistory().steps.size(), std::size_t{1});
  }
};

QTEST_MAIN(MasksTest)
#include "test_masks.moc"
