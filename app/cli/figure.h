// What the figures of the paper have in common: photos with their classes and boxes, classifiers, infillers.
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
#include "core/infill/names.h"

namespace fido::cli {

struct FigureState {
  std::string name, images, boxes, out, infills, limit_text;
  std::vector<std::string> classifiers;
  SpecOptions options;
  CLI::App* app = nullptr;

  int limit = 0;
  bool runs = false;  // it runs FIDO, which takes its time
  RunSpec spec;
  std::vector<ClassifierCard> cards;
  std::vector<const InfillerInfo*> infillers_wanted;
};

// One photo as a classifier sees it.
struct FigurePhoto {
  std::size_t index = 0;  // among those that were chosen
  std::string name;       // the file's
  const Truth* truth = nullptr;
  ImagePtr photo;
  Classification seen;          // every class
  Prediction target;            // the true class, untouched
  std::vector<Box> boxes;       // at the classifier's input
  Rect box() const;             // the largest of them, in whole pixels
};

// Goes through all classifiers and photos; a photo that fails is reported and left out. Gives the exit code so far.
class FigureWalk {
 public:
  FigureWalk(const FigureState& state, const Common& common, const EngineApi& api) : state_(state), common_(common), session_(api) {}
  // `each` measures; `done` writes what came of it, and is told of how many photos.
  int run(const std::function<Expected<void>(const ClassifierCard&, const FigurePhoto&)>& each, const std::function<int(std::size_t photos)>& done);

  Session& session() { return session_; }

 private:
  const FigureState& state_;
  const Common& common_;
  Session session_;
};

int figure_3(const FigureState& state, const Common& common, const EngineApi& api);
int figure_7(const FigureState& state, const Common& common, const EngineApi& api);
int figure_15(const FigureState& state, const Common& common, const EngineApi& api);

}  // namespace fido::cli
