// Options and loop of the subcommands that measure a folder of photos: evaluate and figure.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/options.h"
#include "app/cli/session.h"
#include "core/evaluate/dataset.h"

namespace fido::cli {

struct DatasetCommand {
  std::string images, boxes, out;
  int limit = 0;  // number of photos, selected at even distances
  RunSpec spec;   // of a run; for evaluate only the fields that all methods share
  std::vector<ClassifierCard> cards;

  // As the user typed them.
  std::string limit_text;
  std::vector<std::string> classifiers;
  SpecOptions options;
  Arguments arguments;
};

// Adds --images, --boxes, --classifier, --limit, --out, and an option for each of a run's `fields`.
void add_dataset(DatasetCommand& command, const std::string& limit_help,
                 const std::string& out_help, const std::vector<std::string>& fields);
// Validates these options, except for the run's fields. `default_limit` applies if --limit is not
// given; `max_limit` is its largest value.
Expected<void> check_dataset(DatasetCommand& command, const Common& common,
                             const std::string& out_hint, int default_limit, int max_limit);

// How much is printed while photos are measured.
struct DatasetVerbosity {
  bool reports_omissions = true;     // photos without boxes, boxes without a photo
  bool reports_every_photo = false;  // otherwise every 20th
};

// Measures every photo with every classifier, then calls `finish` with the number of photos. A
// photo that fails is reported and skipped. Returns the exit code.
int measure_photos(
    const DatasetCommand& command, const Common& common, const DatasetVerbosity& verbosity,
    Session& session,
    const std::function<Expected<void>(const ClassifierCard&, const DatasetPhoto&)>& measure,
    const std::function<int(std::size_t photos)>& finish);

}  // namespace fido::cli
