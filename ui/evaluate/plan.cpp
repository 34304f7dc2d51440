#include "ui/evaluate/plan.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>
#include <algorithm>

#include "core/evaluate/evaluation.h"
#include "core/evaluate/names.h"
#include "core/explain/names.h"
#include "core/files.h"
#include "core/infill/names.h"
#include "ui/document/text.h"

namespace fido::ui {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(EvaluationPlan)
};

QString option_of(const QString& field) {
  return QStringLiteral("--") + QString(field).replace(QLatin1Char('_'), QLatin1Char('-'));
}

tl::unexpected<Error> refusal(const QString& text) { return input_error(text.toStdString()); }

Expected<QJsonObject> read_json(const QString& path) {
  const auto text = read_file(to_path(path));
  if (!text) return tl::unexpected(text.error());
  QJsonParseError error;
  const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(*text), &error);
  if (error.error != QJsonParseError::NoError || !json.isObject())
    return refusal(Words::tr("%1 is not what an evaluation writes.").arg(path));
  return json.object();
}

QStringList strings(const QJsonValue& value) {
  QStringList out;
  for (const QJsonValue& one : value.toArray()) out << one.toString();
  return out;
}

}  // namespace

const std::vector<std::string>& planned_fields() {
  static const std::vector<std::string> all{
      "lambda",      "lambda_unit",   "tv",   "iterations", "samples",   "grid",
      "noise_block", "learning_rate", "seed", "device",     "precision", "threads"};
  return all;
}

QString PlannedMethod::text() const { return qstr(method_text(method, infill)); }

PlannedMethod PlannedMethod::of(const QString& text) {
  const auto [method, infill] = read_method_text(text.toStdString());
  return {method, infill};
}

QString PlannedMethod::label() const {
  if (const Baseline* baseline = find_baseline(method)) return core_text(baseline->label);
  const std::string plain = without_settings(method);
  const MethodInfo* info = find_method(plain);
  const InfillerInfo* infiller =
      find_infiller(infill.empty() && info ? default_spec(plain).infill : infill);
  const QString name =
      (info ? core_text(info->label) : qstr(plain)) +
      qstr(method.substr(plain.size())).replace(QLatin1Char('@'), QLatin1Char(' '));
  if (infiller) return QStringLiteral("%1, %2").arg(name, core_text(infiller->label));
  return infill.empty() ? name : QStringLiteral("%1, %2").arg(name, qstr(infill));
}

QStringList EvaluationPlan::arguments(bool resume) const {
  QStringList words{QStringLiteral("evaluate"), QStringLiteral("--images"), images,
                    QStringLiteral("--boxes"), boxes};
  for (const QString& classifier : classifiers)
    words << QStringLiteral("--classifier") << classifier;
  QStringList entries;
  for (const PlannedMethod& entry : methods) entries << entry.text();
  // An empty list is one, too: what is always measured costs next to nothing.
  words << QStringLiteral("--methods") << entries.join(QLatin1Char(','))
        << QStringLiteral("--metrics") << metrics.join(QLatin1Char(','));
  if (limit > 0) words << QStringLiteral("--limit") << QString::number(limit);
  for (auto field = fields.begin(); field != fields.end(); ++field)
    words << option_of(field.key()) << field.value();
  words << QStringLiteral("--out") << out;
  if (resume) words << QStringLiteral("--resume");
  return words;
}

Expected<RunSpec> EvaluationPlan::spec(const PlannedMethod& entry) const {
  const std::string plain = without_settings(entry.method);
  RunSpec spec = default_spec(plain, entry.infill);
  const MethodInfo* info = find_method(plain);
  // what stands behind an @ is the program's to read
  if (!info || plain != entry.method) return spec;
  if (info->optimises)
    settle_lambda_unit(spec, fields.contains(QStringLiteral("lambda")),
                       fields.value(QStringLiteral("lambda_unit")).toStdString());
  for (auto field = fields.begin(); field != fields.end(); ++field) {
    const std::string key = field.key().toStdString();
    const SpecField* known = find_field(key);
    if (!known || (!info->optimises && key != "seed" && key != "device" && key != "precision" &&
                   key != "threads"))
      continue;
    if (const auto set = set_field(spec, *known, field.value().toStdString()); !set)
      return tl::unexpected(set.error());
  }
  if (const auto fit = validate(spec); !fit) return tl::unexpected(fit.error());
  return spec;
}

