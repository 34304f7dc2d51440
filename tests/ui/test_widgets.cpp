// Tests of theme, icons, class bars, banner and welcome page, driven by real events.
#include <qcustomplot.h>

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QImage>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "tests/ui/widget_support.h"
#include "ui/panels/banner.h"
#include "ui/panels/class_bars.h"
#include "ui/plots/run_plots.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/window/welcome.h"

using namespace fido::ui;
using namespace fido::ui::test;

namespace {

// Returns the contrast ratio of WCAG 2, which requires 4.5 for text and 3 for graphics.
double contrast(const QColor& a, const QColor& b) {
  const auto luminance = [](const QColor& c) {
    const auto linear = [](double v) {
      return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
  };
  const double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
  return std::max(x, y) / std::min(x, y);
}

double total_alpha(const QImage& image) {
  double sum = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) sum += qAlpha(image.pixel(x, y));
  }
  return sum;
}

fido::Prediction prediction(int index, const char* label, double probability) {
  return {index, label, probability, std::log(probability / (1 - probability))};
}

std::vector<fido::Prediction> cats() {
  return {prediction(281, "tabby", 0.612), prediction(282, "tiger cat", 0.203),
          prediction(285, "Egyptian cat", 0.083), prediction(287, "lynx", 0.041),
          prediction(904, "window screen", 0.002)};
}

// Returns the middle of a row.
QPoint row_at(const ClassBars& bars, int row) {
  return {bars.width() / 2, bars.sizeHint().height() / ClassBars::kRows * row + 10};
}

}  // namespace

class TestWidgets : public QObject {
  Q_OBJECT

 private slots:
  void init() { apply_theme(*qApp, Scheme::light); }

  void colorSchemesHaveEnoughContrast() {
    for (const Scheme scheme : {Scheme::light, Scheme::dark}) {
      apply_theme(*qApp, scheme);
      const QPalette p = QApplication::palette();
      QCOMPARE(is_dark(p), scheme == Scheme::dark);
      const QColor window = p.color(QPalette::Window);
      QVERIFY(contrast(p.color(QPalette::WindowText), window) > 12);
      QVERIFY(contrast(p.color(QPalette::Text), p.color(QPalette::Base)) > 12);
      QVERIFY(contrast(muted_text_color(p), window) >= 4.5);
      QVERIFY(contrast(muted_text_color(p), stage_color(p)) >= 4.5);
      QVERIFY(contrast(p.color(QPalette::HighlightedText), p.color(QPalette::Highlight)) >= 4.5);
      QVERIFY(contrast(p.color(QPalette::ToolTipText), p.color(QPalette::ToolTipBase)) >= 4.5);
      QVERIFY(contrast(keep_color(p), window) >= 3);
      QVERIFY(contrast(drop_color(p), window) >= 2.5);
    }
    apply_theme(*qApp, Scheme::system);  // resolves to light or dark
  }

  void numbersKeepTheirWidth() {
    QCOMPARE(format_probability(0.6123), QStringLiteral("0.612"));
    QCOMPARE(format_probability(1), QStringLiteral("1.000"));
    QCOMPARE(format_probability(std::nan("")), QStringLiteral("—"));
    QCOMPARE(format_percent(0.612), QStringLiteral("61\u2009%"));
    QCOMPARE(format_percent(0.0832), QStringLiteral("8.3\u2009%"));
    QCOMPARE(format_percent(0.00021), QStringLiteral("0.02\u2009%"));
    QCOMPARE(format_percent(0), QStringLiteral("0\u2009%"));
    QCOMPARE(format_percent(0.09951), QStringLiteral("10\u2009%"));
    for (const QFont& font :
         {small_font(), body_font(), large_font(), QFont(QStringLiteral("DejaVu Serif"))}) {
      QCOMPARE(tabular_width(font, QStringLiteral("0.111 › 1.711")),
               tabular_width(font, QStringLiteral("8.888 › 4.000")));
    }
    NumberLabel label;
    label.setText(QStringLiteral("12.3"));
    const QSize size = label.sizeHint();
    label.setText(QStringLiteral("98.7"));
    QCOMPARE(label.sizeHint(), size);
    label.setWidestText(QStringLiteral("1000.0"));
    QVERIFY(label.sizeHint().width() > size.width());
    QVERIFY(large_font().pointSizeF() > body_font().pointSizeF() &&
            body_font().pointSizeF() > small_font().pointSizeF());
  }

