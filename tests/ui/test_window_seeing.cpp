// Tests of viewing and exporting results: the before/after slider, the overlays, the figure of
// masks and infills, the report, the animation and the copied command.
#include <QClipboard>
#include <QComboBox>
#include <QDateTime>
#include <QImageReader>
#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>

#include "core/image/animation.h"
#include "tests/ui/window_fixture.h"
#include "ui/canvas/image_canvas.h"
#include "ui/engine/animation_exporter.h"
#include "ui/panels/map_controls.h"
#include "ui/panels/mask_figure.h"
#include "ui/persistence/command_text.h"
#include "ui/tools/split_tool.h"
#include "ui/window/export_controller.h"
#include "ui/window/main_actions.h"

class WindowSeeingTest : public WindowFixture {
  Q_OBJECT

  Masks& masks() { return window_->workspace().document().masks(); }
  QImage halfMask() {
    QImage mask = masks().blank(Masks::kKept);
    for (int y = 0; y < mask.height(); ++y)
      memset(mask.scanLine(y), 0, static_cast<std::size_t>(mask.width()) / 2);
    return mask;
  }
  void paintHalf() {
    masks().add(QStringLiteral("Half"), QStringLiteral("The \"left\""), halfMask());
  }

 private slots:
  void splitSliderShowsBothAndCanBeDragged() {
    openPhoto();
    paintHalf();
    QTRY_VERIFY(document().shown().counterfactual);
    auto* right = find<ImageCanvas>("right");
    const auto colour = [&](double x) {
      const QRectF r = right->imageRect();
      return right->grab().toImage().pixelColor(
          QPointF(r.left() + x * r.width(), r.top() + 0.9 * r.height()).toPoint());
    };
    const QColor infilled = colour(0.1);
    click("split");
    QVERIFY(colour(0.1) != infilled);  // the original photo
    const QRectF r = right->imageRect();
    QTest::mouseClick(right, Qt::LeftButton, {},
                      QPointF(r.left() + 0.02 * r.width(), r.center().y()).toPoint());
    QVERIFY(window_->findChild<SplitTool*>()->position() < 0.05);
    QCOMPARE(colour(0.1), infilled);
    right->setFocus();
    QTest::keyClick(right, Qt::Key_Right);
    QVERIFY(window_->findChild<SplitTool*>()->position() > 0.03);
    click("split");
    QTest::keyPress(window_.get(), Qt::Key_C);
    QVERIFY(colour(0.1) != infilled);
    QTest::keyRelease(window_.get(), Qt::Key_C);
    QCOMPARE(colour(0.1), infilled);
  }

  void uncertaintyCanBeShown() {
    runToCompletion();
    const QImage importance = find<ImageCanvas>("left")->picture();
    window_->findChild<QAction*>(QStringLiteral("uncertainty"))->trigger();
    QTRY_VERIFY(find<ImageCanvas>("left")->picture() != importance);
  }

  void contrastShowsTheScoreDifference() {
    openPhoto();
    auto* row = find<NumberLabel>("answerDifference");
    QVERIFY(!row->isVisibleTo(row->parentWidget()));
    window_->workspace().document().setContrast(1);
    QVERIFY(row->isVisibleTo(row->parentWidget()));
    const double before = document().prediction(0)->score - document().prediction(1)->score;
    QCOMPARE(row->text(), QString::number(before, 'f', 2).replace(QLatin1Char('-'), QChar(0x2212)));
    paintHalf();
    QTRY_VERIFY(row->text().contains(QChar(0x2192)));
  }

  void figureShowsEveryMaskWithEveryInfiller() {
    openPhoto();
    window_->actions().show_figure->trigger();
    auto* figure = find<MaskFigure>("maskFigure");
    QVERIFY(figure->isVisible());
    QVERIFY(figure->picture().isNull());
    QVERIFY(!figure->isComplete());
    paintHalf();
    masks().add(QStringLiteral("All"), QStringLiteral("All"), masks().blank(Masks::kDropped));
    QTRY_VERIFY(figure->isComplete());
    const QImage picture = figure->picture();
    QVERIFY(picture.width() > 1500 && picture.height() > 300);
    // The infill gallery is evaluated again when its page is shown.
    QTest::keyClick(figure, Qt::Key_Escape);
    QVERIFY(!figure->isVisible());
    window_->actions().show_infills->trigger();
    QTRY_VERIFY(!window_->workspace().gallery().items().back().stale);
  }

