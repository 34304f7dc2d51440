// fidoscope-cli train: trains an infiller, or a saliency network for a classifier, on a folder of
// photos.
#include "core/train/train.h"
#include "core/base/text.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <iostream>

#include "app/cli/batch.h"
#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "core/model/catalogue.h"

namespace fido::cli {
namespace {

struct State {
  TrainSpec spec;
  // As the user typed them. An empty number means the default of the architecture.
  std::string data, out, start_from, classifier;
  std::string steps = "20000", batch = "8", crop, width, learning_rate, critics, save_every = "500";
  SpecOptions options;
  Arguments arguments;
};

Expected<void> check(State& state, const Common& common) {
  const Arguments& arguments = state.arguments;
  TrainSpec& spec = state.spec;
  const std::vector<std::string> networks{"fast", "vae", "ca", "realtime"};
  if (std::find(networks.begin(), networks.end(), spec.architecture) == networks.end())
    return usage_error("train: the architecture " + spec.architecture +
                       " is unknown; did you mean " + closest_match(spec.architecture, networks) +
                       "?");
  if (auto ok = require_option(arguments, "--data", state.data, "give a folder of photos"); !ok)
    return ok;
  if (auto ok = require_option(arguments, "--out", state.out, "give a folder for the weights"); !ok)
    return ok;
  if (spec.architecture == "realtime") {
    const auto card = find_card(arguments, common, state.classifier);
    if (!card) return tl::unexpected(card.error());
    spec.classifier = *card;
  } else if (!state.classifier.empty()) {
    return usage_error(
        "--classifier: an infiller is trained without one; leave it out, or train realtime");
  }
  spec.data = state.data;
  spec.out = state.out;
  spec.start_from = state.start_from;
  const struct {
    const char* option;
    const std::string& text;
    int min, max;
    int& value;
  } numbers[] = {{"--steps", state.steps, 1, 100'000'000, spec.steps},
                 {"--batch", state.batch, 1, 1024, spec.batch},
                 {"--crop", state.crop, 32, 1024, spec.crop},
                 {"--width", state.width, 2, 256, spec.width},
                 {"--save-every", state.save_every, 1, 1'000'000, spec.save_every}};
  for (const auto& [option, text, min, max, value] : numbers) {
    if (text.empty()) continue;
    const auto number = parse_whole_number(option, text, min, max);
    if (!number) return tl::unexpected(number.error());
    value = *number;
  }
  const auto parse_number = [](const std::string& text, double& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return text.empty() || (error == std::errc{} && end == text.data() + text.size());
  };
  if (!parse_number(state.learning_rate, spec.learning_rate) ||
      !(state.learning_rate.empty() || (spec.learning_rate > 0 && spec.learning_rate <= 1)))
    return usage_error("--learning-rate: " + state.learning_rate +
                       " cannot be used; use a number greater than 0 and at most 1");
  if (!parse_number(state.critics, spec.critics) || !(spec.critics >= 0 && spec.critics <= 1))
    return usage_error("--critics: " + state.critics + " cannot be used; use a number from 0 to 1");
  const auto run = state.options.resolve();
  if (!run) return tl::unexpected(run.error());
  spec.seed = run->seed;
  spec.device = run->device;
  spec.precision = run->precision;
  spec.threads = run->threads;
  return {};
}

// Formats a duration: "2 h 5 min" or "4:07".
std::string duration_text(double seconds) {
  const auto rounded = static_cast<long long>(seconds + 0.5);
  if (rounded >= 3600)
    return std::to_string(rounded / 3600) + " h " + std::to_string(rounded % 3600 / 60) + " min";
  const std::string rest = std::to_string(rounded % 60);
  return std::to_string(rounded / 60) + ":" + (rest.size() < 2 ? "0" : "") + rest;
}

// Shows the progress of a training: one line that is overwritten on a terminal, otherwise a line
// every 30 seconds.
class ProgressLine {
 public:
  explicit ProgressLine(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1) {}
  ~ProgressLine() { clear(); }