  void everyIconExistsWithOneStrokeWidth() {
    for (const QString& name : icon_names()) {
      const QIcon one = icon(name);
      QVERIFY2(!one.isNull(), qPrintable(name));
      QVERIFY2(total_alpha(one.pixmap(24, 24).toImage()) > 24 * 24 * 255 * 0.03, qPrintable(name));
      if (name == QLatin1String("fidoscope")) continue;
      QFile file(QStringLiteral(":/fidoscope/icons/%1.svg").arg(name));
      QVERIFY(file.open(QIODevice::ReadOnly));
      const QByteArray svg = file.readAll();
      QVERIFY2(svg.contains("currentColor") && svg.contains("stroke-width=\"1.75\"") &&
                   !svg.contains("clip"),
               qPrintable(name));
    }
    QVERIFY(icon(QStringLiteral("no such")).isNull());
  }

  void iconsFollowPalettePixelRatioAndState() {
    const QIcon play = icon(QStringLiteral("play"));
    const auto darkest = [&play] {
      const QImage image = play.pixmap(24, 24).toImage();
      int value = 255;
      for (int y = 0; y < 24; ++y) {
        for (int x = 0; x < 24; ++x) {
          if (qAlpha(image.pixel(x, y)) > 250)
            value = std::min(value, image.pixelColor(x, y).value());
        }
      }
      return value;
    };
    QVERIFY(darkest() < 60);
    apply_theme(*qApp, Scheme::dark);
    QVERIFY(darkest() > 200);
    const QPixmap sharp = play.pixmap(QSize(20, 20), 2.0);
    QCOMPARE(sharp.size(), QSize(40, 40));
    QCOMPARE(sharp.devicePixelRatio(), 2.0);
    QVERIFY(total_alpha(play.pixmap(QSize(24, 24), 1.0, QIcon::Disabled).toImage()) <
            0.6 * total_alpha(play.pixmap(24, 24).toImage()));
    const QImage orange = icon(QStringLiteral("stop"), QColor(kDrop)).pixmap(48, 48).toImage();
    bool found = false;
    for (int x = 0; x < 48; ++x) found |= orange.pixelColor(x, 24).rgb() == kDrop;
    QVERIFY(found);
  }

  void clickChoosesTheTarget() {
    ClassBars bars;
    bars.resize(300, bars.sizeHint().height());
    bars.show();
    QSignalSpy chosen(&bars, &ClassBars::targetChosen);
    QTest::mouseClick(&bars, Qt::LeftButton, {}, row_at(bars, 1));
    QCOMPARE(chosen.count(), 0);
    bars.setPredictions(cats());
    QTest::mouseClick(&bars, Qt::LeftButton, {}, row_at(bars, 1));
    QCOMPARE(chosen.takeFirst().at(0).toInt(), 282);
    // A press on one row that is released on another chooses nothing.
    QTest::mousePress(&bars, Qt::LeftButton, {}, row_at(bars, 1));
    QTest::mouseRelease(&bars, Qt::LeftButton, {}, row_at(bars, 3));
    QCOMPARE(chosen.count(), 0);
    QTest::keyClick(&bars, Qt::Key_Down);
    QTest::keyClick(&bars, Qt::Key_Down);
    QVERIFY(bars.accessibleDescription().startsWith(QStringLiteral("lynx")));
    QTest::keyClick(&bars, Qt::Key_Return);
    QCOMPARE(chosen.takeFirst().at(0).toInt(), 287);
    for (int i = 0; i < 9; ++i) QTest::keyClick(&bars, Qt::Key_Up);
    QTest::keyClick(&bars, Qt::Key_Enter);
    QCOMPARE(chosen.takeFirst().at(0).toInt(), 281);
    bars.setTarget(285);
    QVERIFY(bars.accessibleDescription().contains(QStringLiteral("target")));
  }

  void barsShowBeforeAndAfter() {
    ClassBars bars;
    bars.resize(300, bars.sizeHint().height());
    bars.setPredictions(cats());
    bars.setTarget(904);
    const QImage before = bars.grab().toImage();
    // A class that only the new predictions contain gets a bar, but never replaces the target's.
    bars.setPredictions(cats(), {prediction(340, "zebra", 0.5), prediction(281, "tabby", 0.083)});
    QVERIFY(bars.grab().toImage() != before);
    QTest::keyClick(&bars, Qt::Key_C, Qt::ControlModifier);
    const QString text = QApplication::clipboard()->text();
    QVERIFY(text.contains(QStringLiteral("281\ttabby\t0.612\t0.083")));
    QVERIFY(text.contains(QStringLiteral("340\tzebra\t\t0.5")));
    QVERIFY(text.contains(QStringLiteral("window screen")) &&
            !text.contains(QStringLiteral("lynx")));
    const QSize size = bars.sizeHint();
    bars.setPredictions({});
    QCOMPARE(bars.sizeHint(), size);  // the panel below keeps its position
  }

  void hoverMarksARow() {
    ClassBars bars;
    bars.resize(300, bars.sizeHint().height());
    bars.setPredictions(cats());
    const QImage without_hover = bars.grab().toImage();
    move_to(bars, row_at(bars, 2));
    QVERIFY(bars.grab().toImage() != without_hover);
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(&bars, &leave);
    QCOMPARE(bars.grab().toImage(), without_hover);
  }

