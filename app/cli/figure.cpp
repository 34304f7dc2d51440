// fidoscope-cli figure: the figures and tables of the paper, on any photos and classifiers.
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
       {Claim::By::infillers, kSummary, "mean", false, "sm"}},
      {"table2",
       "WSL and SM of SSR beside SDR, BBMP, Extremal Perturbations, gradient, Grad-CAM, occlusion "
       "and RISE",
       "FIDO is as good as its rivals by both measures, or better",
       50,
       true,
       true,
       figure_of_evaluation,
       {Claim::By::rivals, kSummary, "mean"}},
      {"fig2",
       "the object infilled by each",
       "heuristic infillers leave pictures that nobody would photograph",
       6,
       false,
       true,
       figure_2,
       {}},
      {"fig3",
       "a centred hole infilled by each, with p(true class) under every picture",
       "a generative infiller's picture is plausible, and the classifier judges it as one",
       6,
       false,
       true,
       figure_3,
       {}},
      {"fig4",
       "parts infilled by each: hand-made masks (--masks), or the upper and lower half of the true "
       "box",
       "which part a class hangs on depends on what takes the part's place",
       6,
       false,
       true,
       figure_4,
       {}},
      {"fig6",
       "SSR beside SDR",
       "the least region that sustains the class and the least one that destroys it lie in the "
       "same place",
       6,
       true,
       false,
       figure_of_maps,
       {Claim::By::alike, "fig6-likeness.csv", "correlation", true, nullptr, 0.5}},
      {"fig7",
       "SSR with each infiller: maps side by side, objective, area, agreement with the true box",
       "the stronger the infiller, the smaller and the more to the point the map",
       6,
       true,
       true,
       figure_of_maps,
       {Claim::By::infillers, "fig7-summary.csv", "area_median", false, nullptr}},
      {"fig8",
       "share of the map outside the true boxes",
       "less of the map lies outside the object with a generative infiller",
       50,
       true,
       true,
       figure_of_evaluation,
       {Claim::By::infillers, kSummary, "mean", false, "outside"}},
      {"fig9",
       "the same question to each classifier",
       "maps of different classifiers differ in detail and agree on the object",
       6,
       true,
       false,
       figure_of_maps,
       {}},
      {"fig10",
       "the least share of pixels whose removal takes 10 to 40 % of the score",
       "fewer pixels need to go where the map was made with a generative infiller",
       50,
       true,
       true,
       figure_of_evaluation,
       {Claim::By::infillers, kSummary, "mean", false, "removal_40"}},
      {"fig11",
       "BBMP and SSR at four prices of a pixel each",
       "SSR's region shrinks evenly with the price; BBMP's breaks into artefacts",
       6,
       true,
       false,
       figure_of_maps,
       {Claim::By::order, "fig11-summary.csv", "area_median", false, "SSR"}},
      {"fig12",
       "four grids",
       "a coarse grid gives blobs, a fine one scattered pixels",
       6,
       true,
       false,
       figure_of_maps,
       {}},
      {"fig13",
       "four seeds, and how alike their maps are",
       "the map hardly depends on the seed",
       6,
       true,
       false,
       figure_of_maps,
       {Claim::By::alike, "fig13-likeness.csv", "correlation", true, nullptr, 0.9}},
      {"fig14",
       "four weights of the total variation",
       "the total variation smooths the map",
       6,
       true,
       false,
       figure_of_maps,
       {}},
      {"fig15",
       "p(true class), distance in the hole and in the logits under the same masks for every "
       "infiller",
       "under random masks the class survives with a generative infiller and not with a heuristic "
       "one",
       200,
       false,
       true,
       figure_15,
       {Claim::By::infillers, "fig15-summary.csv", "probability_median", true, nullptr}},
      {"fig16",
       "SSR with each infiller, more photos",
       "as Fig. 7",
       8,
       true,
       true,
       figure_of_maps,
       {Claim::By::infillers, "fig16-summary.csv", "area_median", false, nullptr}},
      {"fig17",
       "SDR with each infiller",
       "as Fig. 7, of the question what to drop",
       6,
       true,
       true,
       figure_of_maps,
       {Claim::By::infillers, "fig17-summary.csv", "area_median", false, nullptr}},
      {"fig18",
       "SSR with each infiller and a total variation of 0.01",
       "as Fig. 7, with smooth maps",
       6,
       true,
       true,
       figure_of_maps,
       {Claim::By::infillers, "fig18-summary.csv", "area_median", false, nullptr}}};
  return all;
}

constexpr const char* kAll = "all";

const Figure* find_figure(const std::string& name) {
  const auto at = std::find_if(figures().begin(), figures().end(),
                               [&](const Figure& f) { return name == f.name; });
  return at == figures().end() ? nullptr : &*at;
}

// For one figure, what was typed and what it takes where nothing was.
Expected<FigureState> settle(FigureState state, const Figure& figure) {
  state.name = figure.name;
  state.for_runs = state.talk.says_every_photo = figure.runs;
  if (state.limit_text.empty()) state.limit = figure.limit;
  for (const auto& name : split_list(state.infills)) {
    if (const std::string wrong = infiller_error(name, state.for_runs); !wrong.empty())
      return usage_error("--infills: " + name + " " + wrong);
    state.infillers_wanted.push_back(find_infiller(name));
    if (std::count(state.infillers_wanted.begin(), state.infillers_wanted.end(),
                   state.infillers_wanted.back()) > 1)
      return usage_error("--infills: " + name + " is named twice");
  }
  if (!figure.many && state.infillers_wanted.size() > 1)
    return usage_error("--infills: " + state.name + " takes one; fig7 puts several side by side");
  if (!figure.many && state.infillers_wanted.empty())
    state.infillers_wanted.push_back(find_infiller(default_infiller()));
  if (state.infillers_wanted.empty())
    for (const auto& info : infillers())
      if (info.for_runs || !state.for_runs) state.infillers_wanted.push_back(&info);
  return state;
}

