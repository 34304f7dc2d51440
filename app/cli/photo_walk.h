// Photos with their classes and boxes, as classifiers see them: what figures and evaluations go
// through.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/options.h"
#include "app/cli/session.h"
#include "core/evaluate/boxes.h"

namespace fido::cli {

struct WalkSpec {
  std::string images, boxes, out;
  int limit = 0;              // photos, taken evenly from all
  int shard = 0, shards = 1;  // of those, every so-manyth from this one on
  // every photo is worth a word, unless `wanted` of run() is given: who asks for some tells of them
  bool slow = false;
  bool told = false;  // what folder and boxes do not share was said before
  RunSpec spec;       // device, precision and threads of the classifiers
  std::vector<ClassifierCard> cards;

  // As they were typed.
  std::string limit_text;
  std::vector<std::string> classifiers;
  SpecOptions options;
  CLI::App* app = nullptr;
};

// --images, --boxes, --classifier, --limit, --out and those of a run's fields.
void add_walk(CLI::App& app, WalkSpec& walk, const std::string& about_limit,
              const std::string& about_out, const std::vector<std::string>& fields);
// Reads them; `limit` photos where nobody says how many, `most` at most.
Expected<void> check_walk(WalkSpec& walk, const Common& common, const std::string& out_hint,
                          int limit, int most);

// One photo as a classifier sees it.
struct WalkPhoto {
  std::size_t index = 0;  // among those that were chosen, whatever the shard
  std::string name;       // the file's
  const Truth* truth = nullptr;
  ImagePtr photo;
  Classification seen;     // every class
  Prediction target;       // the true class, untouched
  std::vector<Box> boxes;  // at the classifier's input
  Rect box() const;        // the largest of them, in whole pixels
};

// Goes through all classifiers and photos; a photo that fails is reported and left out. Gives the
// exit code so far.
class PhotoWalk {
 public:
  PhotoWalk(const WalkSpec& spec, const Common& common, const EngineApi& api)
      : spec_(spec), common_(common), session_(api) {}
  // Which photos there are, as --limit thins them out; run() asks for itself. Errors (input):
  // unreadable boxes, none of their photos.
  Expected<void> find();
  const std::vector<std::string>& photos() const { return names_; }
  // Where this shard's stand among them.
  std::vector<std::size_t> mine() const;

  // `each` measures; `done` writes what came of it, and is told of how many photos. `wanted`, where
  // given, says whether a photo is to be looked at; `failed` hears why one could not be.
  int run(const std::function<Expected<void>(const ClassifierCard&, const WalkPhoto&)>& each,
          const std::function<int(std::size_t photos)>& done,
          const std::function<bool(const ClassifierCard&, const std::string& name)>& wanted = {},
          const std::function<void(const ClassifierCard&, const std::string& name, const Error&)>&
              failed = {});

  Session& session() { return session_; }

 private:
  const WalkSpec& spec_;
  const Common& common_;
  Session session_;
  std::map<std::string, Truth> truth_;
  std::vector<std::string> names_;
};

}  // namespace fido::cli