  void update(const TrainProgress& p) {
    const auto now = std::chrono::steady_clock::now();
    if (quiet_ || (!terminal_ && now - last_print_ < std::chrono::seconds(30) && p.step < p.steps))
      return;
    last_print_ = now;
    std::string text =
        "reading photos, " + std::to_string(p.photos_read) + " of " + std::to_string(p.photo_count);
    if (p.step > 0)
      text = "step " + std::to_string(p.step) + " of " + std::to_string(p.steps) + ", loss " +
             fixed(p.loss, 5) + ", " + duration_text(p.seconds_left) + " left";
    if (!terminal_) return print_message(text);
    std::cerr << "\r\033[K" << text << std::flush;
    is_drawn_ = true;
  }
  void clear() {
    if (is_drawn_) std::cerr << "\r\033[K" << std::flush;
    is_drawn_ = false;
  }

 private:
  bool quiet_, terminal_, is_drawn_ = false;
  std::chrono::steady_clock::time_point last_print_ = std::chrono::steady_clock::now();
};

int run(const State& state, const Common& common, const EngineApi& api) {
  if (const auto out = check_writable(state.out); !out) return fail(out.error());
  ProgressLine output(common.quiet);
  const auto result = api.train(state.spec, [&](const TrainProgress& progress) {
    output.update(progress);
    return !is_interrupted();
  });
  output.clear();
  if (!result) return fail(result.error());
  if (!common.quiet)
    for (const auto& skipped : result->skipped) print_message(skipped + "; skipped");
  if (common.json) {
    Json json;
    json["card"] = result->card_path.string();
    json["steps"] = result->steps;
    json["photos"] = result->photos;
    json["loss"] = result->loss;
    json["seconds"] = result->seconds;
    print_json(json);
  } else if (!common.quiet) {
    std::cout << result->card_path.string() << ": " << result->steps << " steps on "
              << result->photos << " photos, loss " << fixed(result->loss, 5) << ", "
              << duration_text(result->seconds) << std::endl;
  }
  return 0;
}

}  // namespace

Command train_command(CommandLine& program, Common& common) {
  const auto state = std::make_shared<State>();
  state->arguments =
      program.add_command("train", "Train an infiller, or a saliency network for a classifier");
  Arguments& arguments = state->arguments;
  arguments.add_option(
      "ARCH", state->spec.architecture,
      "architecture: fast, vae or ca for an infiller; realtime for the saliency network of the "
      "method realtime",
      {{}, {}, true});
  arguments.add_option(
      "--classifier", state->classifier,
      "realtime: classifier that the network explains, an id or the path of a card", {"CARD"});
  arguments.add_option("--data", state->data,
                       "folder of photos, or an NPY array of uint8 [N, side, side, 3]", {"DIR"});
  arguments.add_option("--out", state->out, "folder for log, samples, weights and card", {"DIR"});
  const std::pair<const char*, std::pair<const char*, std::string*>> numbers[] = {
      {"--steps", {"number of optimiser steps", &state->steps}},
      {"--batch", {"crops per step", &state->batch}},
      {"--crop",
       {"side of the crops in pixels, a multiple of 8 (ca: of 32); 128 by default (realtime: 224)",
        &state->crop}},
      {"--width",
       {"vae, ca: channels of the first layer (64 in Iizuka et al., 32 in Yu et al.); 32 by "
        "default",
        &state->width}},
      {"--learning-rate",
       {"peak of Adam's learning rate, which warms up and falls to 0; the default depends on the "
        "architecture",
        &state->learning_rate}},
      {"--critics",
       {"ca: share of the steps, at the end, that also use the two critics' losses; 0 uses "
        "distances only; 0.2 by default",
        &state->critics}},
      {"--save-every", {"steps between the saved states for --resume", &state->save_every}}};
  for (const auto& [option, help_and_text] : numbers) {
    const auto& [help, text] = help_and_text;
    arguments.add_option(option, *text, help, {"N", *text});
  }
  arguments.add_option(
      "--base", state->spec.base,
      "vae, ca: fill that the network starts from and refines: push-pull, or none as "
      "in the papers",
      {"push-pull|none", state->spec.base});
  arguments.add_option("--start-from", state->start_from,
                       "initial weights (.safetensors) of the same architecture", {"FILE"});
  arguments.add_flag("--resume", state->spec.resume,
                     "continue the training in --out where it was interrupted");
  state->options.add(arguments, {"seed", "device", "precision", "threads"});
  add_common(arguments, common);
  return {arguments.command(), [state, &common] { return check(*state, common); },
          [] { return true; },
          [state, &common](const EngineApi& api) { return run(*state, common, api); }};
}

}  // namespace fido::cli
