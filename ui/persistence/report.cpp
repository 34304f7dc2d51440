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
#include <vector>

#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "ui/document/text.h"
#include "ui/theme/theme.h"

namespace fido::ui {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Report)
};

// In points, on A4.
constexpr double kMargin = 48, kGap = 12, kWidth = 595 - 2 * kMargin, kBottom = 842 - kMargin;
constexpr int kDotsPerInch = 600;
const QColor kQuiet(110, 110, 110);

class Page {
 public:
  explicit Page(QPainter& painter) : painter_(painter) {}

  void text(const QString& words, int size, bool bold, const QColor& color = Qt::black) {
    set(size, bold, color);
    const QRectF room(kMargin, y_, kWidth, kBottom - y_);
    QTextOption option(Qt::AlignLeft | Qt::AlignTop);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    painter_.drawText(room, words, option);
    const auto flags = Qt::AlignLeft | Qt::TextWordWrap | Qt::TextWrapAnywhere;
    y_ += QFontMetricsF(painter_.font()).boundingRect(room, flags, words).height();
  }
  void space(double points) { y_ += points; }
  void line() {
    painter_.setPen(QPen(QColor(210, 210, 210), 0.75));
    painter_.drawLine(QPointF(kMargin, y_), QPointF(kMargin + kWidth, y_));
    y_ += kGap;
  }
  void pictures(const std::vector<std::pair<QImage, QString>>& all) {
    if (all.empty()) return;
    const double count = static_cast<double>(std::max<std::size_t>(all.size(), 2));
    const double width = (kWidth - kGap * (count - 1)) / count;
    double height = 0;
    for (const auto& [image, name] : all)
      height = std::max(height, width * image.height() / std::max(1, image.width()));
    height = std::min(height, 220.0);
    set(8, false, kQuiet);
    double x = kMargin, words = 0;
    for (const auto& [image, name] : all) {
      const QSizeF size = QSizeF(image.size()).scaled(width, height, Qt::KeepAspectRatio);
      painter_.drawImage(QRectF(QPointF(x, y_), size), image);
      QRectF used;
      painter_.drawText(QRectF(x, y_ + height + 3, width, 40),
                        Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, name, &used);
      words = std::max(words, used.height());
      x += width + kGap;
    }
    y_ += height + 3 + words + kGap;
  }
  // Name and value, in `columns` columns.
  void table(const std::vector<std::pair<QString, QString>>& rows, int columns) {
    const double width = (kWidth - kGap * (columns - 1)) / columns, height = 13;
    const int lines = (static_cast<int>(rows.size()) + columns - 1) / columns;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const int column = static_cast<int>(i) / lines, row = static_cast<int>(i) % lines;
      const QRectF place(kMargin + column * (width + kGap), y_ + row * height, width, height);
      set(8, false, kQuiet);
      painter_.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, rows[i].first);
      set(8, false, Qt::black);
      const QRectF value = place.adjusted(width * 0.42, 0, 0, 0);
      painter_.drawText(value, Qt::AlignLeft | Qt::AlignVCenter,
                        QFontMetricsF(painter_.font())
                            .elidedText(rows[i].second, Qt::ElideMiddle, value.width()));
    }
    y_ += lines * height + kGap;
  }

 private:
  void set(int size, bool bold, const QColor& color) {
    QFont font = body_font();
    font.setPixelSize(size);  // points: the painter is scaled
    font.setBold(bold);
    painter_.setFont(font);
    painter_.setPen(color);
  }

  QPainter& painter_;
  double y_ = kMargin;
};

QString number(double value) {
  return QString::number(value, 'f', 3).replace(QLatin1Char('-'), QChar(0x2212));
}

}  // namespace

