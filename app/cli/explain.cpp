// fidoscope-cli explain: runs a method on each picture and writes a folder for each.
#include <algorithm>
#include <cmath>
#include <iostream>

#include "app/cli/batch.h"
#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/options.h"
#include "app/cli/session.h"
#include "core/base/files.h"
#include "core/image/codec.h"
#include "core/run/methods.h"
#include "core/run/regions.h"
#include "core/run/results.h"

namespace fido::cli {
namespace {

namespace fs = std::filesystem;

struct State {
  std::vector<std::string> images;
  std::string out;
  bool print_spec = false;
  bool resume = false;
  std::string regions_text = "1";
  int regions = 1;
  SpecOptions options;
  Arguments arguments;

  RunSpec spec;
  std::string mask_sha256;  // of --mask; empty if there is none
  ClassifierCard card;
};

Expected<void> check(State& state, const Common& common) {
  const auto spec = state.options.resolve();
  if (!spec) return tl::unexpected(spec.error());
  state.spec = *spec;
  if (state.print_spec) return {};
  const auto regions = parse_whole_number("--regions", state.regions_text, 1, kMaxRegions);
  if (!regions) return tl::unexpected(regions.error());
  state.regions = *regions;
  if (auto ok = state.regions > 1 ? check_regions(state.spec) : Expected<void>(); !ok) return ok;
  if (state.images.empty()) return usage_error("explain needs at least one picture");
  if (auto ok =
          require_option(state.arguments, "--out", state.out, "give a folder for the results");
      !ok)
    return ok;
  const auto card = find_card(state.arguments, common, state.spec.classifier);
  if (!card) return tl::unexpected(card.error());
  state.card = *card;
  if (state.spec.mask_role != "none" && !state.spec.mask.empty()) {
    auto hash = sha256_file(state.spec.mask);
    if (!hash) return tl::unexpected(hash.error());
    state.mask_sha256 = std::move(*hash);
  } else if (state.spec.mask_role != "none") {
    return usage_error("--mask-role " + state.spec.mask_role + ": needs a mask; add --mask FILE");
  }
  if (auto ok = check_class(state.card, "--target", state.spec.target); !ok) return ok;
  return state.spec.contrast.empty() ? Expected<void>{}
                                     : check_class(state.card, "--contrast", state.spec.contrast);
}

class Batch {
 public:
  Batch(const State& state, const Common& common, const EngineApi& api)
      : state_(state), common_(common), api_(api), out_(state.out), progress_(0, 1, true) {}

  int run() {
    if (auto ok = check_writable(out_); !ok) return fail(ok.error());
    name_folders();
    std::vector<fs::path> folders;
    for (const Outcome& outcome : outcomes_) folders.emplace_back(outcome.folder);
    if (auto ok = check_result_folders(folders, state_.images); !ok) return fail(ok.error());
    const auto unfinished = mark_finished();
    if (!unfinished) return fail(unfinished.error());
    const int remaining = *unfinished;
    if (remaining > 0) {
      if (auto ok = load(); !ok && !is_interrupted()) return fail(ok.error());
      progress_ = Progress(remaining * state_.regions, planned_steps(state_.spec), common_.quiet);
    }
    std::vector<Outcome> completed;
    for (Outcome& outcome : outcomes_) {
      if (is_interrupted()) break;
      if (!outcome.skipped) explain(outcome);
      if (outcome.error && outcome.error->code == ErrorCode::interrupted) break;
      completed.push_back(std::move(outcome));
      if (!completed.back().skipped) write_summary(completed);
    }
    if (remaining == 0) write_summary(completed);
    if (common_.json) print_json(summary_json(completed));
    if (completed.size() == outcomes_.size()) return code_;
    const auto successful = std::count_if(completed.begin(), completed.end(),
                                          [](const Outcome& o) { return !o.error; });
    return fail({ErrorCode::interrupted, "interrupted with " + std::to_string(successful) + " of " +
                                             std::to_string(outcomes_.size()) +
                                             " results complete; continue with --resume"});
  }

