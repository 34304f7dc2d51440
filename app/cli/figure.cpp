// fidoscope-cli figure: a figure of the paper, on any photos and classifiers.
#include "app/cli/figure.h"

#include <algorithm>

#include "app/cli/console.h"
#include "core/model/catalogue.h"

namespace fido::cli {
namespace {

namespace fs = std::filesystem;

struct Figure {
  const char* name;
  const char* about;
  int limit;  // photos, where nobody says how many
  bool runs;  // FIDO
  int (*make)(const FigureState&, const Common&, const EngineApi&);
};
constexpr Figure kFigures[] = {{"fig3", "a centred hole infilled by each, with p(true class) under every picture", 6, false, figure_3},
                               {"fig6", "SSR beside SDR", 6, true, figure_of_maps},
                               {"fig7", "FIDO with each infiller: maps side by side, objective, area, agreement with the true box", 6, true, figure_of_maps},
                               {"fig9", "the same question to each classifier", 6, true, figure_of_maps},
                               {"fig11", "BBMP and SSR at four prices of a pixel each", 6, true, figure_of_maps},
                               {"fig12", "four grids", 6, true, figure_of_maps},
                               {"fig13", "four seeds, and how alike their maps are", 6, true, figure_of_maps},
                               {"fig14", "four weights of the total variation", 6, true, figure_of_maps},
                               {"fig15", "p(true class), distance in the hole and in the logits under the same masks for every infiller", 200, false, figure_15}};

const Figure* find_figure(const std::string& name) {
  const auto* at = std::find_if(std::begin(kFigures), std::end(kFigures), [&](const Figure& f) { return name == f.name; });
  return at == std::end(kFigures) ? nullptr : at;
}

Expected<void> check(FigureState& state, const Common& common) {
  const Figure* figure = find_figure(state.name);
  if (!figure) {
    std::vector<std::string> names;
    for (const auto& one : kFigures) names.emplace_back(one.name);
    return usage_error("figure: there is no " + state.name + "; did you mean " + nearest(state.name, names) + "?");
  }
  if (auto ok = check_walk(state, common, "name a folder for the figure", figure->limit, 1'000'000); !ok) return ok;
  state.slow = figure->runs;
  for (const auto& name : split_list(state.infills)) {
    if (const std::string fault = infiller_fault(name, state.slow); !fault.empty()) return usage_error("--infills: " + name + " " + fault);
    state.infillers_wanted.push_back(find_infiller(name));
  }
  const bool one = state.slow && state.name != "fig7";
  if (one && state.infillers_wanted.size() > 1) return usage_error("--infills: " + state.name + " takes one; fig7 puts several side by side");
  if (one && state.infillers_wanted.empty()) state.infillers_wanted.push_back(find_infiller(default_infiller()));
  if (state.infillers_wanted.empty())
    for (const auto& info : infillers())
      if (info.for_runs || !state.slow) state.infillers_wanted.push_back(&info);
  return {};
}

}  // namespace

Command figure_command(CLI::App& program, Common& common) {
  const auto state = std::make_shared<FigureState>();
  CLI::App* app = program.add_subcommand("figure", "a figure of the paper on photos and classifiers of your own: picture, PDF and tables");
  std::string about;
  for (const auto& figure : kFigures) about += (about.empty() ? "" : "\n") + std::string(figure.name) + ": " + figure.about;
  app->add_option("NAME", state->name, about)->required();
  app->add_option("--infills", state->infills, "names joined by commas; when it is left out all that there are, or the default where a figure takes one")->type_name("I,I,...")->take_last();
  add_walk(*app, *state, "how many photos, taken evenly from all; 6, for fig15 200, when it is left out", "the folder for picture and tables",
           {"method", "lambda", "lambda_unit", "tv", "iterations", "samples", "grid", "noise_block", "learning_rate", "seed", "device", "precision", "threads"});
  add_common(*app, common);
  return {app, [state, &common] { return check(*state, common); }, [] { return true; },
          [state, &common](const EngineApi& api) { return find_figure(state->name)->make(*state, common, api); }};
}

}  // namespace fido::cli
