// What subcommands that go through a folder of photos have in common: evaluate and figure.
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
  int limit = 0;  // photos, evenly from all
  RunSpec spec;   // of a run; for evaluate only what all methods share
  std::vector<ClassifierCard> cards;

  // As they were typed.
  std::string limit_text;
  std::vector<std::string> classifiers;
  SpecOptions options;
  CLI::App* app = nullptr;
};

// Adds --images, --boxes, --classifier, --limit, --out and those of a run's fields.
void add_dataset(CLI::App& app, DatasetCommand& command, const std::string& limit_help,
                 const std::string& out_help, const std::vector<std::string>& fields);
// Reads them, but not the run's fields; `limit` photos where nobody says how many, at most
// `max_limit`.
Expected<void> check_dataset(DatasetCommand& command, const Common& common,
                             const std::string& out_hint, int limit, int max_limit);

// How much is said while photos are measured.
struct DatasetTalk {
  bool says_omissions = true;     // what folder and boxes do not share
  bool says_every_photo = false;  // otherwise every twentieth
};

// Measures every photo by every classifier, then calls `finish` with the number of photos. A photo
// that fails is reported and left out. Returns the exit code.
int measure_photos(
    const DatasetCommand& command, const Common& common, const DatasetTalk& talk, Session& session,
    const std::function<Expected<void>(const ClassifierCard&, const DatasetPhoto&)>& measure,
    const std::function<int(std::size_t photos)>& finish);

}  // namespace fido::cli
