// fidoscope-cli bench: measures the cost of a run relative to the classifier alone.
#include "core/engine/bench.h"

#include <algorithm>
#include <cmath>
#include <exception>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "core/base/exceptions.h"
#include "core/image/codec.h"

namespace fido::cli {
namespace {

struct State {
  std::string image;
  std::string rounds_text = "5";
  SpecOptions options;
  Arguments arguments;

  int rounds = 5;
  RunSpec spec;
  ClassifierCard card;
};

Expected<void> check(State& state, const Common& common) {
  const auto spec = state.options.resolve();
  if (!spec) return tl::unexpected(spec.error());
  state.spec = *spec;
  const auto rounds = parse_whole_number("--rounds", state.rounds_text, 1, 1000);
  if (!rounds) return tl::unexpected(rounds.error());
  state.rounds = *rounds;
  const auto card = find_card(state.arguments, common, state.spec.classifier);
  if (!card) return tl::unexpected(card.error());
  state.card = *card;
  return {};
}

// Returns a picture that is neither flat nor noise; the speed of no infiller depends on more than
// that.
Image synthetic_picture() {
  Image image(320, 240);
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const double wave = std::sin(std::hypot(x - 160, y - 120) / 9);
      std::uint8_t* pixel = image.row(y) + 3 * static_cast<std::ptrdiff_t>(x);
      pixel[0] = static_cast<std::uint8_t>(128 + 100 * wave);
      pixel[1] = static_cast<std::uint8_t>(255 * x / image.width);
      pixel[2] = static_cast<std::uint8_t>(255 * y / image.height);
    }
  return image;
}

int run(const State& state, const Common& common, const EngineApi& api) {
  auto photo = state.image.empty() ? Expected<Image>(synthetic_picture()) : load_image(state.image);
  if (!photo) return fail(photo.error());
  if (!common.quiet)
    for (const auto& warning : state.card.warnings) print_message(warning);

  const auto picture = std::make_shared<Image>(std::move(*photo));
  Expected<BenchResult> result = run_error("nothing was measured");
  run_interruptibly([&] {
    try {
      result = api.bench(state.card, state.spec, picture, state.rounds);
    } catch (const std::exception& error) {
      result = tl::unexpected(to_error(error, "the engine"));
    }
  });
  if (!result) return fail(result.error());
  Json json;
  json["version"] = FIDOSCOPE_VERSION;
  json["classifier"] = state.card.id;
  json["method"] = state.spec.method;
  json["infill"] = state.spec.infill;
  json["batch"] = result->batch;
  json["rounds"] = result->rounds;
  json["seconds_iteration"] = result->seconds_iteration;
  json["seconds_classifier"] = result->seconds_classifier;
  json["ratio"] = result->ratio;
  json["seconds_edit"] = result->seconds_edit;
  json["device"] = result->device;
  json["precision"] = result->precision;
  json["threads"] = result->threads;
  json["libtorch"] = result->libtorch;
  json["blas"] = result->blas;
  print_json(json);
  return 0;
}

}  // namespace

Command bench_command(CommandLine& program, Common& common) {
  const auto state = std::make_shared<State>();
  state->arguments =
      program.add_command("bench", "Measure the speed of a run and print it as JSON");
  Arguments& arguments = state->arguments;
  arguments.add_option("IMAGE", state->image, "picture to run on; a synthetic one by default");
  state->options.set_default_preset("paper");  // its steps are those of earlier measurements
  state->options.add(
      arguments, {"classifier", "method", "infill", "samples", "device", "precision", "threads"});
  arguments.add_option(
      "--rounds", state->rounds_text,
      "number of alternating measurements of run and classifier; the medians are printed",
      {"N", state->rounds_text});
  add_common(arguments, common);
  return {arguments.command(), [state, &common] { return check(*state, common); },
          [] { return true; },
          [state, &common](const EngineApi& api) { return run(*state, common, api); }};
}

}  // namespace fido::cli