QString EvaluationPlan::problem() const {
  if (images.isEmpty()) return Words::tr("Choose a folder of photos.");
  if (!QFileInfo(images).isDir())
    return Words::tr("%1 is no folder. Choose one that holds the photos.").arg(images);
  if (boxes.isEmpty())
    return Words::tr(
        "Choose the CSV file with the photos' classes and boxes: image,label_0based,x0,y0,x1,y1.");
  if (!QFileInfo(boxes).isFile())
    return Words::tr("%1 is no file. Choose the CSV file with the photos' classes and boxes.")
        .arg(boxes);
  if (classifiers.isEmpty()) return Words::tr("Choose a classifier.");
  if (methods.empty()) return Words::tr("Tick at least one method.");
  for (const PlannedMethod& entry : methods)
    if (const auto fit = spec(entry); !fit)
      return QStringLiteral("%1: %2").arg(entry.label(), qstr(fit.error().message));
  return {};
}

QJsonObject EvaluationPlan::toJson() const {
  QJsonArray entries;
  for (const PlannedMethod& entry : methods) entries.append(entry.text());
  QJsonObject set;
  for (auto field = fields.begin(); field != fields.end(); ++field)
    set[field.key()] = field.value();
  return {{QStringLiteral("images"), images},
          {QStringLiteral("boxes"), boxes},
          {QStringLiteral("classifiers"), QJsonArray::fromStringList(classifiers)},
          {QStringLiteral("methods"), entries},
          {QStringLiteral("metrics"), QJsonArray::fromStringList(metrics)},
          {QStringLiteral("limit"), limit},
          {QStringLiteral("fields"), set},
          {QStringLiteral("out"), out}};
}

EvaluationPlan EvaluationPlan::fromJson(const QJsonObject& json) {
  EvaluationPlan plan;
  plan.images = json[QStringLiteral("images")].toString();
  plan.boxes = json[QStringLiteral("boxes")].toString();
  plan.classifiers = strings(json[QStringLiteral("classifiers")]);
  for (const QString& entry : strings(json[QStringLiteral("methods")]))
    plan.methods.push_back(PlannedMethod::of(entry));
  plan.metrics = strings(json[QStringLiteral("metrics")]);
  plan.limit = json[QStringLiteral("limit")].toInt();
  const QJsonObject set = json[QStringLiteral("fields")].toObject();
  for (auto field = set.begin(); field != set.end(); ++field)
    plan.fields[field.key()] = field.value().toString();
  plan.out = json[QStringLiteral("out")].toString();
  return plan;
}