Expected<void> check(FigureState& state, const Common& common) {
  const Figure* figure = find_figure(state.name);
  if (!figure && state.name != kAll) {
    std::vector<std::string> names{kAll};
    for (const auto& one : figures()) names.emplace_back(one.name);
    return usage_error("figure: there is no " + state.name + "; did you mean " +
                       nearest(state.name, names) + "?");
  }
  const bool asks = figure && figure->make == figure_of_maps && state.name != "fig6" &&
                    state.name != "fig11" && state.name != "fig17";
  if (figure && !asks && state.app->count("--method") > 0)
    return usage_error("--method: " + state.name +
                       " has its own; fig7, fig9, fig12, fig13, fig14, fig16 and fig18 take one");
  const bool table = figure && figure->make == figure_of_evaluation;
  if (!state.rivals.empty() && !table && state.name != kAll)
    return usage_error("--rivals: " + state.name +
                       " has none; table1, table2, fig8 and fig10 have");
  std::error_code ignored;
  if (!state.masks.empty() && !fs::is_directory(state.masks, ignored))
    return usage_error("--masks: there is no folder " + state.masks);
  if (!state.masks.empty() && state.name != "fig4" && state.name != kAll)
    return usage_error("--masks: " + state.name + " takes none; fig4 does");
  constexpr int kMost = 1'000'000;
  if (auto ok = check_dataset(state, common, "name a folder for the figure",
                              figure ? figure->limit : 1, kMost);
      !ok)
    return ok;
  const auto spec = state.options.resolve();
  if (!spec) return tl::unexpected(spec.error());
  state.spec = *spec;
  if (!figure) return {};
  auto settled = settle(state, *figure);
  if (!settled) return tl::unexpected(settled.error());
  state = std::move(*settled);
  return {};
}

// Every figure, those that take one infiller with the first that was named; then the page. What
// fails leaves the others be.
int make_all(const FigureState& state, const Common& common, const EngineApi& api) {
  int code = 0;
  bool evaluated = false;
  for (const Figure& figure : figures()) {
    if (!common.quiet) say(std::string(figure.name) + ": " + figure.about);
    FigureState one = state;
    if (!figure.many) one.infills = state.infills.substr(0, state.infills.find(','));
    auto settled = settle(one, figure);
    if (!settled) return fail(settled.error());
    settled->evaluated = evaluated;
    settled->talk.says_omissions = &figure == &figures().front();
    code = std::max(code, figure.make(*settled, common, api));
    evaluated = evaluated || figure.make == figure_of_evaluation;
    if (interrupted()) return code;
  }
  if (auto ok = write_reproduction(state, figures()); !ok) return fail(ok.error());
  return code;
}

// What lies in the folder of it, as a document.
void print_files(const FigureState& state) {
  std::vector<std::string> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(state.out, ignored)) {
    const std::string file = entry.path().filename().string();
    if (entry.is_regular_file(ignored) && (state.name == kAll || is_of(state.name, file)))
      files.push_back((fs::path(state.out) / file).string());
  }
  std::sort(files.begin(), files.end());
  print_json({{"figure", state.name}, {"files", files}});
}

}  // namespace

Command figure_command(CLI::App& program, Common& common) {
  const auto state = std::make_shared<FigureState>();
  CLI::App* app = program.add_subcommand("figure",
                                         "a figure or table of the paper on photos and classifiers "
                                         "of your own: picture, PDF and tables");
  std::string about;
  for (const auto& figure : figures())
    about += std::string(figure.name) + ": " + figure.about + '\n';
  app->add_option("NAME", state->name,
                  about + "all: every one, and a page that says what agrees with the paper")
      ->required();
  app->add_option("--infills", state->infills,
                  "names joined by commas; when it is left out all that there are, or the default "
                  "where a figure takes one")
      ->type_name("I,I,...")
      ->take_last();
  app->add_option("--masks", state->masks,
                  "fig4: a folder of masks, white where a photo is kept, named after it: "
                  "dog-head.png for dog.jpg")
      ->type_name("DIR")
      ->take_last();
  app->add_option("--rivals", state->rivals,
                  "tables, fig8, fig10: what stands beside SSR, as evaluate's --methods; when it "
                  "is left out those of the paper and more, with their authors' settings")
      ->type_name("M:I,...")
      ->take_last();
  std::vector<std::string> fields = field_keys({SpecScope::setting, SpecScope::machine});
  fields.insert(fields.begin(), "method");
  add_dataset(
      *app, *state,
      "how many photos, taken evenly from all; 6, for fig16 8, for tables, fig8 and fig10 50, "
      "for fig15 200, when it is left out",
      "the folder for pictures and tables", fields);
  add_common(*app, common);
  return {app, [state, &common] { return check(*state, common); }, [] { return true; },
          [state, &common](const EngineApi& api) {
            Common quieter = common;
            quieter.quiet = common.quiet || common.json;  // tables are for people
            quieter.json = false;
            const int code = state->name == kAll
                                 ? make_all(*state, quieter, api)
                                 : find_figure(state->name)->make(*state, quieter, api);
            if (common.json && !interrupted()) print_files(*state);
            return code;
          }};
}

}  // namespace fido::cli
