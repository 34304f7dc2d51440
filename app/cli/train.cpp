// fidoscope-cli train: an infiller, or a saliency network for a classifier, from a folder of
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
  std::string data, out, start_from, classifier, steps = "20000", batch = "8", crop, width,
                                                 learning_rate, critics, save_every = "500";
  SpecOptions options;
  CLI::App* app = nullptr;
};

Expected<void> check(State& state, const Common& common) {
  const CLI::App& app = *state.app;
  TrainSpec& spec = state.spec;
  const std::vector<std::string> networks{"fast", "vae", "ca", "realtime"};
  if (std::find(networks.begin(), networks.end(), spec.architecture) == networks.end())
    return usage_error("train: there is no network " + spec.architecture +
                       " to train; did you mean " + nearest(spec.architecture, networks) + "?");
  if (auto ok = need(app, "--data", state.data, "name a folder of photos"); !ok) return ok;
  if (auto ok = need(app, "--out", state.out, "name a folder for the weights"); !ok) return ok;
  if (spec.architecture == "realtime") {
    const auto card = find_card(app, common, state.classifier);
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
    const auto number = whole_number(option, text, min, max);
    if (!number) return tl::unexpected(number.error());
    value = *number;
  }
  const auto real = [](const std::string& text, double& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return text.empty() || (error == std::errc{} && end == text.data() + text.size());
  };
  if (!real(state.learning_rate, spec.learning_rate) ||
      !(state.learning_rate.empty() || (spec.learning_rate > 0 && spec.learning_rate <= 1)))
    return usage_error("--learning-rate: " + state.learning_rate +
                       " is no number over 0 and up to 1");
  if (!real(state.critics, spec.critics) || !(spec.critics >= 0 && spec.critics <= 1))
    return usage_error("--critics: " + state.critics + " is no number from 0 to 1");
  const auto run = state.options.resolve();
  if (!run) return tl::unexpected(run.error());
  spec.seed = run->seed;
  spec.device = run->device;
  spec.precision = run->precision;
  spec.threads = run->threads;
  return {};
}

std::string duration(double seconds) {
  const auto whole = static_cast<long long>(seconds + 0.5);
  const std::string rest = std::to_string(whole % 60);
  return whole >= 3600
             ? std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min"
             : std::to_string(whole / 60) + ":" + (rest.size() < 2 ? "0" : "") + rest;
}

// A line that is written over on a terminal, one every half minute elsewhere.
class Teller {
 public:
  explicit Teller(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1) {}
  ~Teller() { clear(); }

  void tell(const TrainProgress& p) {
    const auto now = std::chrono::steady_clock::now();
    if (quiet_ || (!terminal_ && now - told_ < std::chrono::seconds(30) && p.step < p.steps))
      return;
    told_ = now;
    const std::string text =
        p.step == 0 ? "reading photos, " + std::to_string(p.photos) + " of " + std::to_string(p.of)
                    : "step " + std::to_string(p.step) + " of " + std::to_string(p.steps) +
                          ", loss " + fixed(p.loss, 5) + ", " + duration(p.seconds_left) + " left";
    if (!terminal_) return say(text);
    std::cerr << "\r\033[K" << text << std::flush;
    drawn_ = true;
  }
  void clear() {
    if (drawn_) std::cerr << "\r\033[K" << std::flush;
    drawn_ = false;
  }

 private:
  bool quiet_, terminal_, drawn_ = false;
  std::chrono::steady_clock::time_point told_ = std::chrono::steady_clock::now();
};

int run(const State& state, const Common& common, const EngineApi& api) {
  if (const auto out = check_writable(state.out); !out) return fail(out.error());
  Teller teller(common.quiet);
  const auto result = api.train(state.spec, [&](const TrainProgress& progress) {
    teller.tell(progress);
    return !interrupted();
  });
  teller.clear();
  if (!result) return fail(result.error());
  if (!common.quiet)
    for (const auto& skipped : result->skipped) say(skipped + "; left out");
  if (common.json) {
    Json json;
    json["card"] = result->card.string();
    json["steps"] = result->steps;
    json["photos"] = result->photos;
    json["loss"] = result->loss;
    json["seconds"] = result->seconds;
    print_json(json);
  } else if (!common.quiet) {
    std::cout << result->card.string() << ": " << result->steps << " steps on " << result->photos
              << " photos, loss " << fixed(result->loss, 5) << ", " << duration(result->seconds)
              << std::endl;
  }
  return 0;
}

}  // namespace

Command train_command(CLI::App& program, Common& common) {
  const auto state = std::make_shared<State>();
  CLI::App* app = program.add_subcommand(
      "train", "trains an infiller, or a saliency network for a classifier, on a folder of photos");
  state->app = app;
  app->add_option(
         "ARCH", state->spec.architecture,
         "the network: fast, vae or ca, which fill holes; or realtime, the saliency network of the "
         "method of that name")
      ->required();
  app->add_option("--classifier", state->classifier,
                  "of realtime: the classifier whose masks it is to give, an id or a card")
      ->type_name("ID")
      ->take_last();
  app->add_option("--data", state->data,
                  "a folder of photos, or a NPY array of uint8 [N, side, side, 3]")
      ->type_name("DIR")
      ->take_last();
  app->add_option("--out", state->out, "the folder for log, samples, weights and card")
      ->type_name("DIR")
      ->take_last();
  const std::pair<const char*, std::pair<const char*, std::string*>> numbers[] = {
      {"--steps", {"how often the weights are moved", &state->steps}},
      {"--batch", {"crops in a step", &state->batch}},
      {"--crop",
       {"their side in pixels, a multiple of 8 (ca: of 32); 128 if left out (realtime: 224)",
        &state->crop}},
      {"--width",
       {"channels of the first layer of vae (64 in Iizuka et al.) and ca (32 in Yu et al.); 32 if "
        "left out",
        &state->width}},
      {"--learning-rate",
       {"Adam's; rises at first and falls to 0; the network's own if left out",
        &state->learning_rate}},
      {"--critics",
       {"of ca: the share of the steps, at the end, in which two critics judge as well; 0 for "
        "distances alone; 0.2 if left out",
        &state->critics}},
      {"--save-every", {"steps between states to resume from", &state->save_every}}};
  for (const auto& [option, about] : numbers)
    app->add_option(option, *about.second, about.first)
        ->type_name("N")
        ->take_last()
        ->default_str(*about.second);
  app->add_option("--base", state->spec.base,
                  "what vae and ca draw over: push-pull, which they then begin with, or none, as "
                  "they were published")
      ->type_name("push-pull|none")
      ->take_last()
      ->default_str(state->spec.base);
  app->add_option("--start-from", state->start_from,
                  "weights (.safetensors) of the same network to begin with")
      ->type_name("FILE")
      ->take_last();
  app->add_flag("--resume", state->spec.resume,
                "go on where the training in --out was interrupted");
  state->options.add(*app, {"seed", "device", "precision", "threads"});
  add_common(*app, common);
  return {app, [state, &common] { return check(*state, common); }, [] { return true; },
          [state, &common](const EngineApi& api) { return run(*state, common, api); }};
}

}  // namespace fido::cli