 private:
  void name_folders() {
    const auto names = folder_names(state_.images);
    for (std::size_t i = 0; i < names.size(); ++i) {
      outcomes_.push_back({state_.images[i], (out_ / names[i]).string(), {}, {}, false});
      if (!common_.quiet && names[i] != fs::path(state_.images[i]).stem())
        print_message(state_.images[i] + ": a folder of its name is in use; its results go to " +
                      outcomes_.back().folder);
    }
  }

  // Marks the outcomes whose results exist, and returns how many are left to do. Errors (input): a
  // folder contains the result of another picture.
  Expected<int> mark_finished() {
    int remaining = 0;
    for (std::size_t i = 0; i < outcomes_.size() && !is_interrupted(); ++i) {
      auto& outcome = outcomes_[i];
      if (state_.resume)
        if (auto before = load_result(outcome.folder)) {
          const auto hash = sha256_file(outcome.path);
          const bool has_regions =
              state_.regions == 1 || regions_asked_for(outcome.folder) == state_.regions;
          if (hash && has_regions &&
              is_finished(*before, outcome.folder, state_.spec, state_.mask_sha256, *hash,
                          state_.card)) {
            outcome.result = std::move(*before);
            outcome.skipped = true;
            if (!common_.quiet)
              print_message(outcome.path + ": already done, " + outcome.folder + " is kept");
          } else if (const auto other =
                         hash ? conflicting_picture(*before, outcome.path, *hash) : "";
                     !other.empty()) {
            // Folders of pictures with the same name are numbered in their order, which changes
            // when fewer pictures are given.
            return input_error(outcome.folder + ": contains the result of " + other + ", not of " +
                               outcome.path +
                               "; give the same pictures as before, or choose another --out");
          }
        }
      remaining += outcome.skipped ? 0 : 1;
    }
    return remaining;
  }

  // Loads the classifier before the first picture: an error there concerns all pictures.
  Expected<void> load() {
    if (!common_.quiet)
      for (const auto& warning : state_.card.warnings) print_message(warning);
    session_ = std::make_unique<Session>(api_);
    const auto loaded = session_->load(state_.card, state_.spec);
    if (!loaded) return tl::unexpected(loaded.error());
    return {};
  }

  void explain(Outcome& outcome) {
    progress_.begin(fs::path(outcome.path).filename().string());
    const auto done = run_and_save(outcome);
    progress_.clear();
    if (done) return;
    outcome.error = done.error();
    if (done.error().code != ErrorCode::interrupted)
      code_ = std::max(code_, report_failure(outcome.path, done.error()));
  }

  Expected<void> run_and_save(Outcome& outcome) {
    std::string image_sha256;
    auto photo = load_image(outcome.path, &image_sha256);
    if (!photo) return tl::unexpected(photo.error());
    const auto picture = std::make_shared<Image>(std::move(*photo));
    const auto finished_run = session_->run(state_.spec, state_.card, picture,
                                            [this](const Step& step) { progress_.update(step); });
    if (!finished_run) return tl::unexpected(finished_run.error());
    RunResult result = **finished_run;
    result.image_path = outcome.path;
    result.image_sha256 = image_sha256;
    if (auto ok = write_result(outcome.folder, result, picture.get()); !ok) return ok;
    if (state_.regions > 1)
      if (auto ok = save_regions(outcome, result, picture); !ok) return ok;
    outcome.result = Json::parse(result_json(result));
    if (common_.json || common_.quiet) return {};
    progress_.clear();
    // A run optimises the score under masks drawn from the map, so that one is printed if it
    // exists; the score under the most likely mask is in the files.
    const bool has_drawn_masks = result.marginal.samples > 0;
    const double counterfactual =
        has_drawn_masks ? result.marginal.mean : result.probability_counterfactual;
    std::cout << outcome.path << ": " << result.target_label << ", probability "
              << fixed(result.probability_original, 3) << ", " << fixed(counterfactual, 3)
              << (has_drawn_masks ? " under masks drawn from the map; " : " under the mask; ")
              << fixed(100 * result.area, 1) << " % of the map over 1/2; "
              << fixed(result.seconds_total, 1) << " s; " << outcome.folder << std::endl;
    for (const std::string& note : result.notes)
      std::cerr << "fidoscope-cli: " << outcome.path << ": " << note << std::endl;
    return {};
  }