  void reportIsOnePage() {
    runToCompletion();
    window_->exports().saveReport(path("report.pdf"));
    QVERIFY2(banner().contains(QStringLiteral("report.pdf")), qPrintable(banner()));
    QFile file(path("report.pdf"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray pdf = file.readAll();
    QVERIFY(pdf.startsWith("%PDF-"));
    QCOMPARE(pdf.count("/Type /Page\n"), 1);
    window_->exports().saveReport(path("no/such/folder/report.pdf"));
    QVERIFY2(banner().contains(QStringLiteral("could not be written")), qPrintable(banner()));
  }

  void savesARunAsAnAnimation() {
    runToCompletion();
    auto* exporter = window_->findChild<AnimationExporter*>();
    QSignalSpy finished(exporter, &AnimationExporter::finished);
    window_->exports().saveAnimation(path("run.webp"));
    QTRY_COMPARE(finished.count(), 1);
    QFile file(path("run.webp"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray webp = file.readAll();
    QVERIFY(webp.startsWith("RIFF") && webp.mid(8, 4) == "WEBP" && webp.contains("ANIM"));
    QVERIFY(webp.count("ANMF") > 1 &&
            webp.count("ANMF") <= static_cast<int>(document().run()->frames.size()));
    window_->exports().saveAnimation(path("run.png"));
    QTRY_COMPARE(finished.count(), 2);
    QCOMPARE(QDir(path("run")).entryList({QStringLiteral("*.png")}).size(),
             static_cast<int>(document().run()->frames.size()));
    window_->exports().saveAnimation(path("run.png"));  // a second time, into a new folder
    QTRY_COMPARE(finished.count(), 3);
    QVERIFY(QFile::exists(path("run-2/0000.png")));
    QSignalSpy failed(exporter, &AnimationExporter::failed);
    window_->exports().saveAnimation(path("no/such/run.webp"));
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(!exporter->isActive());
    // A new run cancels the animation, and the banner says so.
    window_->exports().saveAnimation(path("never.webp"));
    explain();
    QTRY_VERIFY(document().run()->result);
    QVERIFY(!exporter->isActive());
    QVERIFY(!QFile::exists(path("never.webp")));
    QVERIFY2(banner().contains(QStringLiteral("not saved")), qPrintable(banner()));
  }

  // Other mask requests during an export must neither block the animation nor change its frames.
  void animationIsNotAffectedByOtherRequests_data() {
    QTest::addColumn<QString>("disturbance");
    for (const char* name : {"scrubbing", "lambda", "mask kind", "figure", "gallery"})
      QTest::newRow(name) << QString::fromLatin1(name);
  }
  void animationIsNotAffectedByOtherRequests() {
    QFETCH(QString, disturbance);
    runToCompletion();
    paintHalf();
    masks().setCurrent(-1);
    const auto disturb = [&](int step) {
      Document& document = window_->workspace().document();
      if (disturbance == QLatin1String("scrubbing")) {
        document.setFrame(step % static_cast<int>(document.run()->frames.size()));
      } else if (disturbance == QLatin1String("lambda")) {
        RunSpec spec = document.spec();
        spec.lambda *= 1.5;
        document.setSpec(spec);
      } else if (disturbance == QLatin1String("mask kind")) {
        document.setMaskKind(step % 2 == 0 ? MaskKind::map_estimate : MaskKind::sampled);
      } else if (disturbance == QLatin1String("figure")) {
        if (step % 4 == 0)
          QTest::keyClick(window_.get(), Qt::Key_F9);
        else if (step % 4 == 2)
          QTest::keyClick(find<MaskFigure>("maskFigure"), Qt::Key_Escape);
      } else if (step == 0) {
        window_->actions().show_infills->trigger();
      } else {
        masks().setCurrent(step % 2 - 1);
      }
    };
    auto* exporter = window_->findChild<AnimationExporter*>();
    QSignalSpy finished(exporter, &AnimationExporter::finished),
        failed(exporter, &AnimationExporter::failed);
    window_->exports().saveAnimation(path("run.png"));
    QTRY_COMPARE(finished.count(), 1);

    control_->hold_answers = true;
    window_->exports().saveAnimation(path("run.png"));
    QTRY_VERIFY(control_->in_answer);  // the engine works on the first frame
    disturb(0);
    connect(exporter, &AnimationExporter::progressed, this, disturb, Qt::QueuedConnection);
    control_->hold_answers = false;
    QTRY_COMPARE(finished.count(), 2);
    QCOMPARE(failed.count(), 0);
    const QStringList frames = QDir(path("run")).entryList({QStringLiteral("*.png")});
    QCOMPARE(frames.size(), static_cast<int>(document().run()->frames.size()));
    for (const QString& frame : frames)
      QVERIFY2(QImage(path("run/") + frame) == QImage(path("run-2/") + frame), qPrintable(frame));
  }

  // If a classifier cannot be loaded, the previous one stays and continues to answer.
  void animationSurvivesAClassifierThatFailsToLoad() {
    runToCompletion();
    auto* exporter = window_->findChild<AnimationExporter*>();
    QSignalSpy finished(exporter, &AnimationExporter::finished);
    window_->exports().saveAnimation(path("run.png"));
    QTRY_COMPARE(finished.count(), 1);
    control_->hold_answers = true;
    window_->exports().saveAnimation(path("run.png"));
    QTRY_VERIFY(control_->in_answer);
    control_->fail_next_load = true;
    window_->workspace().chooseClassifier(QStringLiteral("two"));
    QTRY_VERIFY(!window_->workspace().maskRequests().isRunning());
    control_->hold_answers = false;
    QTRY_COMPARE(finished.count(), 2);
    QCOMPARE(document().classifier()->card.id, std::string("one"));
    for (const QString& frame : QDir(path("run")).entryList({QStringLiteral("*.png")}))
      QVERIFY2(QImage(path("run/") + frame) == QImage(path("run-2/") + frame), qPrintable(frame));
  }

  void animationFailsWhenAnotherClassifierIsLoaded() {
    runToCompletion();
    auto* exporter = window_->findChild<AnimationExporter*>();
    QSignalSpy failed(exporter, &AnimationExporter::failed);
    control_->hold_answers = true;
    window_->exports().saveAnimation(path("run.webp"));
    QTRY_VERIFY(control_->in_answer);
    window_->workspace().chooseClassifier(QStringLiteral("two"));
    QTRY_VERIFY(!window_->workspace().maskRequests().isRunning());
    control_->hold_answers = false;
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(!exporter->isActive());
    QTRY_COMPARE(document().classifier()->card.id, std::string("two"));
    QVERIFY2(banner().contains(QStringLiteral("not saved")), qPrintable(banner()));
    QVERIFY(!QFile::exists(path("run.webp")));
  }

  void cancelledAnimationReleasesTheEngine() {
    runToCompletion();
    paintHalf();
    masks().setCurrent(-1);
    control_->hold_answers = true;
    window_->exports().saveAnimation(path("run.webp"));
    QTRY_VERIFY(control_->in_answer);
    window_->actions().show_figure->trigger();
    auto* exporter = window_->findChild<AnimationExporter*>();
    exporter->cancel();
    control_->hold_answers = false;
    QTRY_VERIFY(find<MaskFigure>("maskFigure")->isComplete());
    QVERIFY(!QFile::exists(path("run.webp")));
  }

  void failedAnswerEndsAnAnimation() {
    runToCompletion();
    QTRY_VERIFY(document().shown().probability);
    auto* exporter = window_->findChild<AnimationExporter*>();
    QSignalSpy failed(exporter, &AnimationExporter::failed);
    control_->fail_next_answer = true;
    window_->exports().saveAnimation(path("run.webp"));
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY2(banner().contains(QStringLiteral("The fake has no answer")), qPrintable(banner()));
    QVERIFY(!exporter->isActive());
  }

  void animationRefusesFramesOfOtherSizes() {
    AnimationWriter writer(20, 10);
    QVERIFY(!writer.save(to_path(path("empty.webp"))));
    QVERIFY(!writer.add(Image(10, 20), 10));
    QVERIFY(writer.add(Image(20, 10), 10));
    QVERIFY(writer.save(to_path(path("one.webp"))));
    QVERIFY(!AnimationWriter(20000, 10).add(Image(20000, 10), 10));
  }

  void commandOfARun() {
    runToCompletion();
    window_->workspace().document().setContrast(
        3);  // applies to the next run, not to the shown one
    window_->actions().copy_command->trigger();
    const QString command = QApplication::clipboard()->text();
    QVERIFY2(command.startsWith(QStringLiteral("fidoscope-cli explain ") + path("photo.png")),
             qPrintable(command));
    QVERIFY2(command.contains(QStringLiteral(" --method fido-ssr ")) &&
                 command.contains(QStringLiteral(" --iterations 20 ")),
             qPrintable(command));
    QVERIFY2(!command.contains(QStringLiteral("--contrast")) &&
                 !command.contains(QStringLiteral("--lambda")),
             qPrintable(command));
    QVERIFY2(command.endsWith(QStringLiteral(" --out results")), qPrintable(command));
  }

  void commandOfAPaintedMask() {
    openPhoto();
    paintHalf();
    const auto command = command_text(document(), path("masks"));
    QVERIFY(command);
    QVERIFY2(command->startsWith(QStringLiteral("fidoscope-cli infill ")), qPrintable(*command));
    QVERIFY(!command->contains(QStringLiteral("--soft")));
    const QString file =
        command->section(QStringLiteral("--mask "), 1).section(QLatin1Char(' '), 0, 0);
    QCOMPARE(load_mask(to_path(file))->values, document().paintedMask().values);
    masks().replace(QStringLiteral("Soften"),
                    halfMask()
                        .scaled(4, 4, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                        .scaled(masks().size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    QVERIFY(document().isPaintedMaskSoft());
    QVERIFY(command_text(document(), path("masks"))->contains(QStringLiteral(" --soft ")));
  }

  // Mask files of commands that were copied long ago are deleted; other files in the folder are
  // kept.
  void oldMaskFilesOfCopiedCommandsAreDeleted() {
    openPhoto();
    paintHalf();
    const QDir folder(path("masks"));
    QVERIFY(QDir().mkpath(folder.path()));
    const auto write = [&](const QString& name, int days_old) {
      QFile file(folder.filePath(name));
      QVERIFY(file.open(QIODevice::WriteOnly));
      QVERIFY(file.setFileTime(QDateTime::currentDateTime().addDays(-days_old),
                               QFileDevice::FileModificationTime));
    };
    for (int i = 1; i <= 3 * kMaxMaskFiles; ++i)
      write(QStringLiteral("mask-%1.png").arg(i, 12, 16, QLatin1Char('0')), i);
    write(QStringLiteral("mine.png"), 1000);
    const auto command = command_text(document(), folder.path());
    QVERIFY(command);
    const QString file =
        command->section(QStringLiteral("--mask "), 1).section(QLatin1Char(' '), 0, 0);
    QVERIFY(QFile::exists(file));
    const QStringList left = folder.entryList({QStringLiteral("mask-*.png")}, QDir::Files);
    QCOMPARE(left.size(), kMaxMaskFiles);
    QVERIFY(left.contains(QStringLiteral("mask-000000000001.png")));
    QVERIFY(folder.exists(QStringLiteral("mine.png")));
    // Copying a command again renews the time of its mask file.
    QFile mask(file);
    QVERIFY(mask.open(QIODevice::ReadWrite));
    QVERIFY(mask.setFileTime(QDateTime::currentDateTime().addDays(-5000),
                             QFileDevice::FileModificationTime));
    mask.close();
    QVERIFY(command_text(document(), folder.path()));
    QVERIFY(QFileInfo(file).lastModified() > QDateTime::currentDateTime().addDays(-1));
  }

  void argumentsAreQuotedForTheShell() {
    QCOMPARE(shell_quoted(QStringLiteral("plain/path-1.png")), QStringLiteral("plain/path-1.png"));
    QCOMPARE(shell_quoted(QStringLiteral("it's $HOME")), QStringLiteral("'it'\\''s $HOME'"));
    QCOMPARE(shell_quoted(QString()), QStringLiteral("''"));
  }
};

QTEST_MAIN(WindowSeeingTest)
#include "test_window_seeing.moc"
