// A guided tour: steps that set up the window and explain what it shows. Tours are JSON files that
// a teacher can write (docs/tours.md).
#pragma once

#include <QRectF>
#include <QString>
#include <QStringList>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/run/run_spec.h"

namespace fido::ui {

struct TourMask {
  QString name;
  bool ellipse = false;
  bool keep = false;  // keep the shape and drop everything else
  QRectF box;         // in fractions of the photo
};

struct TourStep {
  QString title, text;
  QString photo;       // absolute path; empty: the previous step's
  QString classifier;  // id; empty: the current one
  QString target;      // class index or label; empty: the most probable class
  std::vector<std::pair<std::string, std::string>> settings;  // RunSpec fields, validated
  std::vector<TourMask> masks;                                // the last one is shown
  // "pictures"; "run", "infills" or "edits" (the pictures with that page under them); "figure".
  // Empty means "pictures".
  QString show;
  QString vary;  // "seeds", "infills", "methods" or "classifiers": what to compare side by side
  bool run = false;
};

struct Tour {
  QString title;
  std::vector<TourStep> steps;
};

// Returns the models that the tour loads, as ids or card paths.
QStringList referenced_models(const Tour& tour);

// Reads a tour from a JSON file. Photos are searched in the file's folder and among the samples.
// Errors (input): the file cannot be read, is not JSON, or a step is invalid; the message begins
// with the file's name and gives step and key.
Expected<Tour> read_tour(const QString& path);

}  // namespace fido::ui
