// fidoscope-cli figure: a figure of the paper, on any photos and classifiers.
#include "app/cli/figure.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "app/cli/batch.h"
#include "core/image/codec.h"
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
  state.runs = figure->runs;
  std::istringstream list(state.infills);
  for (std::string name; std::getline(list, name, ',');) {
    if (const std::string fault = infiller_fault(name, state.runs); !fault.empty()) return usage_error("--infills: " + name + " " + fault);
    state.infillers_wanted.push_back(find_infiller(name));
  }
  if (state.infillers_wanted.empty())
    for (const auto& info : infillers())
      if (info.for_runs || !state.runs) state.infillers_wanted.push_back(&info);
  return {};
}

// Evenly over the photos that have a class, by name.
std::vector<std::string> chosen(const std::map<std::string, Truth>& truth, const fs::path& folder, int limit) {
  std::vector<std::string> there;
  std::error_code ignored;
  for (const auto& [name, about] : truth)
    if (fs::is_regular_file(folder / name, ignored)) there.push_back(name);
  if (static_cast<int>(there.size()) <= limit) return there;
  std::vector<std::string> out;
  for (int i = 0; i < limit; ++i) out.push_back(there[static_cast<std::size_t>(i) * there.size() / static_cast<std::size_t>(limit)]);
  return out;
}

std::vector<Box> at_input(const std::vector<Box>& boxes, const Rect& visible, const Image& input) {
  const double sx = static_cast<double>(input.width) / visible.width, sy = static_cast<double>(input.height) / visible.height;
  const auto place = [](double v, int most) { return std::clamp(v, 0.0, static_cast<double>(most)); };
  std::vector<Box> out;
  for (const Box& b : boxes) {
    const Box placed{place((b.x0 - visible.x) * sx, input.width), place((b.y0 - visible.y) * sy, input.height), place((b.x1 - visible.x) * sx, input.width),
                     place((b.y1 - visible.y) * sy, input.height)};
    if (area(placed) > 0) out.push_back(placed);  // a crop may have left it out
  }
  return out;
}

Expected<FigurePhoto> look(Session& session, const ClassifierCard& card, const fs::path& folder, const std::string& name, const Truth& truth, std::size_t index) {
  if (truth.label >= card.num_classes) return input_error("class " + std::to_string(truth.label) + " is none of the " + std::to_string(card.num_classes) + " of " + card.id);
  auto loaded = load_image(folder / name);
  if (!loaded) return tl::unexpected(loaded.error());
  FigurePhoto out;
  out.index = index;
  out.name = name;
  out.truth = &truth;
  out.photo = std::make_shared<Image>(std::move(*loaded));
  auto seen = session.classify(out.photo, card.num_classes);
  if (!seen) return tl::unexpected(seen.error());
  out.seen = std::move(*seen);
  out.target = *std::find_if(out.seen.predictions.begin(), out.seen.predictions.end(), [&](const Prediction& p) { return p.index == truth.label; });
  out.boxes = at_input(truth.boxes, out.seen.visible, *out.seen.input);
  return out;
}

}  // namespace

Rect FigurePhoto::box() const {
  const auto at = std::max_element(boxes.begin(), boxes.end(), [](const Box& a, const Box& b) { return area(a) < area(b); });
  if (at == boxes.end()) return {};
  const auto whole = [](double v) { return static_cast<int>(std::lround(v)); };
  return {whole(at->x0), whole(at->y0), whole(at->x1) - whole(at->x0), whole(at->y1) - whole(at->y0)};
}

int FigureWalk::run(const std::function<Expected<void>(const ClassifierCard&, const FigurePhoto&)>& each, const std::function<int(std::size_t)>& done) {
  if (const auto out = check_writable(state_.out); !out) return fail(out.error());
  const auto truth = load_boxes(state_.boxes);
  if (!truth) return fail(truth.error());
  const auto photos = chosen(*truth, state_.images, state_.limit);
  if (photos.empty()) return fail({ErrorCode::input, state_.images + ": holds none of the photos that " + state_.boxes + " speaks of"});
  int code = 0;
  for (const auto& card : state_.cards) {
    const auto info = session_.load(card, state_.spec);
    if (!info) return fail(info.error());
    for (std::size_t i = 0; i < photos.size(); ++i) {
      if (interrupted()) return fail(interruption());
      if (!common_.quiet && (i % 20 == 0 || state_.runs)) say(card.id + ", photo " + std::to_string(i + 1) + " of " + std::to_string(photos.size()));
      const auto measured = look(session_, card, state_.images, photos[i], truth->at(photos[i]), i).and_then([&](const FigurePhoto& photo) { return each(card, photo); });
      if (measured) continue;
      if (measured.error().code == ErrorCode::interrupted) return fail(measured.error());
      code = std::max(code, report_failure(photos[i], measured.error()));
    }
  }
  return std::max(code, done(photos.size()));
}

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
