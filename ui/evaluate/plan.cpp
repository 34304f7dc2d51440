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

struct PlanTexts {
  Q_DECLARE_TR_FUNCTIONS(EvaluationPlan)
};

QString option_name(const QString& field) {
  return QStringLiteral("--") + QString(field).replace(QLatin1Char('_'), QLatin1Char('-'));
}

tl::unexpected<Error> make_input_error(const QString& text) {
  return input_error(text.toStdString());
}

Expected<QJsonObject> read_json(const QString& path) {
  const auto text = read_file(to_path(path));
  if (!text) return tl::unexpected(text.error());
  QJsonParseError error;
  const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(*text), &error);
  if (error.error != QJsonParseError::NoError || !json.isObject())
    return make_input_error(PlanTexts::tr("%1 is not a valid plan file.").arg(path));
  return json.object();
}

bool is_like_option(const QString& text) {
  bool is_number = false;
  (void)text.toDouble(&is_number);
  return text.startsWith(QLatin1Char('-')) && !is_number;
}

QStringList strings(const QJsonValue& value) {
  QStringList out;
  for (const auto one : value.toArray())
    if (!is_like_option(one.toString())) out << one.toString();
  return out;
}

}  // namespace

bool is_planned_field(const std::string& key) {
  const SpecField* field = find_field(key);
  return field && field->scope != SpecScope::question;
}

QString PlannedMethod::text() const { return qstr(method_text(method, infill)); }

PlannedMethod PlannedMethod::parse(const QString& text) {
  const auto [method, infill] = parse_method_text(text.toStdString());
  return {method, infill};
}

QString PlannedMethod::label() const {
  if (const Baseline* baseline = find_baseline(method)) return core_text(baseline->label);
  const std::string plain = strip_settings(method);
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
  QStringList args{QStringLiteral("evaluate"), QStringLiteral("--images"), images,
                   QStringLiteral("--boxes"), boxes};
  for (const QString& classifier : classifiers)
    args << QStringLiteral("--classifier") << classifier;
  QStringList entries;
  for (const PlannedMethod& entry : methods) entries << entry.text();
  // An empty list of metrics is valid: the metrics that are always measured cost next to nothing.
  args << QStringLiteral("--methods") << entries.join(QLatin1Char(','))
       << QStringLiteral("--metrics") << metrics.join(QLatin1Char(','));
  if (limit > 0) args << QStringLiteral("--limit") << QString::number(limit);
  for (auto field = fields.begin(); field != fields.end(); ++field)
    args << option_name(field.key()) << field.value();
  args << QStringLiteral("--out") << out;
  if (resume) args << QStringLiteral("--resume");
  return args;
}

QString EvaluationPlan::validationError() const {
  if (images.isEmpty()) return PlanTexts::tr("Choose a folder of photos.");
  if (!QFileInfo(images).isDir())
    return PlanTexts::tr("%1 is not a folder. Choose the folder that contains the photos.")
        .arg(images);
  if (boxes.isEmpty())
    return PlanTexts::tr(
        "Choose the CSV file with the photos' classes and boxes: image,label_0based,x0,y0,x1,y1.");
  if (!QFileInfo(boxes).isFile())
    return PlanTexts::tr(
               "%1 is not a file. Choose the CSV file with the photos' classes and boxes.")
        .arg(boxes);
  if (classifiers.isEmpty()) return PlanTexts::tr("Choose a classifier.");
  if (methods.empty()) return PlanTexts::tr("Select at least one method.");
  FieldValues common;
  for (auto field = fields.begin(); field != fields.end(); ++field)
    common[field.key().toStdString()] = field.value().toStdString();
  for (const PlannedMethod& entry : methods)
    if (const auto parsed = parse_entry(entry.text().toStdString(), common); !parsed)
      return QStringLiteral("%1: %2").arg(entry.label(), qstr(parsed.error().message));
  return {};
}

QStringList EvaluationPlan::models() const {
  QStringList models = classifiers;
  for (const PlannedMethod& entry : methods)
    if (!entry.infill.empty()) models << qstr(entry.infill);
  return models;
}

QJsonObject EvaluationPlan::toJson() const {
  QJsonArray entries;
  for (const PlannedMethod& entry : methods) entries.append(entry.text());
  QJsonObject field_object;
  for (auto field = fields.begin(); field != fields.end(); ++field)
    field_object[field.key()] = field.value();
  return {{QStringLiteral("images"), images},
          {QStringLiteral("boxes"), boxes},
          {QStringLiteral("classifiers"), QJsonArray::fromStringList(classifiers)},
          {QStringLiteral("methods"), entries},
          {QStringLiteral("metrics"), QJsonArray::fromStringList(metrics)},
          {QStringLiteral("limit"), limit},
          {QStringLiteral("fields"), field_object},
          {QStringLiteral("out"), out}};
}

