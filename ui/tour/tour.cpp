#include "ui/tour/tour.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/model/catalogue.h"
#include "ui/document/text.h"
#include "ui/window/resources.h"

namespace fido::ui {
namespace {

constexpr int kTourFormat = 1;

struct TourTexts {
  Q_DECLARE_TR_FUNCTIONS(Tour)
};

class TourReader {
 public:
  explicit TourReader(const QString& path) : path_(path) {}

  Expected<Tour> read() {
    const auto bytes = read_file(to_path(path_));
    if (!bytes) return tl::unexpected(bytes.error());
    QJsonParseError error;
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray::fromStdString(*bytes), &error);
    if (error.error != QJsonParseError::NoError)
      return makeError(
          TourTexts::tr("not valid JSON (%1, byte %2)").arg(error.errorString()).arg(error.offset));
    if (!document.isObject()) return makeError(TourTexts::tr("must be a JSON object, { … }"));
    const QJsonObject object = document.object();
    checkKeys(object, {"format", "title", "steps"});
    checkTypes(object, {{"format", QJsonValue::Double},
                        {"title", QJsonValue::String},
                        {"steps", QJsonValue::Array}});
    if (object[QLatin1String("format")].toInt() > kTourFormat)
      reportProblem(
          TourTexts::tr("uses a newer format than %1; update Fidoscope").arg(kTourFormat));
    Tour tour;
    tour.title = object[QLatin1String("title")].toString();
    const QJsonArray steps = object[QLatin1String("steps")].toArray();
    if (steps.isEmpty())
      reportProblem(TourTexts::tr("\"steps\" must be a list with at least one step"));
    for (const QJsonValue value : steps) {
      step_ = static_cast<int>(tour.steps.size()) + 1;
      tour.steps.push_back(readStep(value.toObject()));
    }
    if (!problem_.isEmpty()) return makeError(problem_);
    return tour;
  }

 private:
  tl::unexpected<Error> makeError(const QString& reason) const {
    return input_error(
        QStringLiteral("%1: %2").arg(QFileInfo(path_).fileName(), reason).toStdString());
  }
  // Keeps the first problem.
  void reportProblem(const QString& text) {
    if (problem_.isEmpty())
      problem_ = step_ > 0 ? TourTexts::tr("step %1: %2").arg(step_).arg(text) : text;
  }
  void checkKeys(const QJsonObject& object, const std::vector<std::string>& allowed_keys) {
    for (const QString& key : object.keys())
      if (std::find(allowed_keys.begin(), allowed_keys.end(), key.toStdString()) ==
          allowed_keys.end())
        reportProblem(TourTexts::tr("unknown key \"%1\"; did you mean \"%2\"?")
                          .arg(key, qstr(closest_match(key.toStdString(), allowed_keys))));
  }
  void checkTypes(const QJsonObject& object,
                  const std::vector<std::pair<const char*, QJsonValue::Type>>& expected) {
    for (const auto& [key, type] : expected)
      if (const QJsonValue value = object[QLatin1String(key)];
          !value.isUndefined() && value.type() != type)
        reportProblem(
            TourTexts::tr("\"%1\" must be %2").arg(QString::fromLatin1(key), typeName(type)));
  }
  static QString typeName(QJsonValue::Type type) {
    switch (type) {
      case QJsonValue::Double:
        return TourTexts::tr("a number");
      case QJsonValue::String:
        return TourTexts::tr("a string");
      case QJsonValue::Bool:
        return TourTexts::tr("true or false");
      case QJsonValue::Array:
        return TourTexts::tr("a list");
      default:
        return TourTexts::tr("an object");
    }
  }
  QString readChoice(const QJsonObject& object, const char* key,
                     const std::vector<std::string>& choices) {
    const QString value = object[QLatin1String(key)].toString();
    if (!value.isEmpty() &&
        std::find(choices.begin(), choices.end(), value.toStdString()) == choices.end())
      reportProblem(TourTexts::tr("\"%1\": unknown value \"%2\"; did you mean \"%3\"?")
                        .arg(QString::fromLatin1(key), value,
                             qstr(closest_match(value.toStdString(), choices))));
    return value;
  }

  static QString settingText(const QJsonValue& value) {
    if (value.isString()) return value.toString();
    if (value.isBool()) return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    return QString::number(value.toDouble(), 'g', 15);
  }