  void bannerDoesNotTakeTheFocus() {
    QWidget window;
    auto* column = new QVBoxLayout(&window);
    auto* banner = new Banner;
    auto* edit = new QLineEdit;
    column->addWidget(banner);
    column->addWidget(edit);
    window.resize(700, 300);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    edit->setFocus();
    QVERIFY(!banner->isVisible());
    banner->showError(QStringLiteral("<b>No</b> such file"), QStringLiteral("errno 2"));
    QPushButton* other = banner->addButton(QStringLiteral("Choose another"));
    QSignalSpy clicked(other, &QPushButton::clicked), closed(banner, &Banner::closed);
    QSignalSpy details(banner, &Banner::detailsToggled);
    QVERIFY(banner->isVisible() && banner->isShown());
    QVERIFY(edit->hasFocus());
    QCOMPARE(banner->text(), QStringLiteral("<b>No</b> such file"));
    QTRY_VERIFY(banner->maximumHeight() == QWIDGETSIZE_MAX && banner->height() >= 40);
    QTest::mouseClick(other, Qt::LeftButton);
    QCOMPARE(clicked.count(), 1);
    QVERIFY(edit->hasFocus());
    const auto tools = banner->findChildren<QToolButton*>();
    QTest::mouseClick(tools.at(0), Qt::LeftButton);
    QCOMPARE(details.count(), 1);
    QTRY_VERIFY(banner->height() > 60);
    // The next message replaces this one together with its buttons and details.
    banner->showInfo(QStringLiteral("All is well"));
    QVERIFY(!tools.at(0)->isVisible() && !other->isVisible());
    QTest::mouseClick(tools.at(1), Qt::LeftButton);
    QCOMPARE(closed.count(), 1);
    QTRY_VERIFY(!banner->isVisible());
    banner->dismiss();
    QCOMPARE(closed.count(), 1);
    // A banner that is shown again while it slides out stays visible.
    banner->showWarning(QStringLiteral("one"));
    banner->dismiss();
    banner->showWarning(QStringLiteral("two"));
    QTRY_VERIFY(banner->maximumHeight() == QWIDGETSIZE_MAX);
    QVERIFY(banner->isVisible());
    QTest::keyClick(banner, Qt::Key_Escape);
    QTRY_VERIFY(!banner->isVisible());
    QVERIFY(edit->hasFocus());
  }

  void welcomePageOffersSamples() {
    QTemporaryDir folder;
    QImage red(300, 100, QImage::Format_RGB32);
    red.fill(Qt::red);
    const QString path = folder.filePath(QStringLiteral("rot é.png"));
    QVERIFY(red.save(path));
    Welcome welcome({{QStringLiteral("Red"), path},
                     {QStringLiteral("Absent"), folder.filePath(QStringLiteral("no.png"))}});
    welcome.resize(520, 460);
    welcome.show();
    QSignalSpy chosen(&welcome, &Welcome::sampleChosen), opened(&welcome, &Welcome::openRequested);
    const auto buttons = welcome.findChildren<QAbstractButton*>();
    QCOMPARE(buttons.size(), 3);
    for (QAbstractButton* button : buttons) QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(chosen.count(), 2);
    QCOMPARE(chosen.first().first().toString(), path);
    QAbstractButton* card = buttons.at(1);
    QTRY_COMPARE(card->grab().toImage().pixelColor(card->grab().toImage().rect().center()),
                 QColor(Qt::red));
    // At any width, the cards stay inside the page and do not overlap.
    for (const int width : {200, 320, 700}) {
      welcome.resize(width, 600);
      QCoreApplication::processEvents();
      const QRect a = buttons.at(1)->geometry(), b = buttons.at(2)->geometry();
      QVERIFY(!a.intersects(b));
      QVERIFY(buttons.at(1)->parentWidget()->rect().contains(a) &&
              buttons.at(2)->parentWidget()->rect().contains(b));
    }
    welcome.setSamples({});
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCOMPARE(welcome.findChildren<QAbstractButton*>().size(), 1);
  }

  // Widgets that were already drawn follow a change of the colour scheme.
  void widgetsFollowTheColorScheme() {
    RunPlots plots;
    plots.resize(600, 120);
    plots.show();
    const auto corner = [&] {
      return plots.findChild<QCustomPlot*>()->toPixmap(600, 100).toImage().pixelColor(1, 1).value();
    };
    QVERIFY(corner() > 200);
    apply_theme(*qApp, Scheme::dark);
    QCoreApplication::processEvents();
    QVERIFY(corner() < 60);
  }
};

QTEST_MAIN(TestWidgets)
#include "test_widgets.moc"