Expected<void> write_report(const QString& path, const Document& document,
                            const ReportPictures& pictures, const QString& command) {
  const PhotoPtr& photo = document.photo();
  if (!photo || !document.classifier())
    return input_error(Words::tr("Open a photo and choose a classifier first.").toStdString());
  const bool by_hand = document.byHand();
  const Run* run = by_hand ? nullptr : document.run();
  const RunSpec spec = run ? run->spec : document.question();
  const Shown& shown = document.shown();
  const Prediction* target = run ? &run->target : document.prediction(document.target());
  if (!target)
    return input_error(Words::tr("The classifier has not yet seen the photo.").toStdString());

  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  {
    QPdfWriter writer(&buffer);
    writer.setTitle(Words::tr("%1, explained").arg(photo->name));
    writer.setCreator(QStringLiteral("Fidoscope %1").arg(QCoreApplication::applicationVersion()));
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins({});
    writer.setResolution(kDotsPerInch);
    QPainter painter(&writer);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter.scale(kDotsPerInch / 72.0, kDotsPerInch / 72.0);
    Page page(painter);
    const MethodInfo* method = find_method(spec.method);
    const InfillerInfo* infiller = find_infiller(spec.infill);
    const QString name = short_label(target->label);
    page.text(photo->name, 16, true);
    page.space(2);
    const QString question =
        by_hand ? Words::tr("What does the classifier say of “%1” when “%2” is taken away?")
                      .arg(name, document.masks().mask()->name)
        : !method || method->keeps_important
            ? Words::tr("What has to stay for “%1”?").arg(name)
            : Words::tr("What has to go for “%1” to be lost?").arg(name);
    page.text(question, 11, false);
    page.space(kGap);
    std::vector<std::pair<QImage, QString>> shown_pictures;
    if (!pictures.photo.isNull())
      shown_pictures.emplace_back(pictures.photo,
                                  Words::tr("The photo, as the classifier sees it"));
    if (!pictures.with_map.isNull())
      shown_pictures.emplace_back(pictures.with_map, pictures.map_name);
    if (!pictures.counterfactual.isNull())
      shown_pictures.emplace_back(pictures.counterfactual, pictures.counterfactual_name);
    page.pictures(shown_pictures);

    QString answer = format_percent(target->probability);
    if (shown.probability) answer += QStringLiteral("  →  ") + format_percent(*shown.probability);
    page.text(QStringLiteral("%1   %2").arg(name, answer), 14, true);
    page.space(4);
    std::vector<std::pair<QString, QString>> numbers{
        {Words::tr("probability, untouched"), number(target->probability)},
        {Words::tr("log-odds, untouched"), number(target->score)}};
    if (shown.probability)
      numbers.emplace_back(Words::tr("probability, infilled"), number(*shown.probability));
    if (shown.score) numbers.emplace_back(Words::tr("log-odds, infilled"), number(*shown.score));
    if (shown.marginal)
      numbers.emplace_back(Words::tr("marginal, 95 %"),
                           QStringLiteral("%1 (%2–%3), %4")
                               .arg(number(shown.marginal->mean), number(shown.marginal->low),
                                    number(shown.marginal->high))
                               .arg(Words::tr("%1 samples").arg(shown.marginal->samples)));
    if (by_hand && shown.dropped)
      numbers.emplace_back(Words::tr("share dropped"), format_percent(*shown.dropped));
    if (run && run->result) {
      numbers.emplace_back(Words::tr("area of the map over ½"), format_percent(run->result->area));
      numbers.emplace_back(Words::tr("final loss"), number(run->result->loss_final));
    }
    page.table(numbers, 2);
    std::vector<std::pair<QString, QString>> classes;
    const auto& predictions = document.predictions();
    for (std::size_t i = 0; i < std::min<std::size_t>(5, predictions.size()); ++i) {
      QString value = number(predictions[i].probability);
      const auto after =
          std::find_if(shown.predictions.begin(), shown.predictions.end(),
                       [&](const Prediction& p) { return p.index == predictions[i].index; });
      if (after != shown.predictions.end())
        value += QStringLiteral("  →  ") + number(after->probability);
      classes.emplace_back(short_label(predictions[i].label), value);
    }
    page.table(classes, 2);
    page.line();

    std::vector<std::pair<QString, QString>> settings{
        {Words::tr("classifier"),
         qstr(document.classifier()->card.name.empty() ? document.classifier()->card.id
                                                       : document.classifier()->card.name)},
        {Words::tr("infill"), infiller ? core_text(infiller->label) : qstr(spec.infill)}};
    if (!by_hand)
      for (const SpecField& field : spec_fields()) {
        const std::string key = field.key;
        if (key == "classifier" || key == "infill" || key == "mask") continue;
        const QString value = qstr(field_text(spec, field));
        settings.emplace_back(
            QString::fromLatin1(field.key).replace(QLatin1Char('_'), QLatin1Char(' ')),
            value.isEmpty() ? QStringLiteral("–") : value);
      }
    const ClassifierInfo& info = *document.classifier();
    settings.emplace_back(Words::tr("device"), QStringLiteral("%1, %2, %3")
                                                   .arg(qstr(info.device), qstr(info.precision),
                                                        Words::tr("%1 threads").arg(info.threads)));
    settings.emplace_back(QStringLiteral("LibTorch"), qstr(info.libtorch));
    settings.emplace_back(
        Words::tr("photo"),
        QStringLiteral("%1 × %2").arg(photo->pixels->width).arg(photo->pixels->height));
    page.table(settings, 2);
    page.text(Words::tr("SHA-256 of the photo %1, of the model %2")
                  .arg(photo->sha256.empty() ? QStringLiteral("–") : qstr(photo->sha256),
                       qstr(info.card.sha256)),
              8, false, kQuiet);
    page.space(kGap);
    page.line();
    if (!command.isEmpty()) {
      page.text(command, 8, false, QColor(60, 60, 60));
      page.space(kGap);
    }
    page.text(Words::tr("Fidoscope %1, %2. Method: Chang, Creager, Goldenberg and Duvenaud, "
                        "“Explaining Image Classifiers by Counterfactual Generation”, ICLR 2019.")
                  .arg(QCoreApplication::applicationVersion(),
                       QLocale().toString(QDateTime::currentDateTime(), QLocale::LongFormat)),
              8, false, kQuiet);
  }
  QSaveFile file(path);
  if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
    return {};
  return input_error(Words::tr("%1 could not be written: %2. Choose another folder.")
                         .arg(path, file.errorString())
                         .toStdString());
}

}  // namespace fido::ui
