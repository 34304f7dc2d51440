#include "ui/persistence/report.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QTextOption>
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "ui/document/text.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

struct ReportTexts {
  Q_DECLARE_TR_FUNCTIONS(Report)
};

// In points, on A4 (595 x 842).
constexpr double kMargin = 48, kGap = 12, kWidth = 595 - 2 * kMargin, kBottom = 842 - kMargin;
constexpr int kDotsPerInch = 600;
const QColor kMutedColor(110, 110, 110);

using TableRows = std::vector<std::pair<QString, QString>>;  // name, value

// Draws from top to bottom.
class PageWriter {
 public:
  explicit PageWriter(QPainter& painter) : painter_(painter) {}

  void addText(const QString& text, int size, bool bold, const QColor& color = Qt::black) {
    setFont(size, bold, color);
    const QRectF area(kMargin, y_, kWidth, kBottom - y_);
    QTextOption option(Qt::AlignLeft | Qt::AlignTop);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    painter_.drawText(area, text, option);
    const auto flags = Qt::AlignLeft | Qt::TextWordWrap | Qt::TextWrapAnywhere;
    y_ += QFontMetricsF(painter_.font()).boundingRect(area, flags, text).height();
  }
  void addSpace(double points) { y_ += points; }
  void addLine() {
    painter_.setPen(QPen(QColor(210, 210, 210), 0.75));
    painter_.drawLine(QPointF(kMargin, y_), QPointF(kMargin + kWidth, y_));
    y_ += kGap;
  }
  void addPictures(const std::vector<std::pair<QImage, QString>>& pictures) {
    if (pictures.empty()) return;
    const double count = static_cast<double>(std::max<std::size_t>(pictures.size(), 2));
    const double width = (kWidth - kGap * (count - 1)) / count;
    double height = 0;
    for (const auto& [image, name] : pictures)
      height = std::max(height, width * image.height() / std::max(1, image.width()));
    height = std::min(height, 220.0);
    setFont(8, false, kMutedColor);
    double x = kMargin, name_height = 0;
    for (const auto& [image, name] : pictures) {
      const QSizeF size = QSizeF(image.size()).scaled(width, height, Qt::KeepAspectRatio);
      painter_.drawImage(QRectF(QPointF(x, y_), size), image);
      QRectF used;
      painter_.drawText(QRectF(x, y_ + height + 3, width, 40),
                        Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, name, &used);
      name_height = std::max(name_height, used.height());
      x += width + kGap;
    }
    y_ += height + 3 + name_height + kGap;
  }
  void addTable(const TableRows& rows, int columns) {
    const double width = (kWidth - kGap * (columns - 1)) / columns, height = 13;
    const int lines = (static_cast<int>(rows.size()) + columns - 1) / columns;
    setFont(8, false, kMutedColor);
    double name_width = 0.42 * width;
    for (const auto& [name, value] : rows)
      name_width =
          std::max(name_width, QFontMetricsF(painter_.font()).horizontalAdvance(name) + kGap / 2);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const int column = static_cast<int>(i) / lines, row = static_cast<int>(i) % lines;
      const QRectF cell(kMargin + column * (width + kGap), y_ + row * height, width, height);
      setFont(8, false, kMutedColor);
      painter_.drawText(cell, Qt::AlignLeft | Qt::AlignVCenter, rows[i].first);
      setFont(8, false, Qt::black);
      const QRectF value = cell.adjusted(name_width, 0, 0, 0);
      painter_.drawText(value, Qt::AlignLeft | Qt::AlignVCenter,
                        QFontMetricsF(painter_.font())
                            .elidedText(rows[i].second, Qt::ElideMiddle, value.width()));
    }
    y_ += lines * height + kGap;
  }

 private:
  void setFont(int size, bool bold, const QColor& color) {
    QFont font = body_font();
    font.setPixelSize(size);  // in points, because the painter is scaled
    font.setBold(bold);
    painter_.setFont(font);
    painter_.setPen(color);
  }

  QPainter& painter_;
  double y_ = kMargin;
};

QString number_text(double value) {
  return QString::number(value, 'f', 3).replace(QLatin1Char('-'), QChar(0x2212));
}

