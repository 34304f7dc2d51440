// fidoscope-cli figure: makes the figures and tables of the paper on any photos and classifiers.
#include "app/cli/figure.h"

#include <algorithm>

#include "app/cli/console.h"
#include "core/base/text.h"
#include "core/model/catalogue.h"

namespace fido::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSummary = "evaluation/summary.csv";

const std::vector<Figure>& figures() {
  static const std::vector<Figure> all{
      {"table1",
       "WSL and SM of SSR with each infiller, and of Max, Center and BBox",
       "maps made with a generative infiller localise better than those made with heuristic ones",
       50,
       true,
       true,
       figure_of_evaluation,
       {Claim::Test::infillers, kSummary, "mean", false, "sm"}},
      {"table2",
       "WSL and SM of SSR, SDR, BBMP, Extremal Perturbations, gradient, Grad-CAM, occlusion and "
       "RISE",
       "FIDO is at least as good as its rivals by both metrics",
       50,
       true,
       true,
       figure_of_evaluation,
       {Claim::Test::rivals, kSummary, "mean"}},
      {"fig2",
       "the object, infilled by each infiller",
       "heuristic infillers produce pictures that nobody would photograph",
       6,
       false,
       true,
       figure_2,
       {}},
      {"fig3",
       "a centred hole, infilled by each infiller, with p(true class) under every picture",
       "the fill of a generative infiller is plausible, also to the classifier",
       6,
       false,
       true,
       figure_3,
       {}},
      {"fig4",
       "parts, infilled by each infiller: hand-made masks (--masks), or the upper and the lower "
       "half of the true box",
       "which part a class depends on changes with the infiller",
       6,
       false,
       true,
       figure_4,
       {}},
      {"fig6",
       "SSR and SDR",
       "the smallest region that sustains the class and the smallest one that destroys it lie in "
       "the same place",
       6,
       true,
       false,
       figure_of_maps,
       {Claim::Test::similarity, "fig6-likeness.csv", "correlation", true, nullptr, 0.5}},
      {"fig7",
       "SSR with each infiller: maps, objective, area and agreement with the true box",
       "the stronger the infiller, the smaller and more precise the map",
       6,
       true,
       true,
       figure_of_maps,
       {Claim::Test::infillers, "fig7-summary.csv", "area_median", false, nullptr}},
      {"fig8",
       "share of the map that lies outside the true boxes",
       "with a generative infiller, less of the map lies outside the object",
       50,
       true,
       true,
       figure_of_evaluation,
       {Claim::Test::infillers, kSummary, "mean", false, "outside"}},
      {"fig9",
       "the same run on each classifier",
       "maps of different classifiers differ in detail, but agree on the object",
       6,
       true,
       false,
       figure_of_maps,
       {}},
      {"fig10",
       "the smallest share of pixels whose removal lowers the score by 10 to 40 % of its range",
       "fewer pixels need to be removed if the map was made with a generative infiller",
       50,
       true,
       true,
       figure_of_evaluation,
       {Claim::Test::infillers, kSummary, "mean", false, "removal_40"}},
      {"fig11",
       "BBMP and SSR at four values of λ each",
       "SSR's region shrinks evenly as λ grows; BBMP's breaks into artefacts",
       6,
       true,
       false,
       figure_of_maps,
       {Claim::Test::monotone, "fig11-summary.csv", "area_median", false, "SSR"}},
      {"fig12",
       "four grid sizes",
       "a coarse grid gives blobs, a fine one gives scattered pixels",
       6,
       true,
       false,
       figure_of_maps,
       {}},
      {"fig13",
       "four seeds, and the similarity of their maps",
       "the map hardly depends on the seed",
       6,
       true,
       false,
       figure_of_maps,
       {Claim::Test::similarity, "fig13-likeness.csv", "correlation", true, nullptr, 0.9}},
      {"fig14",
       "four weights of the total variation",
       "the total variation smooths the map",
       6,
       true,
       false,
       figure_of_maps,
       {}},
      {"fig15",
       "p(true class), error in the hole and distance of the logits under the same masks for every "
       "infiller",
       "under random masks the class survives with a generative infiller, but not with a heuristic "
       "one",
       200,
       false,
       true,
       figure_15,
       {Claim::Test::infillers, "fig15-summary.csv", "probability_median", true, nullptr}},
      {"fig16",
       "SSR with each infiller on more photos",
       "as Fig. 7",
       8,
       true,
       true,
       figure_of_maps,
       {Claim::Test::infillers, "fig16-summary.csv", "area_median", false, nullptr}},
      {"fig17",
       "SDR with each infiller",
       "as Fig. 7, for the region that destroys the class",
       6,
       true,
       true,
       figure_of_maps,
       {Claim::Test::infillers, "fig17-summary.csv", "area_median", false, nullptr}},
      {"fig18",
       "SSR with each infiller and a total variation of 0.01",
       "as Fig. 7, with smooth maps",
       6,
       true,
       true,
       figure_of_maps,
       {Claim::Test::infillers, "fig18-summary.csv", "area_median", false, nullptr}}};
  return all;
}

