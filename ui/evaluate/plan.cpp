#include "ui/evaluate/plan.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>
#include <algorithm>

#include "core/base/files.h"
#include "core/evaluate/baselines.h"
#include "core/evaluate/entries.h"
#include "core/infill/infillers.h"
#include "core/run/methods.h"
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

bool is_planned_field(const std::string& key) {
  const SpecField* field = find_field(key);
  return field && field->scope != SpecScope::question;
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
  FieldValues common;
  for (auto field = fields.begin(); field != fields.end(); ++field)
    common[field.key().toStdString()] = field.value().toStdString();
  for (const PlannedMethod& entry : methods)
    if (const auto read = read_entry(entry.text().toStdString(), common); !read)
      return QStringLiteral("%1: %2").arg(entry.label(), qstr(read.error().message));
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
    if (is_planned_field(field.key().toStdString()))
      plan.fields[field.key()] = field.value().toString();
  plan.out = json[QStringLiteral("out")].toString();
  return plan;
}

Expected<EvaluationSettings> read_settings(const QString& folder) {
  return load_evaluation_settings(to_path(folder) / kSettingsFile);
}

int row_count(const EvaluationSettings& settings) {
  return static_cast<int>(settings.photos * settings.classifiers.size() * settings.methods.size());
}

EvaluationPlan plan_of(const EvaluationSettings& settings) {
  EvaluationPlan plan;
  for (const auto& group : settings.metrics) plan.metrics << qstr(group);
  plan.limit = qstr(settings.limit).toInt();
  for (const auto& classifier : settings.classifiers) plan.classifiers << qstr(classifier.id);
  bool optimizer_seen = false;
  for (const auto& entry : settings.methods) {
    plan.methods.push_back({entry.method, entry.infill});
    // The options that made it are what differs from the method's defaults. A method that optimises
    // says the most, and one with settings of its own nothing about the rest.
    const MethodInfo* info = find_method(entry.method);
    if (!info || optimizer_seen) continue;
    optimizer_seen = info->optimizes_mask;
    const RunSpec defaults = default_spec(entry.method, entry.infill);
    const bool is_price_changed =
        entry.spec.lambda != defaults.lambda || entry.spec.lambda_unit != defaults.lambda_unit;
    for (const SpecField& field : spec_fields()) {
      const std::string key = field.key, text = field_text(entry.spec, field);
      const bool is_changed = key == "lambda" || key == "lambda_unit"
                                  ? is_price_changed
                                  : text != field_text(defaults, field);
      if (is_changed && is_planned_field(key) && key != "threads")
        plan.fields[qstr(key)] = qstr(text);
    }
  }
  return plan;
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
  EvaluationPlan plan = kept_plan(folder, plan_of(settings), here);
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

QString default_folder() {
  return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) +
         QStringLiteral("/Fidoscope/") + Words::tr("evaluation");
}

}  // namespace fido::ui
