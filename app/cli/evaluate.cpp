// fidoscope-cli evaluate: measures several methods on many photos with all metrics.
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
  std::string methods, metrics_text, shard_text;
  std::vector<std::string> merge;
  bool resume = false, dry_run = false;
  EvaluationJob job;
};

Expected<void> read_shard(State& state) {
  if (!state.arguments.is_given("--shard")) return {};
  const std::string& text = state.shard_text;
  const auto slash = text.find('/');
  const auto shards = slash == std::string::npos
                          ? Expected<int>(usage_error(""))
                          : parse_whole_number("--shard", text.substr(slash + 1), 1, 1'000'000);
  const auto number =
      shards ? parse_whole_number("--shard", text.substr(0, slash), 1, *shards) : shards;
  if (!number)
    return usage_error("--shard: " + (text.empty() ? "is empty" : text + " cannot be used") +
                       "; use I/N, such as 2/8 for the second of eight parts");
  state.job.shard = *number - 1;
  state.job.shards = *shards;
  return {};
}

Expected<void> read_metrics(State& state) {
  std::vector<std::string> names;
  for (const auto& group : metric_groups())
    if (!group.name.empty()) names.push_back(group.name);
  for (const auto& name : split_at_commas(state.metrics_text)) {
    if (std::find(names.begin(), names.end(), name) == names.end())
      return usage_error("--metrics: " + name + " is unknown; did you mean " +
                         closest_match(name, names) + "? Choices: " + join_with_or(names));
    state.job.metrics.insert(name);
  }
  return {};
}

// Refuses options that have no effect on --merge.
Expected<void> check_merge(const State& state) {
  const std::vector<std::string> allowed{"--merge", "--out", "--json", "--quiet", "--models"};
  for (const std::string& name : state.arguments.given_options())
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end())
      return usage_error("--merge measures nothing, so " + name + " has no effect; leave it out");
  return {};
}

Expected<void> check(State& state, const Common& common) {
  constexpr const char* kOutHint = "give a folder for the tables";
  constexpr int kNoLimit = 1'000'000'000;
  if (!state.merge.empty()) {
    if (auto ok = check_merge(state); !ok) return ok;
    return require_option(state.arguments, "--out", state.out, kOutHint);
  }
  if (auto ok = check_dataset(state, common, kOutHint, kNoLimit, kNoLimit); !ok) return ok;
  const auto spec = state.options.resolve_common();
  if (!spec) return tl::unexpected(spec.error());
  if (auto ok = read_shard(state); !ok) return ok;
  if (auto ok = read_metrics(state); !ok) return ok;
  auto entries = parse_entries(state.methods, state.options.common_fields());
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

int print_size(const EvaluationJob& job, const Common& common) {
  EvaluationObserver observer;
  if (!common.quiet) observer.on_message = print_message;
  const auto size = evaluation_size(job, observer);
  if (!size) return fail(size.error());
  if (common.json)
    print_json({{"photos", size->photos},
                {"of", size->all_photos},
                {"classifiers", job.classifiers.size()},
                {"methods", job.entries.size()},
                {"maps", size->maps}});
  else
    std::cout << "photos: " << size->photos << " of " << size->all_photos
              << "; classifiers: " << job.classifiers.size() << "; methods: " << job.entries.size()
              << "; maps: " << size->maps << '\n';
  return 0;
}

}  // namespace

Expected<int> evaluate(const EvaluationJob& job, const Common& common, const EngineApi& api) {
  // Checked first, so that no folder is created if nothing can be measured.
  if (const auto size = evaluation_size(job, {}); !size) return tl::unexpected(size.error());
  if (const auto out = check_writable(job.out); !out) return tl::unexpected(out.error());
  using Clock = std::chrono::steady_clock;
  auto last_message = Clock::now();
  EvaluationObserver observer;
  if (!common.quiet) {
    observer.on_message = print_message;
    observer.on_progress = [&](const ClassifierCard& card, std::size_t rows_done,
                               std::size_t rows_total, double seconds_left) {
      constexpr auto kPeriod = std::chrono::seconds(5);
      if (Clock::now() - last_message < kPeriod) return;
      last_message = Clock::now();
      print_message(card.id + ": " + std::to_string(rows_done) + " of " +
                    std::to_string(rows_total) + " rows" +
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

Command evaluate_command(CommandLine& program, Common& common) {
  const auto state = std::make_shared<State>();
  state->arguments = program.add_command(
      "evaluate", "Compare methods on many photos, with confidence intervals and paired tests");
  Arguments& arguments = state->arguments;
  std::string defaults, help;
  for (const auto& group : metric_groups()) {
    if (group.name.empty()) continue;
    if (group.is_default()) defaults += (defaults.empty() ? "" : ",") + group.name;
    help += group.name + ": " + group.description + ". ";
  }
  state->metrics_text = defaults;
  arguments.add_option(
      "--methods", state->methods,
      "comma-separated list of methods, each with its default infiller or with :INFILL "
      "and @SETTING=VALUE, and of the baselines max, center and bbox; the others are "
      "tested against the first",
      {"M[:I][@S=V],..."});
  arguments.add_option("--metrics", state->metrics_text, help, {"LIST", defaults});
  arguments.add_option("--shard", state->shard_text,
                       "measure one part of the photos; 2/8 is the second of eight", {"I/N"});
  arguments.add_option("--merge", state->merge,
                       "merge the folders of finished shards into --out; measures nothing",
                       {"DIR ...", {}, false, false, 1'000'000});
  arguments.add_flag(
      "--dry-run", state->dry_run,
      "check options, photos and boxes and print the number of maps; measures nothing");
  arguments.add_flag("--resume", state->resume,
                     "continue the evaluation in --out where it was interrupted");
  add_dataset(*state, "number of photos, selected at even distances; all by default",
              "folder for the tables", field_keys({SpecScope::setting, SpecScope::machine}));
  add_common(arguments, common);
  return {arguments.command(), [state, &common] { return check(*state, common); },
          [state] { return state->merge.empty() && !state->dry_run; },
          [state, &common](const EngineApi& api) {
            if (!state->merge.empty()) return merge_evaluations(state->merge, state->out, common);
            if (state->dry_run) return print_size(state->job, common);
            const auto code = evaluate(state->job, common, api);
            return code ? *code : fail(code.error());
          }};
}

}  // namespace fido::cli