QString question_text(const Document& document, const RunSpec& spec, const QString& target) {
  if (document.byHand())
    return ReportTexts::tr("How likely is “%1” when “%2” is dropped?")
        .arg(target, document.masks().mask()->name);
  const MethodInfo* method = find_method(spec.method);
  const bool keeps = !method || method->keeps_important;
  if (searches_evidence(spec))
    return (keeps ? ReportTexts::tr("What must stay to keep %1 % of the evidence for “%2”?")
                  : ReportTexts::tr("What must go to take away %1 % of the evidence for “%2”?"))
        .arg(std::lround(100 * spec.keep_evidence))
        .arg(target);
  return keeps ? ReportTexts::tr("What must stay to keep “%1”?").arg(target)
               : ReportTexts::tr("What must go to lose “%1”?").arg(target);
}

TableRows run_rows(const RunResult& result) {
  TableRows rows{{ReportTexts::tr("area above ½"), format_percent(result.area)}};
  if (!result.score_under_masks || !result.score_target) {
    rows.emplace_back(ReportTexts::tr("final loss"), number_text(result.loss_final));
    return rows;
  }
  rows.emplace_back(
      ReportTexts::tr("log-odds under masks"),
      ReportTexts::tr("%1, wanted: %2")
          .arg(number_text(*result.score_under_masks), number_text(*result.score_target)));
  const double dropped = result.history.empty() ? 0 : result.history.back().expected_drop;
  const MethodInfo* method = find_method(result.spec.method);
  if (!method || method->keeps_important)
    rows.emplace_back(ReportTexts::tr("kept by the masks"), format_percent(1 - dropped));
  else
    rows.emplace_back(ReportTexts::tr("dropped by the masks"), format_percent(dropped));
  return rows;
}

TableRows result_rows(const Document& document, const Prediction& target, const Run* run) {
  const Shown& shown = document.shown();
  TableRows rows{{ReportTexts::tr("probability, untouched"), number_text(target.probability)},
                 {ReportTexts::tr("log-odds, untouched"), number_text(target.score)}};
  if (shown.probability)
    rows.emplace_back(ReportTexts::tr("probability, infilled"), number_text(*shown.probability));
  if (shown.score)
    rows.emplace_back(ReportTexts::tr("log-odds, infilled"), number_text(*shown.score));
  if (shown.marginal) {
    const int count = shown.marginal->samples;
    const QString samples =
        count == 1 ? ReportTexts::tr("1 sample") : ReportTexts::tr("%n samples", nullptr, count);
    rows.emplace_back(ReportTexts::tr("marginal, 95 %"),
                      QStringLiteral("%1 (%2–%3), %4")
                          .arg(number_text(shown.marginal->mean), number_text(shown.marginal->low),
                               number_text(shown.marginal->high), samples));
  }
  if (document.byHand() && shown.dropped_share)
    rows.emplace_back(ReportTexts::tr("share dropped"), format_percent(*shown.dropped_share));
  if (run && run->result) {
    const TableRows of_run = run_rows(*run->result);
    rows.insert(rows.end(), of_run.begin(), of_run.end());
  }
  return rows;
}

// The five most likely classes, before and after.
TableRows class_rows(const Document& document) {
  TableRows rows;
  const auto& predictions = document.predictions();
  const auto& after = document.shown().predictions;
  for (std::size_t i = 0; i < std::min<std::size_t>(5, predictions.size()); ++i) {
    QString value = number_text(predictions[i].probability);
    const auto same = std::find_if(after.begin(), after.end(), [&](const Prediction& p) {
      return p.index == predictions[i].index;
    });
    if (same != after.end()) value += QStringLiteral("  →  ") + number_text(same->probability);
    rows.emplace_back(short_label(predictions[i].label), value);
  }
  return rows;
}

TableRows setting_rows(const Document& document, const RunSpec& spec) {
  const ClassifierInfo& info = *document.classifier();
  const InfillerInfo* infiller = find_infiller(spec.infill);
  TableRows rows{
      {ReportTexts::tr("classifier"), qstr(info.card.name.empty() ? info.card.id : info.card.name)},
      {ReportTexts::tr("infill"), infiller ? core_text(infiller->label) : qstr(spec.infill)}};
  if (!document.byHand())
    for (const SpecField& field : spec_fields()) {
      const std::string key = field.key;
      if (key == "classifier" || key == "infill" || key == "mask" || !applies_to(field, spec))
        continue;
      const QString value = qstr(field_text(spec, field));
      rows.emplace_back(QString::fromLatin1(field.key).replace(QLatin1Char('_'), QLatin1Char(' ')),
                        value.isEmpty() ? QStringLiteral("–") : value);
    }
  const QString threads = info.threads == 1 ? ReportTexts::tr("1 thread")
                                            : ReportTexts::tr("%n threads", nullptr, info.threads);
  rows.emplace_back(
      ReportTexts::tr("device"),
      QStringLiteral("%1, %2, %3").arg(qstr(info.device), qstr(info.precision), threads));
  rows.emplace_back(QStringLiteral("LibTorch"), qstr(info.libtorch));
  const Image& photo = *document.photo()->pixels;
  rows.emplace_back(ReportTexts::tr("photo"),
                    QStringLiteral("%1 × %2").arg(photo.width).arg(photo.height));
  return rows;
}

}  // namespace