Expected<EvaluationSettings> read_settings(const QString& folder) {
  const QString path = folder + QStringLiteral("/evaluation.json");
  const auto json = read_json(path);
  if (!json) return tl::unexpected(json.error());
  EvaluationSettings out;
  out.version = (*json)[QStringLiteral("version")].toString();
  out.boxes_sha256 = (*json)[QStringLiteral("boxes_sha256")].toString().toStdString();
  out.photos = (*json)[QStringLiteral("photos")].toInt();
  for (const QJsonValue& value : (*json)[QStringLiteral("classifiers")].toArray())
    out.classifiers.push_back({value[QStringLiteral("id")].toString().toStdString(),
                               value[QStringLiteral("sha256")].toString().toStdString()});
  out.plan.metrics = strings((*json)[QStringLiteral("metrics")]);
  out.plan.limit = (*json)[QStringLiteral("limit")].toString().toInt();
  for (const auto& classifier : out.classifiers) out.plan.classifiers << qstr(classifier.id);
  bool optimiser_seen = false;
  for (const QJsonValue& value : (*json)[QStringLiteral("methods")].toArray()) {
    EvaluationSettings::Entry entry{{value[QStringLiteral("method")].toString().toStdString(),
                                     value[QStringLiteral("infill")].toString().toStdString()},
                                    {}};
    if (const QJsonObject spec = value[QStringLiteral("spec")].toObject(); !spec.isEmpty()) {
      const auto read =
          spec_from_json(QJsonDocument(spec).toJson().toStdString(), path.toStdString());
      if (!read) return tl::unexpected(read.error());
      entry.spec = *read;
      // The options that made it: what differs from the method's defaults. Those that optimise say
      // the most. One with settings of its own says nothing about the rest.
      const MethodInfo* info = find_method(entry.method.method);
      if (info && !optimiser_seen) {
        const RunSpec usual = default_spec(entry.method.method, entry.method.infill);
        const bool price = read->lambda != usual.lambda || read->lambda_unit != usual.lambda_unit;
        for (const std::string& key : planned_fields()) {
          const SpecField& field = *find_field(key);
          const std::string text = field_text(*read, field);
          const bool said =
              (key == "lambda" || key == "lambda_unit") ? price : text != field_text(usual, field);
          if (said && key != "threads") out.plan.fields[qstr(key)] = qstr(text);
        }
        optimiser_seen = info->optimises;
      }
    }
    out.plan.methods.push_back(entry.method);
    out.entries.push_back(std::move(entry));
  }
  if (out.photos <= 0 || out.classifiers.empty() || out.entries.empty())
    return refusal(Words::tr("%1 is not what an evaluation writes.").arg(path));
  return out;
}

EvaluationPlan kept_plan(const QString& folder, EvaluationPlan otherwise,
                         const EvaluationPlan& here) {
  EvaluationPlan plan = std::move(otherwise);
  if (const auto kept = read_json(folder + QLatin1Char('/') + kPlanFile); kept)
    plan = EvaluationPlan::fromJson(*kept);
  if (!QFileInfo(plan.images).isDir()) plan.images = here.images;
  if (!QFileInfo(plan.boxes).isFile()) plan.boxes = here.boxes;
  return plan;
}

Expected<EvaluationPlan> plan_to_resume(const QString& folder, const EvaluationSettings& settings,
                                        const EvaluationPlan& here) {
  EvaluationPlan plan = kept_plan(folder, settings.plan, here);
  plan.out = folder;
  if (!QFileInfo(plan.images).isDir())
    return refusal(
        Words::tr("Where the photos lie is not kept in the folder: choose them at the left."));
  if (!QFileInfo(plan.boxes).isFile())
    return refusal(Words::tr(
        "Where the boxes lie is not kept in the folder: choose the CSV file at the left."));
  if (const auto hash = sha256_file(to_path(plan.boxes)); !hash || *hash != settings.boxes_sha256)
    return refusal(
        Words::tr(
            "%1 does not hold the boxes that this evaluation began with: choose those at the left.")
            .arg(plan.boxes));
  const QString version = QCoreApplication::applicationVersion();
  if (!version.isEmpty() && version != settings.version)
    return refusal(
        Words::tr("Version %1 began it, and this is %2: rows of both would not lie in one table.")
            .arg(settings.version, version));
  return plan;
}

QString free_folder(const QString& wanted) {
  for (int i = 1;; ++i) {
    const QString folder = i == 1 ? wanted : QStringLiteral("%1-%2").arg(wanted).arg(i);
    // One where a start failed holds the question and nothing else.
    const QStringList there = QDir(folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    if (there.isEmpty() || there == QStringList{kPlanFile}) return folder;
  }
}

QString usual_folder() {
  return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) +
         QStringLiteral("/Fidoscope/") + Words::tr("evaluation");
}

}  // namespace fido::ui
