// A guided tour: steps that set the window up and say what to look at. JSON that a teacher can
// write (docs/tours.md).
#pragma once

#include <QRectF>
#include <QString>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/run/run_spec.h"

namespace fido::ui {

struct TourMask {
  QString name;
  bool ellipse = false;
  bool keep = false;  // the shape is kept and all else dropped
  QRectF box;         // fractions of the photo
};

struct TourStep {
  QString title, text;
  QString photo;       // absolute; empty: the one before
  QString classifier;  // id; empty: the one that is there
  QString target;      // index or label; empty: the best class
  std::vector<std::pair<std::string, std::string>> settings;  // of RunSpec, checked
  std::vector<TourMask> masks;                                // the last is the one that is shown
  // pictures, run, infills, edits (with that page under them), figure; empty: pictures
  QString show;
  QString vary;  // seeds, infills, methods, classifiers: side by side
  bool run = false;
};

struct Tour {
  QString title;
  std::vector<TourStep> steps;
};

// `path` names a JSON file; photos are looked for beside it and in the samples. Errors (input)
// begin with the file and name step and key.
Expected<Tour> read_tour(const QString& path);

}  // namespace fido::ui