constexpr const char* kAll = "all";

const Figure* find_figure(const std::string& name) {
  const auto found = std::find_if(figures().begin(), figures().end(),
                                  [&](const Figure& f) { return name == f.name; });
  return found == figures().end() ? nullptr : &*found;
}

// Completes the state for one figure: applies its defaults and looks up its infillers. Errors
// (usage): an infiller cannot be used, or the figure takes only one.
Expected<FigureState> resolve_state(FigureState state, const Figure& figure) {
  state.name = figure.name;
  state.makes_runs = figure.makes_runs;
  state.verbosity.reports_every_photo = figure.makes_runs;
  if (state.limit_text.empty()) state.limit = figure.default_limit;
  for (const auto& name : split_at_commas(state.infills)) {
    if (const std::string reason = infiller_error(name, state.makes_runs); !reason.empty())
      return usage_error("--infills: " + reason);
    state.selected_infillers.push_back(find_infiller(name));
    if (std::count(state.selected_infillers.begin(), state.selected_infillers.end(),
                   state.selected_infillers.back()) > 1)
      return usage_error("--infills: " + name + " is listed twice");
  }
  if (!figure.takes_many_infillers && state.selected_infillers.size() > 1)
    return usage_error("--infills: " + state.name + " takes one infiller; fig7 compares several");
  if (!figure.takes_many_infillers && state.selected_infillers.empty())
    state.selected_infillers.push_back(find_infiller(default_infiller_id()));
  if (state.selected_infillers.empty())
    for (const auto& info : infillers())
      if (info.supports_runs || !state.makes_runs) state.selected_infillers.push_back(&info);
  return state;
}

Expected<void> check(FigureState& state, const Common& common) {
  const Figure* figure = find_figure(state.name);
  if (!figure && state.name != kAll) {
    std::vector<std::string> names{kAll};
    for (const auto& other : figures()) names.emplace_back(other.name);
    return usage_error("figure: " + state.name + " is unknown; did you mean " +
                       closest_match(state.name, names) + "?");
  }
  const bool takes_method = figure && figure->make == figure_of_maps && state.name != "fig6" &&
                            state.name != "fig11" && state.name != "fig17";
  if (figure && !takes_method && state.arguments.is_given("--method"))
    return usage_error("--method: " + state.name +
                       " has fixed methods; only fig7, fig9, fig12, fig13, fig14, fig16 and fig18 "
                       "take one");
  const bool takes_rivals = figure && figure->make == figure_of_evaluation;
  if (!state.rivals.empty() && !takes_rivals && state.name != kAll)
    return usage_error("--rivals: " + state.name +
                       " has no rivals; only table1, table2, fig8 and fig10 take them");
  std::error_code ignored;
  if (!state.masks.empty() && !fs::is_directory(state.masks, ignored))
    return usage_error("--masks: the folder " + state.masks + " does not exist");
  if (!state.masks.empty() && state.name != "fig4" && state.name != kAll)
    return usage_error("--masks: " + state.name + " takes no masks; only fig4 does");
  constexpr int kMaxLimit = 1'000'000;
  if (auto ok = check_dataset(state, common, "give a folder for the figure",
                              figure ? figure->default_limit : 1, kMaxLimit);
      !ok)
    return ok;
  const auto spec = state.options.resolve();
  if (!spec) return tl::unexpected(spec.error());
  state.spec = *spec;
  if (!figure) return {};
  auto resolved = resolve_state(state, *figure);
  if (!resolved) return tl::unexpected(resolved.error());
  state = std::move(*resolved);
  return {};
}

