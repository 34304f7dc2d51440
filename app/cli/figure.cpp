// fidoscope-cli figure: a figure of the paper, on any photos and classifiers.
#include "app/cli/figure.h"

#include <algorithm>
#include <sstream>

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
                               {"fig7", "FIDO with each infiller: maps side by side, objective, area, agreement with the true box", 6, true, figure_7},
                               {"fig15", "p(true class), distance in the hole and in the logits under the same masks for every infiller", 200, false, figure_15}};

const Figure* find_figure(const std::string& name) {
  const auto* at = std::find_if(std::begin(kFigures), std::end(kFigures), [&](const Figure& f) { return name == f.name; });
  return at == std::end(kFigures) ? nullptr : at;
}

Expected<void> check(FigureState& state, const Common& common) {
  const CLI::App& app = *state.app;
  const Figure* figure = find_figure(state.name);
  if (!figure) {
    std::vector<std::string> names;
    for (const auto& one : kFigures) names.emplace_back(one.name);
    return usage_error("figure: there is no " + state.name + "; did you mean " + nearest(state.name, names) + "?");
  }
  if (auto ok = need(app, "--images", state.images, "name a folder of photos"); !ok) return ok;
  if (auto ok = need(app, "--boxes", state.boxes, "name the CSV file with their classes and boxes"); !ok) return ok;
  if (auto ok = need(app, "--out", state.out, "name a folder for the figure"); !ok) return ok;
  state.limit = figure->limit;
  if (!state.limit_text.empty()) {
    const auto limit = whole_number("--limit", state.limit_text, 1, 1'000'000);
    if (!limit) return tl::unexpected(limit.error());
    state.limit = *limit;
  }
  const auto spec = state.options.resolve();
  if (!spec) return tl::unexpected(spec.error());
  state.spec = *spec;
  if (state.classifiers.empty()) return usage_error("figure needs --classifier; name one or more");
  for (const auto& name : state.classifiers) {
    const auto card = find_card(app, common, name);
    if (!card) return tl::unexpected(card.error());
    state.cards.push_back(*card);
  }
  state.slow = figure->runs;
  std::istringstream list(state.infills);
  for (std::string name; std::getline(list, name, ',');) {
    if (const std::string fault = infiller_fault(name, state.slow); !fault.empty()) return usage_error("--infills: " + name + " " + fault);
    state.infillers_wanted.push_back(find_infiller(name));
  }
  if (state.infillers_wanted.empty())
    for (const auto& info : infillers())
      if (info.for_runs || !state.slow) state.infillers_wanted.push_back(&info);
  return {};
}

}  // namespace

Command figure_command(CLI::App& program, Common& common) {
  const auto state = std::make_shared<FigureState>();
  CLI::App* app = program.add_subcommand("figure", "a figure of the paper on photos and classifiers of your own: picture, PDF and tables");
  state->app = app;
  std::string about;
  for (const auto& figure : kFigures) about += (about.empty() ? "" : "\n") + std::string(figure.name) + ": " + figure.about;
  app->add_option("NAME", state->name, about)->required();
  app->add_option("--images", state->images, "a folder of photos")->type_name("DIR")->take_last();
  app->add_option("--boxes", state->boxes, "their classes and boxes: image,label_0based,x0,y0,x1,y1")->type_name("CSV")->take_last();
  app->add_option("--classifier", state->classifiers, "an id from the catalogue or the path of a card; may be repeated")->type_name("C")->allow_extra_args(false);
  app->add_option("--infills", state->infills, "names joined by commas; all that there are when it is left out")->type_name("I,I,...")->take_last();
  app->add_option("--limit", state->limit_text, "how many photos, taken evenly from all; 6, for fig15 200, when it is left out")->type_name("N")->take_last();
  app->add_option("--out", state->out, "the folder for picture and tables")->type_name("DIR")->take_last();
  state->options.add(*app, {"method", "lambda", "lambda_unit", "tv", "iterations", "samples", "grid", "noise_block", "learning_rate", "seed", "device", "precision", "threads"});
  add_common(*app, common);
  return {app, [state, &common] { return check(*state, common); }, [] { return true; },
          [state, &common](const EngineApi& api) { return find_figure(state->name)->make(*state, common, api); }};
}

}  // namespace fido::cli