  Expected<void> save_regions(const Outcome& outcome, const RunResult& first,
                              const ImagePtr& picture) {
    RunSpec spec = state_.spec;
    spec.mask_role = "drop";
    const std::string name = fs::path(outcome.path).filename().string();
    int number = 1;
    const auto set = find_regions(
        first, picture, state_.regions,
        [&](std::shared_ptr<const Plane> mask) {
          progress_.begin(name + ", region " + std::to_string(++number));
          return session_->run(
              spec, state_.card, picture, [this](const Step& step) { progress_.update(step); },
              std::move(mask));
        },
        [&](MaskQuestion question) { return session_->answer(std::move(question)); });
    if (!set) return tl::unexpected(set.error());
    if (auto ok = write_regions(outcome.folder, *set, state_.regions, first.input); !ok) return ok;
    if (common_.json || common_.quiet) return {};
    progress_.clear();
    for (std::size_t i = 0; i < set->regions.size(); ++i)
      std::cout << name << ": region " << i + 1 << ", " << fixed(100 * set->regions[i].area, 1)
                << " % of the photo, probability "
                << fixed(set->regions[i].probability_under_masks, 3) << " under its masks, "
                << fixed(set->answers[i].probability, 3) << " alone" << std::endl;
    if (set->reached_by_next)
      std::cout << name << ": without " << (set->regions.size() > 1 ? "these" : "this") << ", only "
                << std::lround(100 * std::max(0.0, *set->reached_by_next))
                << " % of the evidence can be kept" << std::endl;
    return {};
  }

  void write_summary(const std::vector<Outcome>& completed) {
    const auto ok = write_file(out_ / "summary.csv", summary_csv(completed));
    if (ok || summary_failed_) return;
    summary_failed_ = true;  // reports the error only once
    code_ = std::max(code_, fail(ok.error()));
  }

  const State& state_;
  const Common& common_;
  const EngineApi& api_;
  fs::path out_;
  std::vector<Outcome> outcomes_;
  int code_ = 0;
  bool summary_failed_ = false;
  Progress progress_;
  std::unique_ptr<Session> session_;
};

int run(const State& state, const Common& common, const EngineApi& api) {
  if (!state.print_spec) return Batch(state, common, api).run();
  std::cout << to_json(state.spec);
  return 0;
}

}  // namespace

Command explain_command(CommandLine& program, Common& common) {
  const auto state = std::make_shared<State>();
  state->arguments = program.add_command(
      "explain", "Find the part of each picture that sustains or destroys the class");
  Arguments& arguments = state->arguments;
  arguments.add_option("IMAGE", state->images, "pictures to explain");
  arguments.add_option("--out", state->out,
                       "folder for the results; each picture gets DIR/<image stem>/", {"DIR"});
  arguments.add_flag("--resume", state->resume,
                     "skip pictures whose result with the same options exists");
  arguments.add_option(
      "--regions", state->regions_text,
      "search up to N disjoint regions, each of which keeps the evidence: regions.png and "
      "regions.json",
      {"N", state->regions_text});
  state->options.add(arguments);
  state->options.add_file(arguments);
  arguments.add_flag("--print-spec", state->print_spec,
                     "print the options as JSON for --spec and exit");
  add_common(arguments, common);
  return {arguments.command(), [state, &common] { return check(*state, common); },
          [state] { return !state->print_spec; },
          [state, &common](const EngineApi& api) { return run(*state, common, api); }};
}

}  // namespace fido::cli
