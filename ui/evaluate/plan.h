// What an evaluation is asked to do: what the form says, as the words of a command line and as
// JSON. No widgets.
#pragma once

#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>
#include <vector>

#include "core/error.h"
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
  // Where a method stands, as the program will resolve it. Errors (usage).
  Expected<RunSpec> spec(const PlannedMethod& entry) const;

  QJsonObject toJson() const;
  static EvaluationPlan fromJson(const QJsonObject& json);
};

// The fields of a RunSpec that the form offers.
const std::vector<std::string>& planned_fields();

// A plan is kept beside what comes of it, under this name: evaluation.json does not say where the
// photos lie.
inline const QString kPlanFile = QStringLiteral("plan.json");

// What evaluation.json holds. A folder that another machine filled has no plan, or one whose paths
// lead nowhere here.
struct EvaluationSettings {
  QString version;
  std::string boxes_sha256;
  int photos = 0;
  struct Classifier {
    std::string id, sha256;
  };
  std::vector<Classifier> classifiers;
  struct Entry {
    PlannedMethod method;
    RunSpec spec;  // of a baseline: untouched
  };
  std::vector<Entry> entries;
  EvaluationPlan plan;  // rebuilt: methods, metrics, limit, fields; without the places

  int rows() const { return photos * static_cast<int>(classifiers.size() * entries.size()); }
};
// Errors (input): absent, or none of an evaluation.
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
QString usual_folder();

}  // namespace fido::ui