EvaluationPlan EvaluationPlan::fromJson(const QJsonObject& json) {
  EvaluationPlan plan;
  plan.images = json[QStringLiteral("images")].toString();
  plan.boxes = json[QStringLiteral("boxes")].toString();
  plan.classifiers = strings(json[QStringLiteral("classifiers")]);
  // A comma would add a method that models() does not know.
  for (const QString& entry : strings(json[QStringLiteral("methods")]))
    if (!entry.contains(QLatin1Char(','))) plan.methods.push_back(PlannedMethod::parse(entry));
  plan.metrics = strings(json[QStringLiteral("metrics")]);
  plan.limit = json[QStringLiteral("limit")].toInt();
  const QJsonObject field_object = json[QStringLiteral("fields")].toObject();
  for (auto field = field_object.begin(); field != field_object.end(); ++field)
    if (is_planned_field(field.key().toStdString()) && !is_like_option(field.value().toString()))
      plan.fields[field.key()] = field.value().toString();
  plan.out = json[QStringLiteral("out")].toString();
  return plan;
}

Expected<EvaluationSettings> read_settings(const QString& folder) {
  return load_evaluation_settings(to_path(folder) / kSettingsFile);
}

int expected_row_count(const EvaluationSettings& settings) {
  return static_cast<int>(settings.photos * settings.classifiers.size() * settings.methods.size());
}

EvaluationPlan plan_from_settings(const EvaluationSettings& settings) {
  EvaluationPlan plan;
  for (const auto& group : settings.metrics) plan.metrics << qstr(group);
  plan.limit = qstr(settings.limit).toInt();
  for (const auto& classifier : settings.classifiers) plan.classifiers << qstr(classifier.id);
  bool has_optimizer = false;
  for (const auto& entry : settings.methods) {
    plan.methods.push_back({entry.method, entry.infill});
    // The options of the command are the fields that differ from the method's defaults. Methods
    // that optimise a mask use the most fields. A method with its own settings ("@") says nothing
    // about the other methods.
    const MethodInfo* info = find_method(entry.method);
    if (!info) continue;
    // The preset and the share come from whichever method has them.
    if (applies_to(*find_field("preset"), entry.spec.method) && entry.method == info->id &&
        entry.spec.preset != default_spec(entry.spec.method).preset)
      plan.fields[QStringLiteral("preset")] = qstr(entry.spec.preset);
    const SpecField& share = *find_field("keep_evidence");
    if (applies_to(share, entry.spec) && entry.method == info->id &&
        entry.spec.keep_evidence != defaults_of(entry.spec).keep_evidence)
      plan.fields[QString::fromLatin1(share.key)] = qstr(field_text(entry.spec, share));
    if (has_optimizer) continue;
    has_optimizer = info->optimizes_mask;
    const RunSpec defaults = defaults_of(entry.spec);
    const bool is_lambda_changed =
        entry.spec.lambda != defaults.lambda || entry.spec.lambda_unit != defaults.lambda_unit;
    for (const SpecField& field : spec_fields()) {
      const std::string key = field.key, text = field_text(entry.spec, field);
      bool is_changed = text != field_text(defaults, field);
      if (key == "lambda" || key == "lambda_unit") is_changed = is_lambda_changed;
      if (is_changed && applies_to(field, entry.spec) && is_planned_field(key) && key != "threads")
        plan.fields[qstr(key)] = qstr(text);
    }
  }
  return plan;
}

EvaluationPlan load_plan(const QString& folder, EvaluationPlan fallback,
                         const EvaluationPlan& form_plan) {
  EvaluationPlan plan = std::move(fallback);
  if (const auto json = read_json(folder + QLatin1Char('/') + kPlanFile); json)
    plan = EvaluationPlan::fromJson(*json);
  if (!QFileInfo(plan.images).isDir()) plan.images = form_plan.images;
  if (!QFileInfo(plan.boxes).isFile()) plan.boxes = form_plan.boxes;
  return plan;
}

Expected<EvaluationPlan> plan_to_resume(const QString& folder, const EvaluationSettings& settings,
                                        const EvaluationPlan& form_plan) {
  EvaluationPlan plan = load_plan(folder, plan_from_settings(settings), form_plan);
  plan.out = folder;
  if (!QFileInfo(plan.images).isDir())
    return make_input_error(PlanTexts::tr(
        "The folder does not record where the photos are. Choose the photo folder on the left."));
  if (!QFileInfo(plan.boxes).isFile())
    return make_input_error(PlanTexts::tr(
        "The folder does not record where the boxes are. Choose the CSV file on the left."));
  if (const auto hash = sha256_file(to_path(plan.boxes)); !hash || *hash != settings.boxes_sha256)
    return make_input_error(
        PlanTexts::tr("%1 does not contain the boxes that this evaluation started with. Choose "
                      "the original file on the left.")
            .arg(plan.boxes));
  return plan;
}

QString unused_folder(const QString& folder) {
  for (int i = 1;; ++i) {
    const QString candidate = i == 1 ? folder : QStringLiteral("%1-%2").arg(folder).arg(i);
    // After a failed start the folder contains the plan and nothing else.
    const QStringList entries = QDir(candidate).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    if (entries.isEmpty() || entries == QStringList{kPlanFile}) return candidate;
  }
}

QString default_output_folder() {
  return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) +
         QStringLiteral("/Fidoscope/") + PlanTexts::tr("evaluation");
}

}  // namespace fido::ui