  TourStep readStep(const QJsonObject& object) {
    checkKeys(object, {"title", "text", "photo", "classifier", "target", "settings", "masks",
                       "show", "vary", "run"});
    checkTypes(object, {{"title", QJsonValue::String},
                        {"text", QJsonValue::String},
                        {"photo", QJsonValue::String},
                        {"classifier", QJsonValue::String},
                        {"settings", QJsonValue::Object},
                        {"masks", QJsonValue::Array},
                        {"show", QJsonValue::String},
                        {"vary", QJsonValue::String},
                        {"run", QJsonValue::Bool}});
    TourStep out;
    out.title = object[QLatin1String("title")].toString();
    out.text = object[QLatin1String("text")].toString();
    if (out.title.isEmpty() || out.text.isEmpty())
      reportProblem(TourTexts::tr("needs a \"title\" and a \"text\""));
    out.classifier = object[QLatin1String("classifier")].toString();
    const QJsonValue target = object[QLatin1String("target")];
    out.target = target.isDouble() ? QString::number(target.toInt()) : target.toString();
    if (!target.isUndefined() && out.target.isEmpty())
      reportProblem(TourTexts::tr("\"target\" must be a class index or a label"));
    out.show = readChoice(object, "show", {"pictures", "run", "infills", "edits", "figure"});
    out.vary = readChoice(object, "vary", {"seeds", "infills", "methods", "classifiers"});
    out.run = object[QLatin1String("run")].toBool();
    if (const QString photo = object[QLatin1String("photo")].toString(); !photo.isEmpty()) {
      for (const QString& folder :
           {QFileInfo(path_).absolutePath(), resource_folder() + QStringLiteral("/samples")})
        if (const QFileInfo file(folder + QLatin1Char('/') + photo);
            out.photo.isEmpty() && file.isFile())
          out.photo = file.absoluteFilePath();
      if (out.photo.isEmpty())
        reportProblem(
            TourTexts::tr("\"photo\": %1 is neither in the tour's folder nor among the samples")
                .arg(photo));
    }
    RunSpec probe;
    const QJsonObject settings = object[QLatin1String("settings")].toObject();
    for (const QString& key : settings.keys()) {
      const SpecField* field = find_field(key.toStdString());
      const QString value = settingText(settings[key]);
      if (!field)
        reportProblem(TourTexts::tr("\"settings\": unknown setting \"%1\"").arg(key));
      else if (const auto set = set_field(probe, *field, value.toStdString()); !set)
        reportProblem(qstr(set.error().message));
      // The method comes first, since it sets its own defaults.
      out.settings.insert(
          key == QLatin1String("method") ? out.settings.begin() : out.settings.end(),
          {key.toStdString(), value.toStdString()});
    }
    for (const QJsonValue value : object[QLatin1String("masks")].toArray())
      out.masks.push_back(readMask(value.toObject()));
    return out;
  }

  TourMask readMask(const QJsonObject& object) {
    checkKeys(object, {"name", "shape", "box", "keep"});
    checkTypes(object, {{"name", QJsonValue::String},
                        {"shape", QJsonValue::String},
                        {"box", QJsonValue::Array},
                        {"keep", QJsonValue::Bool}});
    TourMask out;
    out.name = object[QLatin1String("name")].toString();
    out.ellipse = readChoice(object, "shape", {"rectangle", "ellipse"}) == QLatin1String("ellipse");
    out.keep = object[QLatin1String("keep")].toBool();
    const QJsonArray box = object[QLatin1String("box")].toArray();
    out.box = QRectF(box.at(0).toDouble(), box.at(1).toDouble(), box.at(2).toDouble(),
                     box.at(3).toDouble());
    if (out.name.isEmpty() || box.size() != 4 || out.box.isEmpty() ||
        !QRectF(0, 0, 1, 1).contains(out.box))
      reportProblem(
          TourTexts::tr("a mask needs a \"name\" and a \"box\": left, top, width and height as "
                        "fractions of the photo"));
    return out;
  }

  QString path_, problem_;
  int step_ = 0;
};

}  // namespace

QStringList referenced_models(const Tour& tour) {
  QStringList models;
  for (const TourStep& step : tour.steps) {
    if (!step.classifier.isEmpty()) models << step.classifier;
    for (const auto& [key, value] : step.settings)
      if (key == "infill" || key == "classifier") models << qstr(value);
  }
  return models;
}

Expected<Tour> read_tour(const QString& path) { return TourReader(path).read(); }

}  // namespace fido::ui
