// Shared by the tests of the Evaluate page: a small evaluation that fidoscope-cli finishes in a
// second.
#pragma once

#include <QLineEdit>
#include <QSettings>

#include "core/evaluate/summary.h"
#include "tests/ui/window_fixture.h"
#include "ui/engine/model_trust.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/evaluate/form.h"
#include "ui/window/main_actions.h"

class EvaluateFixture : public WindowFixture {
  Q_OBJECT

 protected:
  static constexpr int kPhotos = 7, kMethods = 3;
  static constexpr int kTimeoutMs = 120'000;
  const QString kCard = QStringLiteral(FIDOSCOPE_TEST_DATA "/models/tiny.card.json");
  const QString kGreyCard = QStringLiteral(FIDOSCOPE_TEST_DATA "/models/tiny-grey.card.json");

  EvaluatePage* page() const { return find<EvaluatePage>("evaluatePage"); }
  EvaluationResults& results() const { return page()->results(); }
  int rows() const { return static_cast<int>(results().rows().size()); }

  // Prepares what every test needs: photos on disk, a classifier, and the open page.
  void openPage() {
    QTRY_VERIFY(window_->workspace().isIdle());
    // The window needs a card of this name; fidoscope-cli uses the real model.
    fake_card(to_path(path("models")), "tiny", "Tiny");
    window_->begin({});
    QTRY_COMPARE(window_->workspace().models().size(), std::size_t{3});
    writePhotos();
    window_->actions().show_evaluate->trigger();
    QVERIFY(page()->isVisible());
  }

  void writePhotos(const QByteArray& head = "image,label_0based,x0,y0,x1,y1\n") const {
    QDir().mkpath(path("photos"));
    QByteArray boxes = head;
    for (int i = 0; i < kPhotos; ++i) {
      Image photo(60, 50);
      for (int y = 0; y < photo.height; ++y)
        for (int x = 0; x < photo.width; ++x) {
          std::uint8_t* pixel = photo.row(y) + 3 * x;
          pixel[0] = (x / 8 + y / 8 + i) % 2 ? 210 : 60;
          pixel[1] = static_cast<std::uint8_t>(255 - pixel[0]);
          pixel[2] = static_cast<std::uint8_t>(30 * i);
        }
      (void)save_png(to_path(path("photos") + QStringLiteral("/%1.png").arg(i)), photo);
      boxes += QByteArray::number(i) + ".png," + QByteArray::number(i % 4) + ",8,8," +
               QByteArray::number(30 + 3 * i) + ",45\n";
    }
    (void)write_file(to_path(path("boxes.csv")), boxes.toStdString());
  }

  EvaluationPlan plan(int iterations) const {
    EvaluationPlan out;
    out.images = path("photos");
    out.boxes = path("boxes.csv");
    out.classifiers = {kCard};
    out.methods = {PlannedMethod::parse(QStringLiteral("fido-ssr:mean")),
                   PlannedMethod::parse(QStringLiteral("gradient")),
                   PlannedMethod::parse(QStringLiteral("bbox"))};
    out.metrics = {QStringLiteral("wsl")};
    // Runs of the paper's form take all their steps; the others end as soon as they have settled.
    out.fields = {{QStringLiteral("preset"), QStringLiteral("paper")},
                  {QStringLiteral("iterations"), QString::number(iterations)},
                  {QStringLiteral("grid"), QStringLiteral("8")},
                  {QStringLiteral("threads"), QStringLiteral("1")}};
    return out;
  }

  // Fills in the form and the output folder. The classifier lies outside the model folders, so it
  // is allowed first, as a user would.
  void fill(int iterations, const char* out = "eval") {
    ModelTrust({}).allow(kCard);
    page()->form().setPlan(plan(iterations));
    find<QLineEdit>("out")->setText(path(out));
    QTRY_VERIFY(!label("maps").isEmpty() || !page()->form().boxesError().isEmpty());
  }
  void waitUntilMeasured() {
    QTRY_VERIFY_WITH_TIMEOUT(!page()->program().isRunning(), kTimeoutMs);
    // The means are computed a moment after the rows are read.
    const auto all_means_computed = [&] {
      const auto& means = results().means();
      return std::count_if(means.begin(), means.end(), [](const EvaluationMean& m) {
               return m.metric == "probability" && m.value.count == kPhotos;
             }) == kMethods;
    };
    QTRY_VERIFY_WITH_TIMEOUT(all_means_computed(), kTimeoutMs);
    QCOMPARE(rows(), kPhotos * kMethods);
    QVERIFY(results().isFinished());
  }
  QByteArray contents(const QString& name) const {
    const auto text = read_file(to_path(path(name.toUtf8().constData())));
    return text ? QByteArray::fromStdString(*text) : QByteArray();
  }
};
