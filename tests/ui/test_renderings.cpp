// Compares the canvas, while masks are painted on it with real mouse, tablet and key events, with
// reference images in tests/ui/renderings. A test fails if its reference is missing or differs, and
// saves the actual image in the build folder: inspect it, and copy it to the references if it is
// correct.
#include <QApplication>
#include <QDir>
#include <QPointingDevice>
#include <QTabletEvent>
#include <QTest>
#include <algorithm>
#include <cstdlib>

#include "tests/ui/widget_support.h"
#include "ui/canvas/image_canvas.h"
#include "ui/theme/theme.h"
#include "ui/tools/mask_tool.h"
#include "ui/tools/split_tool.h"

using namespace fido::ui;
using namespace fido::ui::test;

namespace {

// Anti-aliased edges differ slightly between Qt versions.
constexpr int kChannelTolerance = 24;
constexpr double kMaxDifferingShare = 0.004;

double differing_share(const QImage& a, const QImage& b) {
  qint64 count = 0;
  for (int y = 0; y < a.height(); ++y)
    for (int x = 0; x < a.width(); ++x) {
      const QRgb p = a.pixel(x, y), q = b.pixel(x, y);
      count += std::max({std::abs(qRed(p) - qRed(q)), std::abs(qGreen(p) - qGreen(q)),
                         std::abs(qBlue(p) - qBlue(q))}) > kChannelTolerance;
    }
  return static_cast<double>(count) / (a.width() * a.height());
}

// Returns three flat fields and a disc, whose borders the flood fill and the superpixels can
// follow.
QImage fields() {
  QImage image(180, 120, QImage::Format_RGB32);
  for (int y = 0; y < 120; ++y)
    for (int x = 0; x < 180; ++x) {
      const bool inside = (x - 120) * (x - 120) + (y - 60) * (y - 60) < 35 * 35;
      image.setPixel(x, y,
                     inside   ? qRgb(200, 180, 70)
                     : x < 60 ? qRgb(70, 110, 90)
                     : y < 60 ? qRgb(150, 160, 190)
                              : qRgb(90, 70, 60));
    }
  return image;
}

}  // namespace

class RenderingsTest : public QObject {
  Q_OBJECT

  std::unique_ptr<Document> document_;
  std::unique_ptr<MaskTool> tool_;
  std::unique_ptr<ImageCanvas> canvas_;

  QPoint at(double x, double y) const {
    const QRectF r = canvas_->imageRect();
    return QPointF(r.left() + x * r.width(), r.top() + y * r.height()).toPoint();
  }
  void press(double x, double y, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mousePress(canvas_.get(), Qt::LeftButton, modifiers, at(x, y));
  }
  void move(double x, double y, Qt::MouseButtons held = Qt::LeftButton,
            Qt::KeyboardModifiers modifiers = {}) {
    QMouseEvent event(QEvent::MouseMove, at(x, y), canvas_->mapToGlobal(at(x, y)), Qt::NoButton,
                      held, modifiers);
    QApplication::sendEvent(canvas_.get(), &event);
  }
  void release(double x, double y, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mouseRelease(canvas_.get(), Qt::LeftButton, modifiers, at(x, y));
  }
  void drag(double x0, double y0, double x1, double y1, Qt::KeyboardModifiers modifiers = {}) {
    press(x0, y0, modifiers);
    for (int i = 1; i <= 4; ++i)
      move(x0 + (x1 - x0) * i / 4, y0 + (y1 - y0) * i / 4, Qt::LeftButton, modifiers);
    release(x1, y1, modifiers);
  }
  void tablet(QEvent::Type type, double x, double pressure) {
    const QPointF to = at(x, 0.5);
    QTabletEvent event(type, QPointingDevice::primaryPointingDevice(), to, canvas_->mapToGlobal(to),
                       pressure, 0, 0, 0, 0, 0, {}, Qt::LeftButton, Qt::LeftButton);
    QApplication::sendEvent(canvas_.get(), &event);
  }
  void compareWithReference(const QString& name) {
    const QImage rendered =
        canvas_->grab().toImage().scaled(canvas_->size()).convertToFormat(QImage::Format_RGB32);
    const QString file = name + QStringLiteral(".png"),
                  reference_path =
                      QStringLiteral(FIDOSCOPE_SOURCE_DIR "/tests/ui/renderings/") + file;
    const QDir folder(QStringLiteral(FIDOSCOPE_BINARY_DIR "/renderings"));
    const QString actual_path = folder.filePath(file);
    const QImage reference = QImage(reference_path).convertToFormat(QImage::Format_RGB32);
    const bool same = reference.size() == rendered.size() &&
                      differing_share(reference, rendered) < kMaxDifferingShare;
    if (same) return;
    QVERIFY(folder.mkpath(QStringLiteral(".")) && rendered.save(actual_path));
    QFAIL(qPrintable(
        reference.isNull()
            ? QStringLiteral("%1 is missing; what was seen is %2").arg(reference_path, actual_path)
            : QStringLiteral("%1: %2 % of the pixels differ; what was seen is %3")
                  .arg(reference_path)
                  .arg(100 * differing_share(reference, rendered))
                  .arg(actual_path)));
  }

 private slots:
  void initTestCase() { apply_theme(*qApp, Scheme::light); }

