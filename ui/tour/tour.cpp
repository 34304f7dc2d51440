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

constexpr int kFormat = 1;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Tour)
};

class Reader {
 public:
  explicit Reader(const QString& path) : path_(path) {}

  Expected<Tour> read() {
    const auto bytes = read_file(to_path(path_));
    if (!bytes) return tl::unexpected(bytes.error());
    QJsonParseError error;
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray::fromStdString(*bytes), &error);
    if (error.error != QJsonParseError::NoError)
      return refuse(
          Words::tr("is no JSON (%1, byte %2)").arg(error.errorString()).arg(error.offset));
    if (!document.isObject()) return refuse(Words::tr("must be a JSON object, { … }"));
    const QJsonObject object = document.object();
    check(object, {"format", "title", "steps"});
    types(object, {{"format", QJsonValue::Double},
                   {"title", QJsonValue::String},
                   {"steps", QJsonValue::Array}});
    if (object[QLatin1String("format")].toInt() > kFormat)
      fault(Words::tr("is of a newer format than %1; update Fidoscope").arg(kFormat));
    Tour tour;
    tour.title = object[QLatin1String("title")].toString();
    const QJsonArray steps = object[QLatin1String("steps")].toArray();
    if (steps.isEmpty()) fault(Words::tr("\"steps\" must be a list of steps"));
    for (const QJsonValue value : steps) {
      step_ = static_cast<int>(tour.steps.size()) + 1;
      tour.steps.push_back(step(value.toObject()));
    }
    if (!problem_.isEmpty()) return refuse(problem_);
    return tour;
  }

 private:
  tl::unexpected<Error> refuse(const QString& why) const {
    return input_error(
        QStringLiteral("%1: %2").arg(QFileInfo(path_).fileName(), why).toStdString());
  }
  void fault(const QString& what) {
    if (problem_.isEmpty())
      problem_ = step_ > 0 ? Words::tr("step %1: %2").arg(step_).arg(what) : what;
  }
  void check(const QJsonObject& object, const std::vector<std::string>& known) {
    for (const QString& key : object.keys())
      if (std::find(known.begin(), known.end(), key.toStdString()) == known.end())
        fault(Words::tr("unknown key \"%1\"; did you mean \"%2\"?")
                  .arg(key, qstr(nearest(key.toStdString(), known))));
  }
  void types(const QJsonObject& object,
             const std::vector<std::pair<const char*, QJsonValue::Type>>& wanted) {
    for (const auto& [key, type] : wanted)
      if (const QJsonValue value = object[QLatin1String(key)];
          !value.isUndefined() && value.type() != type)
        fault(Words::tr("\"%1\" must be %2")
                  .arg(QString::fromLatin1(key),
                       type == QJsonValue::Double   ? Words::tr("a number")
                       : type == QJsonValue::String ? Words::tr("a text")
                       : type == QJsonValue::Bool   ? Words::tr("true or false")
                       : type == QJsonValue::Array  ? Words::tr("a list")
                                                    : Words::tr("an object")));
  }
  QString choice(const QJsonObject& object, const char* key,
                 const std::vector<std::string>& choices) {
    const QString value = object[QLatin1String(key)].toString();
    if (!value.isEmpty() &&
        std::find(choices.begin(), choices.end(), value.toStdString()) == choices.end())
      fault(Words::tr("\"%1\": %2 is unknown; did you mean %3?")
                .arg(QString::fromLatin1(key), value, qstr(nearest(value.toStdString(), choices))));
    return value;
  }

  TourStep step(const QJsonObject& object) {
    check(object, {"title", "text", "photo", "classifier", "target", "settings", "masks", "show",
                   "vary", "run"});
    types(object, {{"title", QJsonValue::String},
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
      fault(Words::tr("needs a \"title\" and a \"text\""));
    out.classifier = object[QLatin1String("classifier")].toString();
    const QJsonValue target = object[QLatin1String("target")];
    out.target = target.isDouble() ? QString::number(target.toInt()) : target.toString();
    if (!target.isUndefined() && out.target.isEmpty())
      fault(Words::tr("\"target\" must be an index or a label"));
    out.show = choice(object, "show", {"pictures", "run", "infills", "edits", "figure"});
    out.vary = choice(object, "vary", {"seeds", "infills", "methods", "classifiers"});
    out.run = object[QLatin1String("run")].toBool();
    if (const QString photo = object[QLatin1String("photo")].toString(); !photo.isEmpty()) {
      for (const QString& folder :
           {QFileInfo(path_).absolutePath(), resource_folder() + QStringLiteral("/samples")})
        if (const QFileInfo file(folder + QLatin1Char('/') + photo);
            out.photo.isEmpty() && file.isFile())
          out.photo = file.absoluteFilePath();
      if (out.photo.isEmpty())
        fault(
            Words::tr("\"photo\": %1 is neither beside the tour nor among the samples").arg(photo));
    }
    RunSpec probe;
    const QJsonObject settings = object[QLatin1String("settings")].toObject();
    for (const QString& key : settings.keys()) {
      const SpecField* field = find_field(key.toStdString());
      const QString value =
          settings[key].isString() ? settings[key].toString()
          : settings[key].isBool()
              ? (settings[key].toBool() ? QStringLiteral("true") : QStringLiteral("false"))
              : QString::number(settings[key].toDouble(), 'g', 15);
      if (!field)
        fault(Words::tr("\"settings\": there is no setting \"%1\"").arg(key));
      else if (const auto done = set_field(probe, *field, value.toStdString()); !done)
        fault(qstr(done.error().message));
      // The method first: it brings defaults of its own.
      out.settings.insert(
          key == QLatin1String("method") ? out.settings.begin() : out.settings.end(),
          {key.toStdString(), value.toStdString()});
    }
    for (const QJsonValue value : object[QLatin1String("masks")].toArray())
      out.masks.push_back(mask(value.toObject()));
    return out;
  }

  TourMask mask(const QJsonObject& object) {
    check(object, {"name", "shape", "box", "keep"});
    types(object, {{"name", QJsonValue::String},
                   {"shape", QJsonValue::String},
                   {"box", QJsonValue::Array},
                   {"keep", QJsonValue::Bool}});
    TourMask out;
    out.name = object[QLatin1String("name")].toString();
    out.ellipse = choice(object, "shape", {"rectangle", "ellipse"}) == QLatin1String("ellipse");
    out.keep = object[QLatin1String("keep")].toBool();
    const QJsonArray box = object[QLatin1String("box")].toArray();
    out.box = QRectF(box.at(0).toDouble(), box.at(1).toDouble(), box.at(2).toDouble(),
                     box.at(3).toDouble());
    if (out.name.isEmpty() || box.size() != 4 || out.box.isEmpty() ||
        !QRectF(0, 0, 1, 1).contains(out.box))
      fault(
          Words::tr("a mask needs a \"name\" and a \"box\": left, top, width and height in "
                    "fractions of the photo"));
    return out;
  }

  QString path_, problem_;
  int step_ = 0;
};

}  // namespace

Expected<Tour> read_tour(const QString& path) { return Reader(path).read(); }

}  // namespace fido::ui
