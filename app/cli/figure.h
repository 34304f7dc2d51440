// Common parts of the figures and tables of the paper.
#pragma once

#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/dataset_command.h"
#include "core/infill/infillers.h"

namespace fido::cli {

struct FigureState : DatasetCommand {
  // `masks` is a folder of hand-made masks; `rivals` has the syntax of evaluate's --methods.
  std::string name, infills, masks, rivals;
  std::vector<const InfillerInfo*> selected_infillers;
  bool makes_runs = false;    // the figure makes runs, so its infillers must support them
  bool is_evaluated = false;  // an earlier figure has filled the folder that this one shares
  DatasetVerbosity verbosity;
};

// A claim of the paper, and how numbers can test it.
struct Claim {
  enum class Test {
    visual,      // only a reader can judge it
    infillers,   // a column is better with learned infillers than with the paper's heuristic ones
    rivals,      // no rival is better than the first row in WSL error or SM, by a paired test
    similarity,  // two maps of a photo correlate by at least `min_mean` on average
    monotone     // a column falls from row to row of the variants whose labels begin with `metric`
  };
  Test test = Test::visual;
  const char* file = nullptr;  // in the figure's folder
  const char* column = nullptr;
  bool larger_is_better = false;
  // For the summary of an evaluation: only SSR's rows with this metric count.
  const char* metric = nullptr;
  double min_mean = 0;
};

struct Figure {
  const char* name;
  const char* description;
  const char* paper_claim;    // a clause that continues "The paper: "
  int default_limit;          // number of photos
  bool makes_runs;            // which takes long
  bool takes_many_infillers;  // otherwise it takes one
  int (*make)(const FigureState&, const Common&, const EngineApi&);
  Claim claim;
};

// Returns whether a file belongs to the figure, as fig7.csv and fig7-squeezenet.png belong to fig7.
bool belongs_to_figure(const std::string& figure, const std::string& file);
// Writes README.md into a folder that contains every figure: what the paper shows, what these
// figures show, and whether the two agree.
Expected<void> write_reproduction(const FigureState& state, const std::vector<Figure>& figures);

int figure_2(const FigureState& state, const Common& common, const EngineApi& api);
int figure_3(const FigureState& state, const Common& common, const EngineApi& api);
int figure_4(const FigureState& state, const Common& common, const EngineApi& api);
int figure_of_maps(const FigureState& state, const Common& common, const EngineApi& api);
// Makes Table 1, Table 2, Fig. 8 or Fig. 10 from one evaluation in the folder evaluation/, which is
// continued if it exists.
int figure_of_evaluation(const FigureState& state, const Common& common, const EngineApi& api);
int figure_15(const FigureState& state, const Common& common, const EngineApi& api);

}  // namespace fido::cli