  void init() {
    document_ = std::make_unique<Document>();
    tool_ = std::make_unique<MaskTool>(*document_);
    canvas_ = std::make_unique<ImageCanvas>();
    canvas_->resize(220, 160);
    canvas_->setTool(tool_.get());
    canvas_->show();
    QVERIFY(QTest::qWaitForWindowExposed(canvas_.get()));
    document_->setPhoto(make_photo(to_image(fields()), {}, QStringLiteral("fields")));
    canvas_->setPhoto(fields());
    connect(&document_->masks(), &Masks::pixelsChanged, this,
            [this] { canvas_->setPaintedMask(document_->masks().mask()->pixels); });
    connect(&document_->masks(), &Masks::currentChanged, this, [this] {
      canvas_->setPaintedMask(document_->masks().mask() ? document_->masks().mask()->pixels
                                                        : QImage());
    });
    connect(tool_.get(), &MaskTool::outlineChanged, canvas_.get(), qOverload<>(&QWidget::update));
    connect(tool_.get(), &MaskTool::optionsChanged, this,
            [this] { canvas_->setLines(tool_->segmentBoundaries()); });
    tool_->setSize(120);
  }
  void cleanup() {
    canvas_.reset();
    tool_.reset();
    document_.reset();
  }

  void brush() {
    tool_->setKind(ToolKind::brush);
    drag(0.2, 0.7, 0.8, 0.3);
    move(0.4, 0.2, Qt::NoButton);  // shows the brush outline at the cursor
    compareWithReference(QStringLiteral("brush"));
  }
  void brushSizedByDrag() {
    tool_->setKind(ToolKind::brush);
    move(0.5, 0.5, Qt::NoButton);
    press(0.5, 0.5, Qt::ShiftModifier);
    move(0.7, 0.5, Qt::LeftButton, Qt::ShiftModifier);
    compareWithReference(QStringLiteral("brush-sized"));
    release(0.7, 0.5, Qt::ShiftModifier);
    QVERIFY(document_->masks().all().empty());
  }
  void eraserOnAKeepShape() {
    tool_->setDropping(false);
    tool_->setKind(ToolKind::ellipse);
    drag(0.15, 0.15, 0.85, 0.85);
    tool_->setKind(ToolKind::eraser);
    drag(0.5, 0.5, 0.9, 0.5);
    move(0.9, 0.8, Qt::NoButton);
    compareWithReference(QStringLiteral("eraser"));
  }
  void square() {
    tool_->setKind(ToolKind::rectangle);
    drag(0.3, 0.2, 0.6, 0.5, Qt::ShiftModifier);
    compareWithReference(QStringLiteral("square"));
  }
  void lasso() {
    tool_->setKind(ToolKind::lasso);
    press(0.2, 0.2);
    for (const QPointF& p : {QPointF(0.8, 0.3), QPointF(0.7, 0.8), QPointF(0.4, 0.6)})
      move(p.x(), p.y());
    compareWithReference(QStringLiteral("lasso-open"));
    release(0.4, 0.6);
    compareWithReference(QStringLiteral("lasso"));
  }
  void polygon() {
    tool_->setKind(ToolKind::polygon);
    for (const QPointF& p : {QPointF(0.2, 0.2), QPointF(0.8, 0.2), QPointF(0.5, 0.8)}) {
      press(p.x(), p.y());
      release(p.x(), p.y());
    }
    move(0.3, 0.7, Qt::NoButton);
    compareWithReference(QStringLiteral("polygon-open"));
    QTest::keyClick(canvas_.get(), Qt::Key_Return);
    compareWithReference(QStringLiteral("polygon"));
  }
  void flood() {
    tool_->setKind(ToolKind::flood);
    press(0.67, 0.5);
    release(0.67, 0.5);
    compareWithReference(QStringLiteral("flood"));
  }
  void superpixels() {
    tool_->setKind(ToolKind::segments);
    tool_->setSegmentSize(128);
    drag(0.1, 0.2, 0.1, 0.8);
    compareWithReference(QStringLiteral("superpixels"));
  }
  void pressure() {
    tool_->setKind(ToolKind::brush);
    tablet(QEvent::TabletPress, 0.2, 0.1);
    for (int i = 1; i <= 20; ++i) tablet(QEvent::TabletMove, 0.2 + 0.03 * i, 0.1 + 0.045 * i);
    tablet(QEvent::TabletRelease, 0.8, 0);
    move(-0.2, -0.2, Qt::NoButton);
    compareWithReference(QStringLiteral("pressure"));
  }
  void undoOfAShape() {
    tool_->setKind(ToolKind::ellipse);
    drag(0.1, 0.1, 0.5, 0.9);
    drag(0.5, 0.1, 0.9, 0.9);
    document_->masks().history().undo();
    compareWithReference(QStringLiteral("undone"));
  }
  void zoomedIn() {
    tool_->setKind(ToolKind::ellipse);
    drag(0.4, 0.3, 0.9, 0.7);
    QWheelEvent event(at(0.67, 0.5), canvas_->mapToGlobal(QPointF(at(0.67, 0.5))), {}, {0, 240},
                      Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(canvas_.get(), &event);
    compareWithReference(QStringLiteral("zoomed"));
  }
  void mapAndMask() {
    canvas_->setTool(nullptr);
    canvas_->setMap(disc(56, 20, 1.F, 0.F));
    canvas_->setMask(disc(56, 20, 1.F, 0.F));
    compareWithReference(QStringLiteral("map-and-mask"));
  }
  void beforeAndAfter() {
    SplitTool split;
    split.setEnabled(true);
    QImage grey(180, 120, QImage::Format_RGB32);
    grey.fill(qRgb(120, 120, 120));
    split.setBeforeImage(grey);
    canvas_->setTool(&split);
    drag(0.5, 0.5, 0.3, 0.5);
    compareWithReference(QStringLiteral("before-and-after"));
    canvas_->setTool(nullptr);
  }
};

QTEST_MAIN(RenderingsTest)
#include "test_renderings.moc"