// Makes every figure, then the page. Figures that take one infiller get the first of the list. If a
// figure fails, the others are made nevertheless.
int make_all(const FigureState& state, const Common& common, const EngineApi& api) {
  int code = 0;
  bool is_evaluated = false;
  for (const Figure& figure : figures()) {
    if (!common.quiet) print_message(std::string(figure.name) + ": " + figure.description);
    FigureState figure_state = state;
    if (!figure.takes_many_infillers)
      figure_state.infills = state.infills.substr(0, state.infills.find(','));
    auto resolved = resolve_state(figure_state, figure);
    if (!resolved) return fail(resolved.error());
    resolved->is_evaluated = is_evaluated;
    resolved->verbosity.reports_omissions = &figure == &figures().front();
    code = std::max(code, figure.make(*resolved, common, api));
    is_evaluated = is_evaluated || figure.make == figure_of_evaluation;
    if (is_interrupted()) return code;
  }
  if (auto ok = write_reproduction(state, figures()); !ok) return fail(ok.error());
  return code;
}

// Prints the figure's files as a JSON document.
void print_files(const FigureState& state) {
  std::vector<std::string> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(state.out, ignored)) {
    const std::string file = entry.path().filename().string();
    if (entry.is_regular_file(ignored) &&
        (state.name == kAll || belongs_to_figure(state.name, file)))
      files.push_back((fs::path(state.out) / file).string());
  }
  std::sort(files.begin(), files.end());
  print_json({{"figure", state.name}, {"files", files}});
}

}  // namespace

Command figure_command(CommandLine& program, Common& common) {
  const auto state = std::make_shared<FigureState>();
  state->arguments = program.add_command("figure",
                                         "Make a figure or table of the paper on your own photos "
                                         "and classifiers");
  Arguments& arguments = state->arguments;
  std::string help;
  for (const auto& figure : figures())
    help += std::string(figure.name) + ": " + figure.description + '\n';
  arguments.add_option("NAME", state->name,
                       help + "all: every figure, and a page that compares them with the paper",
                       {{}, {}, true});
  arguments.add_option(
      "--infills", state->infills,
      "comma-separated list of infillers; by default all, or the default infiller if the "
      "figure takes one",
      {"I,I,..."});
  arguments.add_option(
      "--masks", state->masks,
      "fig4: folder of masks, white where the photo is kept, named after their photos: "
      "dog-head.png for dog.jpg",
      {"DIR"});
  arguments.add_option(
      "--rivals", state->rivals,
      "tables, fig8, fig10: methods to compare SSR with, in the syntax of evaluate's "
      "--methods; by default those of the paper and more, with their authors' settings",
      {"M[:I][@S=V],..."});
  std::vector<std::string> fields = field_keys({SpecScope::setting, SpecScope::machine});
  fields.insert(fields.begin(), "method");
  state->options.set_default_preset("paper");
  add_dataset(*state,
              "number of photos, selected at even distances; by default 6, 8 for fig16, 50 for "
              "tables, fig8 and fig10, 200 for fig15",
              "folder for pictures and tables", fields);
  add_common(arguments, common);
  return {
      arguments.command(), [state, &common] { return check(*state, common); }, [] { return true; },
      [state, &common](const EngineApi& api) {
        Common quieter = common;
        quieter.quiet = common.quiet || common.json;  // prints no tables beside JSON
        quieter.json = false;
        const int code = state->name == kAll ? make_all(*state, quieter, api)
                                             : find_figure(state->name)->make(*state, quieter, api);
        if (common.json && !is_interrupted()) print_files(*state);
        return code;
      }};
}

}  // namespace fido::cli
