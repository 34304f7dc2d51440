// What the figures and tables of the paper have in common: photos, classifiers, infillers.
#pragma once

#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/dataset_command.h"
#include "core/infill/infillers.h"

namespace fido::cli {

struct FigureState : DatasetCommand {
  // masks: a folder of hand-made ones; rivals: as --methods of evaluate, beside SSR
  std::string name, infills, masks, rivals;
  std::vector<const InfillerInfo*> infillers_wanted;
  bool for_runs = false;   // the figure makes runs, so its infillers must be fit for them
  bool evaluated = false;  // by a figure before this one: what they share lies in the folder
  DatasetTalk talk;
};

// What numbers can decide.
struct Claim {
  enum class By {
    eye,
    // learned ones have more (or less) of a column than those of the paper that learn nothing
    infillers,
    rivals,  // no rival has less of WSL's error or of SM than the first row, by a paired test
    alike,   // two maps of a photo correlate by `least` at least, on the mean
    order    // a column falls from row to row of the variants whose names begin with `metric`
  };
  By by = By::eye;
  const char* file = nullptr;  // in the figure's folder
  const char* column = nullptr;
  bool more = false;
  // of an evaluation's summary: only these rows, and only those of SSR
  const char* metric = nullptr;
  double least = 0;
};

struct Figure {
  const char* name;
  const char* about;
  const char* shows;  // the paper's point, in a sentence
  int limit;          // photos, where nobody says how many
  bool runs;          // methods run, which takes long
  bool many;          // infillers; otherwise it takes one
  int (*make)(const FigureState&, const Common&, const EngineApi&);
  Claim claim;
};

// Whether a file of the folder is the figure's: fig7.csv, fig7-squeezenet.png.
bool is_of(const std::string& figure, const std::string& file);
// README.md of a folder in which every figure was made: what the paper shows, what is seen here,
// and whether the two agree.
Expected<void> write_reproduction(const FigureState& state, const std::vector<Figure>& figures);

int figure_2(const FigureState& state, const Common& common, const EngineApi& api);
int figure_3(const FigureState& state, const Common& common, const EngineApi& api);
int figure_4(const FigureState& state, const Common& common, const EngineApi& api);
int figure_of_maps(const FigureState& state, const Common& common, const EngineApi& api);
// Table 1 and 2, Fig. 8 and 10: of one evaluation, in the folder evaluation/, which goes on where
// it was.
int figure_of_evaluation(const FigureState& state, const Common& common, const EngineApi& api);
int figure_15(const FigureState& state, const Common& common, const EngineApi& api);

}  // namespace fido::cli
