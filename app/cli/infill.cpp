// fidoscope-cli infill: infills a hand-made mask and classifies the result.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/cli/batch.h"
#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "app/cli/session.h"
#include "core/base/files.h"
#include "core/image/codec.h"
#include "core/infill/infillers.h"
#include "core/run/results.h"

namespace fido::cli {
namespace {

struct State {
  std::string image, mask, out;
  std::string infill = default_infiller_id();
  std::string target = "top";
  std::string samples_text = "1";
  SpecOptions options;
  Arguments arguments;

  bool is_soft = false;
  int samples = 1;
  RunSpec spec;
  ClassifierCard card;
};

std::vector<std::string> infiller_names() {
  std::vector<std::string> names;
  for (const auto& info : infillers()) names.push_back(info.id);
  return names;
}

Expected<void> check(State& state, const Common& common) {
  const Arguments& arguments = state.arguments;
  if (state.image.empty()) return usage_error("infill needs a picture");
  if (auto ok = require_option(arguments, "--mask", state.mask,
                               "give a picture in which white is kept and black is dropped");
      !ok)
    return ok;
  if (auto ok = require_option(arguments, "--out", state.out, "give a folder for the results"); !ok)
    return ok;
  if (const std::string reason = infiller_error(state.infill, false); !reason.empty())
    return usage_error("--infill: " + reason);
  const auto samples = parse_whole_number("--samples", state.samples_text, 1, 100'000);
  if (!samples) return tl::unexpected(samples.error());
  state.samples = *samples;
  const auto spec = state.options.resolve();
  if (!spec) return tl::unexpected(spec.error());
  state.spec = *spec;
  const auto card = find_card(arguments, common, state.spec.classifier);
  if (!card) return tl::unexpected(card.error());
  state.card = *card;
  return check_class(state.card, "--target", state.target);
}

double kept_share(const Plane& mask) {
  const double kept = std::accumulate(mask.values.begin(), mask.values.end(), 0.0);
  return kept / static_cast<double>(mask.values.size());
}

Json answer_json(const State& state, const std::string& image_sha256,
                 const std::string& mask_sha256, const Image& photo, const ClassifierInfo& info,
                 const MaskAnswer& answer) {
  const auto& before = answer.target_before;
  const auto& after = answer.target_after;
  Json json;
  json["format"] = 1;
  json["version"] = FIDOSCOPE_VERSION;
  json["image"] = {{"path", state.image},
                   {"sha256", image_sha256},
                   {"width", photo.width},
                   {"height", photo.height}};
  json["mask"] = {{"path", state.mask}, {"sha256", mask_sha256}, {"kept", kept_share(answer.mask)}};
  json["soft"] = state.is_soft;
  json["infill"] = state.infill;
  json["samples"] = answer.marginal.samples;
  json["seed"] = state.spec.seed;
  json["classifier"] = {{"id", state.card.id}, {"sha256", state.card.sha256}};
  json["target"] = {{"index", before.index}, {"label", before.label}};
  json["predictions"] = predictions_json(answer.predictions_before);
  json["predictions_counterfactual"] = predictions_json(answer.predictions_after);
  json["probability_original"] = before.probability;
  json["score_original"] = before.score;
  json["probability_counterfactual"] = after.probability;
  json["score_counterfactual"] = after.score;
  const auto& m = answer.marginal;
  json["marginal"] = {{"mean", m.mean}, {"low", m.low}, {"high", m.high}, {"samples", m.samples}};
  json["device"] = info.device;
  json["precision"] = info.precision;
  json["threads"] = info.threads;
  json["libtorch"] = info.libtorch;
  return json;
}

// Prints warnings about the card, and about a mask or option that has no effect.
void print_warnings(const State& state, const MaskAnswer& answer) {
  for (const auto& warning : state.card.warnings) print_message(warning);
  const double kept = kept_share(answer.mask);
  if (kept == 1)
    print_message(
        state.mask +
        ": the mask keeps everything, so nothing is infilled; paint black what is to be dropped");
  if (kept == 0)
    print_message(
        state.mask +
        ": the mask drops everything, so nothing of the picture is left; paint white what is to be "
        "kept");
  if (state.samples > 1 && answer.marginal.samples == 1)
    print_message("--samples: " + state.infill +
                  " always returns the same fill, so only one was drawn");
}

int run(const State& state, const Common& common, const EngineApi& api) {
  const auto out = check_writable(state.out);
  if (!out) return fail(out.error());
  const auto folder = std::filesystem::path(state.out) / folder_names({state.image}).front();
  if (auto ok = check_result_folders({folder}, {state.image, state.mask}); !ok)
    return fail(ok.error());
  std::string image_sha256, mask_sha256;
  auto photo = load_image(state.image, &image_sha256);
  if (!photo) return fail(photo.error());
  auto mask = load_mask(state.mask, &mask_sha256);
  if (!mask) return fail(mask.error());

  Session session(api);
  const auto info = session.load(state.card, state.spec);
  if (!info) return fail(info.error());
  MaskQuestion question;
  question.photo = std::make_shared<Image>(std::move(*photo));
  question.mask = std::move(*mask);
  question.infill = state.infill;
  question.target = state.target;
  question.samples = state.samples;
  question.is_soft = state.is_soft;
  question.seed = state.spec.seed;
  const auto answer = session.answer(question);
  if (!answer) return fail(answer.error());
  if (!std::isfinite((*answer)->marginal.mean))
    return fail(
        {ErrorCode::input, state.card.file.string() +
                               ": returns NaN or infinite values for the infilled picture; " +
                               "check mean and std in " + state.card.card_path.string()});
  if (!common.quiet) print_warnings(state, **answer);

  const Json json =
      answer_json(state, image_sha256, mask_sha256, *question.photo, **info, **answer);
  const auto text = json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  if (auto ok = write_answer(folder, **answer, text); !ok) return fail(ok.error());
  if (common.json) {
    print_json(json);
  } else if (!common.quiet) {
    const auto& m = (*answer)->marginal;
    const auto& before = (*answer)->target_before;
    std::vector<std::vector<std::string>> rows{
        {"", "PROBABILITY", "SCORE", before.label},
        {"original", fixed(before.probability, 4), fixed(before.score, 2)},
        {"infilled", fixed(m.mean, 4), fixed((*answer)->target_after.score, 2)}};
    if (m.samples > 1)
      rows.back().push_back("95 % from " + fixed(m.low, 4) + " to " + fixed(m.high, 4));
    print_table(rows);
  }
  return 0;
}

}  // namespace

Command infill_command(CommandLine& program, Common& common) {
  const auto state = std::make_shared<State>();
  state->arguments =
      program.add_command("infill", "Infill a hand-made mask and classify the result");
  Arguments& arguments = state->arguments;
  arguments.add_option("IMAGE", state->image, "picture to infill");
  arguments.add_option("--mask", state->mask,
                       "mask, a picture of any size: white is kept, black is dropped", {"MASK"});
  arguments.add_flag(
      "--soft", state->is_soft,
      "blend picture and infill by grey values, as a run does, instead of thresholding the mask at "
      "one half");
  std::string names;
  for (const auto& name : infiller_names()) names += (names.empty() ? "" : "|") + name;
  arguments.add_option("--infill", state->infill, "infiller that replaces dropped pixels",
                       {names, state->infill});
  arguments.add_option("--target", state->target, "class to report: top, an index or a label",
                       {"top|INDEX|LABEL", state->target});
  arguments.add_option("--samples", state->samples_text,
                       "number of fills to average over, for infillers that draw them at random",
                       {"N", state->samples_text});
  arguments.add_option("--out", state->out,
                       "folder for the results; they go into DIR/<image stem>/", {"DIR"});
  state->options.add(arguments, {"classifier", "seed", "device", "precision", "threads"});
  add_common(arguments, common);
  return {arguments.command(), [state, &common] { return check(*state, common); },
          [] { return true; },
          [state, &common](const EngineApi& api) { return run(*state, common, api); }};
}

}  // namespace fido::cli
