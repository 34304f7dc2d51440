// fidoscope-cli classify: prints the most probable classes of each picture.
#include <algorithm>
#include <iostream>

#include "app/cli/batch.h"
#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "app/cli/session.h"
#include "core/image/codec.h"

namespace fido::cli {
namespace {

struct State {
  std::vector<std::string> images;
  std::string top_text = "5";
  SpecOptions options;
  Arguments arguments;

  int top = 5;
  RunSpec spec;
  ClassifierCard card;
};

Expected<void> check(State& state, const Common& common) {
  if (state.images.empty()) return usage_error("classify needs at least one picture");
  const auto spec = state.options.resolve();
  if (!spec) return tl::unexpected(spec.error());
  state.spec = *spec;
  const auto top = parse_whole_number("--top", state.top_text, 1, 1'000'000);
  if (!top) return tl::unexpected(top.error());
  state.top = *top;
  const auto card = find_card(state.arguments, common, state.spec.classifier);
  if (!card) return tl::unexpected(card.error());
  state.card = *card;
  return {};
}

void print_predictions(const std::string& path, const std::vector<Prediction>& predictions) {
  std::cout << path << '\n';
  std::vector<std::vector<std::string>> rows{{"  INDEX", "PROBABILITY", "SCORE", "LABEL"}};
  for (const auto& p : predictions)
    rows.push_back(
        {"  " + std::to_string(p.index), fixed(p.probability, 4), fixed(p.score, 2), p.label});
  print_table(rows);
}

int run(const State& state, const Common& common, const EngineApi& api) {
  Session session(api);
  const auto loaded = session.load(state.card, state.spec);
  if (!loaded) return fail(loaded.error());
  if (!common.quiet)
    for (const auto& warning : state.card.warnings) print_message(warning);

  Json images = Json::array();
  int code = 0;
  for (const auto& path : state.images) {
    auto photo = load_image(path);
    auto answer = photo ? session.classify(std::make_shared<Image>(std::move(*photo)), state.top)
                        : Expected<Classification>(tl::unexpected(photo.error()));
    if (!answer) {
      code = std::max(code, report_failure(path, answer.error()));
      images.push_back({{"path", path}, {"error", answer.error().message}});
      if (answer.error().code == ErrorCode::interrupted) break;
      continue;
    }
    images.push_back({{"path", path}, {"predictions", predictions_json(answer->predictions)}});
    if (!common.json) print_predictions(path, answer->predictions);
  }
  if (common.json)
    print_json({{"classifier", {{"id", state.card.id}, {"sha256", state.card.sha256}}},
                {"images", images}});
  return code;
}

}  // namespace

Command classify_command(CommandLine& program, Common& common) {
  const auto state = std::make_shared<State>();
  state->arguments =
      program.add_command("classify", "Print the most probable classes of each picture");
  Arguments& arguments = state->arguments;
  arguments.add_option("IMAGE", state->images, "pictures to classify");
  state->options.add(arguments, {"classifier", "device", "precision", "threads"});
  arguments.add_option("--top", state->top_text, "number of classes to print", {"K", "5"});
  add_common(arguments, common);
  return {arguments.command(), [state, &common] { return check(*state, common); },
          [] { return true; },
          [state, &common](const EngineApi& api) { return run(*state, common, api); }};
}

}  // namespace fido::cli
