// fidoscope-cli evaluate: many photos, many methods, every metric in one pass.
#include "app/cli/evaluate.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>

#include "app/cli/batch.h"
#include "app/cli/console.h"
#include "app/cli/dataset_command.h"
#include "app/cli/evaluation_merge.h"
#include "app/cli/evaluation_tables.h"
#include "core/base/text.h"
#include "core/evaluate/metric.h"

namespace fido::cli {
namespace {

struct State : DatasetCommand {
  std::string methods, wanted_metrics, shard_text;
  std::vector<std::string> merge;
  bool resume = false, dry_run = false;
  EvaluationJob job;
};

Expected<void> read_shard(State& state) {
  if (state.app->count("--shard") == 0) return {};
  const std::string& text = state.shard_text;
  const auto slash = text.find('/');
  const auto shards = slash == std::string::npos
                          ? Expected<int>(usage_error(""))
                          : whole_number("--shard", text.substr(slash + 1), 1, 1'000'000);
  const auto number = shards ? whole_number("--shard", text.substr(0, slash), 1, *shards) : shards;
  if (!number)
    return usage_error("--shard: " + (text.empty() ? "is empty" : text + " cannot be used") +
                       "; 2/8 is the second of eight");
  state.job.shard = *number - 1;
  state.job.shards = *shards;
  return {};
}

Expected<void> read_metrics(State& state) {
  std::vector<std::string> known;
  for (const auto& group : metric_groups())
    if (!group.name.empty()) known.push_back(group.name);
  for (const auto& name : split_list(state.wanted_metrics)) {
    if (std::find(known.begin(), known.end(), name) == known.end())
      return usage_error("--metrics: " + name + " is unknown; did you mean " +
                         nearest(name, known) + "? Choices: " + listed(known));
    state.job.metrics.insert(name);
  }
  return {};
}

// Merging measures nothing: options that would say how are refused.
Expected<void> check_merge(const State& state) {
  const std::vector<std::string> allowed{"--merge", "--out", "--json", "--quiet", "--models"};
  for (const CLI::Option* option : state.app->get_options()) {
    const std::string name = option->get_name();
    if (option->count() > 0 && std::find(allowed.begin(), allowed.end(), name) == allowed.end())
      return usage_error("--merge measures nothing, so " + name +
                         " would have no effect; leave it out");
  }
  return {};
}

Expected<void> check(State& state, const Common& common) {
  constexpr const char* kOutHint = "name a folder for the tables";
  constexpr int kAll = 1'000'000'000;
  if (!state.merge.empty()) {
    if (auto ok = check_merge(state); !ok) return ok;
    return need(*state.app, "--out", state.out, kOutHint);
  }
  if (auto ok = check_dataset(state, common, kOutHint, kAll, kAll); !ok) return ok;
  const auto spec = state.options.resolve_common();
  if (!spec) return tl::unexpected(spec.error());
  if (auto ok = read_shard(state); !ok) return ok;
  if (auto ok = read_metrics(state); !ok) return ok;
  auto entries = read_entries(state.methods, state.options.common_fields());
  if (!entries) return tl::unexpected(entries.error());
  for (const auto& entry : *entries)
    for (const auto& card : state.cards)
      if (!entry.is_baseline() && !entry.spec.contrast.empty())
        if (auto ok =
                check_class(card, "--methods: " + entry.method + ": contrast", entry.spec.contrast);
            !ok)
          return ok;
  EvaluationJob& job = state.job;
  job.images = state.images;
  job.boxes = state.boxes;
  job.out = state.out;
  job.limit = state.limit;
  job.limit_text = state.limit_text;
  job.resume = state.resume;
  job.classifiers = state.cards;
  job.entries = std::move(*entries);
  job.machine = *spec;
  return {};
}

int show_size(const EvaluationJob& job, const Common& common) {
  EvaluationObserver observer;
  if (!common.quiet) observer.on_message = say;
  const auto size = evaluation_size(job, observer);
  if (!size) return fail(size.error());
  if (common.json)
    print_json({{"photos", size->photos},
                {"of", size->all_photos},
                {"classifiers", job.classifiers.size()},
                {"methods", job.entries.size()},
                {"maps", size->maps}});
  else
    std::cout << size->photos << " of " << size->all_photos << " photos, " << job.classifiers.size()
              << " classifiers, " << job.entries.size() << " methods: " << size->maps << " maps\n";
  return 0;
}

}  // namespace

Expected<int> evaluate(const EvaluationJob& job, const Common& common, const EngineApi& api) {
  // Before the folder is made, which nothing would go into.
  if (const auto size = evaluation_size(job, {}); !size) return tl::unexpected(size.error());
  if (const auto out = check_writable(job.out); !out) return tl::unexpected(out.error());
  using Clock = std::chrono::steady_clock;
  auto said = Clock::now();
  EvaluationObserver observer;
  if (!common.quiet) {
    observer.on_message = say;
    observer.on_progress = [&](const ClassifierCard& card, std::size_t tried, std::size_t wanted,
                               double seconds_left) {
      constexpr auto kPeriod = std::chrono::seconds(5);
      if (Clock::now() - said < kPeriod) return;
      said = Clock::now();
      say(card.id + ": " + std::to_string(tried) + " of " + std::to_string(wanted) + " rows" +
          (seconds_left > 0 ? ", " + clock_text(seconds_left) + " left" : ""));
    };
  }
  observer.on_failure = [](const EvaluationFailure& failure, const Error& error) {
    report_failure(failure.image + (failure.method.empty() ? "" : ", " + failure.method), error);
  };
  const auto make_engine = [&] { return std::make_unique<Session>(api); };
  const auto result = run_evaluation(job, make_engine, observer);
  if (!result) return tl::unexpected(result.error());
  const int code =
      write_tables(job.out, result->rows, result->order, result->failures.size(), common);
  return result->failures.empty() ? code : std::max(code, static_cast<int>(result->worst_failure));
}

Command evaluate_command(CLI::App& program, Common& common) {
  const auto state = std::make_shared<State>();
  CLI::App* app = program.add_subcommand(
      "evaluate",
      "many photos, many methods, every metric: tables with intervals and paired tests");
  std::string defaults, about;
  for (const auto& group : metric_groups()) {
    if (group.name.empty()) continue;
    if (group.is_default()) defaults += (defaults.empty() ? "" : ",") + group.name;
    about += group.name + ": " + group.about + ". ";
  }
  state->wanted_metrics = defaults;
  app->add_option("--methods", state->methods,
                  "methods, each with :infill or with its own, and the rows max, center and bbox; "
                  "joined by commas, the first is what the others are tested against")
      ->type_name("M:I,M:I,...")
      ->take_last();
  app->add_option("--metrics", state->wanted_metrics, about)
      ->type_name("LIST")
      ->take_last()
      ->default_str(defaults);
  app->add_option("--shard", state->shard_text, "2/8 takes the second of eight parts of the photos")
      ->type_name("I/N")
      ->take_last();
  app->add_option("--merge", state->merge,
                  "folders of finished shards, which become one in --out; nothing is measured")
      ->type_name("DIR ...")
      ->expected(1, 1'000'000);
  app->add_flag(
      "--dry-run", state->dry_run,
      "check options, photos and boxes, say how many maps there would be, and measure nothing");
  app->add_flag("--resume", state->resume, "go on where the evaluation in --out was interrupted");
  add_dataset(*app, *state, "how many photos, taken evenly from all; all when it is left out",
              "the folder for the tables", field_keys({SpecScope::setting, SpecScope::machine}));
  add_common(*app, common);
  return {app, [state, &common] { return check(*state, common); },
          [state] { return state->merge.empty() && !state->dry_run; },
          [state, &common](const EngineApi& api) {
            if (!state->merge.empty()) return merge_evaluations(state->merge, state->out, common);
            if (state->dry_run) return show_size(state->job, common);
            const auto code = evaluate(state->job, common, api);
            return code ? *code : fail(code.error());
          }};
}

}  // namespace fido::cli
