// The plan of an evaluation: the form's contents, as command line arguments and as JSON. Contains
// no widgets.
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

// A row of the table: a method with an infiller, or a baseline.
struct PlannedMethod {
  std::string method, infill;  // empty infill: the method's default, or none
  // Returns the form that the command line uses, "fido-ssr:mean"; parse() is its inverse.
  QString text() const;
  static PlannedMethod parse(const QString& text);
  // Returns "SSR: keep, Fast" or "Centred box".
  QString label() const;
  friend bool operator==(const PlannedMethod& a, const PlannedMethod& b) {
    return a.method == b.method && a.infill == b.infill;
  }
};

struct EvaluationPlan {
  QString images, boxes;               // folder of photos; CSV file of their classes and boxes
  QStringList classifiers;             // ids, or card paths
  std::vector<PlannedMethod> methods;  // the first is the reference for the significance tests
  QStringList metrics;
  int limit = 0;                  // number of photos, evenly spaced among all; 0: all
  QMap<QString, QString> fields;  // RunSpec fields that differ from the methods' defaults
  QString out;                    // output folder

  // Returns the arguments of fidoscope-cli.
  QStringList arguments(bool resume) const;
  // Returns the first thing that is missing or wrong, as a sentence that says what to do. Empty if
  // the evaluation can be started.
  QString validationError() const;

  // Returns the models that the program will load, as ids or card paths.
  QStringList models() const;

  QJsonObject toJson() const;
  // plan.json is untrusted and becomes a command line: fields that a plan may not set are ignored,
  // and so are values that would be read as options.
  static EvaluationPlan fromJson(const QJsonObject& json);
};

// Returns whether a plan may set this RunSpec field for all its methods.
bool is_planned_field(const std::string& key);

// The plan is stored under this name in the output folder, because evaluation.json does not contain
// the paths of photos and boxes.
inline const QString kPlanFile = QStringLiteral("plan.json");

// Returns the plan that evaluation.json describes: classifiers, methods, metrics, limit and fields,
// but no paths. A folder that was filled on another machine has no plan.json, or one with paths
// that do not exist here.
EvaluationPlan plan_from_settings(const EvaluationSettings& settings);
// Returns the number of rows of a complete evaluation: photos * classifiers * methods.
int expected_row_count(const EvaluationSettings& settings);
// Reads a folder's evaluation.json. Errors (input): the file does not exist or is invalid.
Expected<EvaluationSettings> read_settings(const QString& folder);

// Returns the plan stored in `folder`, or `fallback` if there is none. Paths of photos and boxes
// that do not exist are replaced by those of `form_plan`.
EvaluationPlan load_plan(const QString& folder, EvaluationPlan fallback,
                         const EvaluationPlan& form_plan);

// Returns the plan with which to resume the evaluation in `folder`: the stored one, with paths from
// `form_plan` (the form's contents) where its own do not exist. Errors (input): photos or boxes
// cannot be found, or the boxes are not those of the evaluation; the message says what to do.
Expected<EvaluationPlan> plan_to_resume(const QString& folder, const EvaluationSettings& settings,
                                        const EvaluationPlan& form_plan);

// Returns `folder`, or the first of `folder`-2, -3, ... that does not exist or contains nothing but
// a plan.
QString unused_folder(const QString& folder);
// Returns "Documents/Fidoscope/evaluation".
QString default_output_folder();

}  // namespace fido::ui