Expected<void> write_report(const QString& path, const Document& document,
                            const ReportPictures& pictures, const QString& command) {
  const PhotoPtr& photo = document.photo();
  if (!photo || !document.classifier())
    return input_error(
        ReportTexts::tr("Open a photo and choose a classifier first.").toStdString());
  const Run* run = document.byHand() ? nullptr : document.run();
  const RunSpec spec = run ? run->spec : document.question();
  const Prediction* target = run ? &run->target : document.prediction(document.target());
  if (!target)
    return input_error(
        ReportTexts::tr("The photo has not been classified yet. Try again in a moment.")
            .toStdString());

  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  {
    QPdfWriter writer(&buffer);
    writer.setTitle(ReportTexts::tr("Explanation of %1").arg(photo->name));
    writer.setCreator(QStringLiteral("Fidoscope %1").arg(QCoreApplication::applicationVersion()));
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins({});
    writer.setResolution(kDotsPerInch);
    QPainter painter(&writer);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter.scale(kDotsPerInch / 72.0, kDotsPerInch / 72.0);
    PageWriter page(painter);
    const QString name = short_label(target->label);
    page.addText(photo->name, 16, true);
    page.addSpace(2);
    page.addText(question_text(document, spec, name), 11, false);
    page.addSpace(kGap);
    std::vector<std::pair<QImage, QString>> named_pictures;
    if (!pictures.photo.isNull())
      named_pictures.emplace_back(pictures.photo,
                                  ReportTexts::tr("The photo, as the classifier sees it"));
    if (!pictures.with_map.isNull())
      named_pictures.emplace_back(pictures.with_map, pictures.map_name);
    if (!pictures.counterfactual.isNull())
      named_pictures.emplace_back(pictures.counterfactual, pictures.counterfactual_name);
    page.addPictures(named_pictures);

    QString answer = format_percent(target->probability);
    if (const auto after = document.shown().probability)
      answer += QStringLiteral("  →  ") + format_percent(*after);
    page.addText(QStringLiteral("%1   %2").arg(name, answer), 14, true);
    page.addSpace(4);
    if (const QString text = run && run->result ? shortfall_text(*run->result) : QString();
        !text.isEmpty()) {
      page.addText(text, 9, false);
      page.addSpace(4);
    }
    page.addTable(result_rows(document, *target, run), 2);
    page.addTable(class_rows(document), 2);
    page.addLine();

    page.addTable(setting_rows(document, spec), 2);
    page.addText(ReportTexts::tr("SHA-256 of the photo %1, of the model %2")
                     .arg(photo->sha256.empty() ? QStringLiteral("–") : qstr(photo->sha256),
                          qstr(document.classifier()->card.sha256)),
                 8, false, kMutedColor);
    page.addSpace(kGap);
    page.addLine();
    if (!command.isEmpty()) {
      page.addText(command, 8, false, QColor(60, 60, 60));
      page.addSpace(kGap);
    }
    page.addText(
        ReportTexts::tr("Fidoscope %1, %2. Method: Chang, Creager, Goldenberg and Duvenaud, "
                        "“Explaining Image Classifiers by Counterfactual Generation”, ICLR "
                        "2019.")
            .arg(QCoreApplication::applicationVersion(),
                 QLocale().toString(QDateTime::currentDateTime(), QLocale::LongFormat)),
        8, false, kMutedColor);
  }
  QSaveFile file(path);
  if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
    return {};
  return input_error(ReportTexts::tr("%1 could not be written: %2. Choose another folder.")
                         .arg(path, file.errorString())
                         .toStdString());
}

}  // namespace fido::ui
