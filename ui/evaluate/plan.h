// What an evaluation is asked to do: what the form says, as the words of a command line and as
// JSON. No widgets.
#pragma once

#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>
#include <vector>

#include "core/base/error.h"
#include "core/evaluate/evaluation_settings.h"
#include "core/run/run_spec.h"

namespace fido::ui {

// A row of the table: a method with an infiller, or one of the rows that no method makes.
struct PlannedMethod {
  std::string method, infill;  // empty infill: the method's own, or none
  QString text() const;        // as the command line has it, "fido-ssr:mean"
  static PlannedMethod of(const QString& text);
  // "SSR: keep, Fast"; "Centred box".
  QString label() const;
  friend bool operator==(const PlannedMethod& a, const PlannedMethod& b) {
    return a.method == b.method && a.infill == b.infill;
  }
};

struct EvaluationPlan {
  QString images, boxes;               // a folder of photos; the CSV of their classes and boxes
  QStringList classifiers;             // ids, or paths of cards
  std::vector<PlannedMethod> methods;  // the others are tested against the first
  QStringList metrics;
  int limit = 0;                  // photos, evenly from all; 0: all
  QMap<QString, QString> fields;  // of a RunSpec, where they are not the methods' defaults
  QString out;

  // What follows "fidoscope-cli".
  QStringList arguments(bool resume) const;
  // The first thing that is missing or wrong, as a sentence with a way out; empty when it can be
  // started.
  QString problem() const;

  QJsonObject toJson() const;
  // Fields that no plan may set are left out: plan.json may come from anybody, and its fields
  // become options of a program.
  static EvaluationPlan fromJson(const QJsonObject& json);
};

// Whether a plan may set this field of a RunSpec for all its methods.
bool is_planned_field(const std::string& key);

// A plan is kept beside what comes of it, under this name: evaluation.json does not say where the
// photos lie.
inline const QString kPlanFile = QStringLiteral("plan.json");

// What evaluation.json says of the plan that it began with: methods, metrics, limit and fields,
// without the places. A folder that another machine filled has no plan.json, or one whose paths
// lead nowhere.
EvaluationPlan plan_of(const EvaluationSettings& settings);
// Rows that there may be.
int row_count(const EvaluationSettings& settings);
// Errors (input): evaluation.json is absent, or is not an evaluation's.
Expected<EvaluationSettings> read_settings(const QString& folder);

// The plan that was kept in `folder`, or else `otherwise`, with the places of `here` where its own
// are gone.
EvaluationPlan kept_plan(const QString& folder, EvaluationPlan otherwise,
                         const EvaluationPlan& here);

// How to go on with what lies in `folder`: the plan that was kept there, completed by `here` (what
// the form says) where its places are gone. Errors (input), a sentence: why it cannot be gone on
// with.
Expected<EvaluationPlan> plan_to_resume(const QString& folder, const EvaluationSettings& settings,
                                        const EvaluationPlan& here);

// "Documents/Fidoscope/evaluation", or the first of -2, -3, ... that is not there yet.
QString free_folder(const QString& wanted);
QString default_folder();

}  // namespace fido::ui
