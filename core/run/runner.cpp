#include "core/run/runner.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <variant>

#include "core/base/exceptions.h"
#include "core/run/failed_engine.h"

namespace fido {
namespace {

using Clock = std::chrono::steady_clock;

// More than about 30 maps a second cannot be seen. A counterfactual costs a forward pass, so
// counterfactuals may take at most a twentieth of the time.
constexpr auto kSnapshotPeriod = std::chrono::milliseconds(33);
constexpr auto kCounterfactualPeriod = std::chrono::milliseconds(250);
constexpr int kCounterfactualCostFactor = 20;
// The wait for the next edit after the answer to an edit, and the longest time without a step that
// edits may cause.
constexpr auto kEditWait = std::chrono::milliseconds(60);
constexpr auto kMaxStepDelay = std::chrono::milliseconds(3000);
constexpr int kKeyFrames = 150;  // the approximate number per run

struct LoadCommand {
  RequestId id;
  ClassifierCard card;
  RunSpec spec;
};
struct ClassifyCommand {
  RequestId id;
  ImagePtr photo;
  int top_k;
};
struct StartCommand {
  RequestId id;
  RunSpec spec;
  ClassifierCard card;
  ImagePtr photo;
  bool with_snapshots;
  std::shared_ptr<const Plane> mask;
};
using Command = std::variant<LoadCommand, ClassifyCommand, StartCommand>;

}  // namespace

const char* to_string(RunState state) {
  switch (state) {
    case RunState::idle:
      return "idle";
    case RunState::loading:
      return "loading";
    case RunState::running:
      return "running";
    case RunState::paused:
      return "paused";
    case RunState::stopping:
      return "stopping";
    case RunState::failed:
      return "failed";
  }
  return "?";
}

bool Updates::empty() const {
  return loaded.empty() && classified.empty() && answers.empty() && errors.empty() &&
         steps.empty() && frames.empty() && !snapshot && finished.empty();
}

struct Runner::Impl {
  MakeEngine create_engine;
  std::function<void()> wake;

  mutable std::mutex mutex;
  std::condition_variable work_available;     // for the worker
  std::condition_variable updates_available;  // for drain()
  RunState state = RunState::idle;
  RequestId last_id = 0;
  std::deque<Command> commands;
  std::optional<Tagged<MaskQuestion>> question, deferred_question;
  bool question_is_edit = false;
  bool quit = false;
  Updates outbox;
  bool has_updates = false;  // `outbox` has not been drained

  // Used by the worker alone. No step begins before no_step_before, which edits postpone up to
  // step_deadline.
  bool answering_edit = false;
  Clock::time_point no_step_before{}, step_deadline{};
  std::unique_ptr<Engine> engine;

  std::thread worker;

  // Calls `change` with the outbox, and wakes the owner if the outbox had been drained.
  template <class F>
  void publish(F change) {
    bool should_wake = false;
    {
      const std::lock_guard lock(mutex);
      change(outbox);
      should_wake = !std::exchange(has_updates, true);
    }
    updates_available.notify_all();
    if (should_wake && wake) wake();
  }

  // Turns an exception from the engine into the error of a request, so that it does not end the
  // worker.
  template <class F>
  auto guarded(F call) -> decltype(call()) {
    try {
      return call();
    } catch (const std::exception& e) {
      return tl::unexpected(to_error(e, "the engine"));
    } catch (...) {
      return run_error("the engine failed for an unknown reason; please report it");
    }
  }

  void publish_error(RequestId id, Error error) {
    publish([&](Updates& u) { u.errors.push_back({id, std::move(error)}); });
  }

  void serve(LoadCommand command) {
    auto info = guarded([&] { return engine->load(command.card, command.spec); });
    if (!info) return publish_error(command.id, info.error());
    publish([&](Updates& u) {
      u.loaded.push_back({command.id, std::make_shared<ClassifierInfo>(std::move(*info))});
    });
  }

  void serve(ClassifyCommand command) {
    auto classification = guarded([&] { return engine->classify(*command.photo, command.top_k); });
    if (!classification) return publish_error(command.id, classification.error());
    publish([&](Updates& u) { u.classified.push_back({command.id, std::move(*classification)}); });
  }

  void serve(Tagged<MaskQuestion> request) {
    auto answer = guarded([&] { return engine->answer(request.value); });
    if (answering_edit) no_step_before = std::min(Clock::now() + kEditWait, step_deadline);
    if (!answer) return publish_error(request.id, answer.error());
    publish([&](Updates& u) {
      u.answers.push_back({request.id, std::make_shared<MaskAnswer>(std::move(*answer))});
    });
  }

  // Dequeues what may be served between two steps, and returns whether there is anything. A load
  // command waits for the end of the run, and so does everything behind it. Called with the lock
  // held.
  bool dequeue_between_steps(std::optional<ClassifyCommand>& classify,
                             std::optional<Tagged<MaskQuestion>>& request) {
    if (!commands.empty() && std::holds_alternative<ClassifyCommand>(commands.front())) {
      classify = std::get<ClassifyCommand>(std::move(commands.front()));
      commands.pop_front();
    }
    if (commands.empty()) request = dequeue_question();
    return classify || request;
  }

  // Called with the lock held.
  std::optional<Tagged<MaskQuestion>> dequeue_question() {
    answering_edit = question && question_is_edit;
    return std::exchange(question ? question : deferred_question, std::nullopt);
  }

  // Serves requests, and waits while the run is paused. Returns whether the run should continue.
  bool serve_between_steps() {
    for (;;) {
      std::optional<ClassifyCommand> classify;
      std::optional<Tagged<MaskQuestion>> request;
      {
        std::unique_lock lock(mutex);
        for (;;) {
          if (quit || state == RunState::stopping) return false;
          if (dequeue_between_steps(classify, request)) break;
          if (state == RunState::paused) {
            work_available.wait(lock);
          } else if (Clock::now() < no_step_before) {
            work_available.wait_until(lock, no_step_before);
          } else {
            step_deadline = Clock::now() + kMaxStepDelay;
            return true;
          }
        }
      }
      if (classify) serve(std::move(*classify));
      if (request) serve(std::move(*request));
    }
  }

  void finish_run(RunState final_state, RequestId id, std::optional<Error> error,
                  std::shared_ptr<const RunResult> result = {}) {
    publish([&](Updates& u) {
      state = final_state;
      if (error) u.errors.push_back({id, std::move(*error)});
      if (result) u.finished.push_back({id, std::move(result)});
    });
  }

  void serve(StartCommand command) {
    auto info = guarded([&] { return engine->load(command.card, command.spec); });
    if (!info) return finish_run(RunState::failed, command.id, info.error());
    auto explanation =
        guarded([&] { return engine->explain(command.spec, command.photo, command.mask); });
    if (!explanation) return finish_run(RunState::failed, command.id, explanation.error());
    Explanation& run = **explanation;

    bool should_run = false;  // false if the run was stopped while it loaded
    publish([&](Updates& u) {
      should_run = state == RunState::loading;
      if (should_run) state = RunState::running;
      u.loaded.push_back({command.id, std::make_shared<ClassifierInfo>(std::move(*info))});
    });
    const int key_frame_interval = std::max(1, run.iterations() / kKeyFrames);
    int steps = 0;
    const auto drop = [&] { return guarded([&]() -> Expected<Plane> { return run.drop(); }); };
    if (should_run && command.with_snapshots) {
      auto initial_drop = drop();
      if (!initial_drop) return finish_run(RunState::failed, command.id, initial_drop.error());
      publish([&](Updates& u) { u.frames.push_back({0, std::move(*initial_drop)}); });
    }

    // The first map is published at once, together with the first counterfactual.
    auto map_due = Clock::now();
    auto counterfactual_due = map_due;
    while (should_run && !run.done() && serve_between_steps()) {
      const auto step = guarded([&] { return run.step(); });
      if (!step) return finish_run(RunState::failed, command.id, step.error());
      ++steps;

      std::optional<Plane> frame;
      std::shared_ptr<const Snapshot> snapshot;
      if (command.with_snapshots) {
        if (steps % key_frame_interval == 0 || run.done()) {
          auto current_drop = drop();
          if (!current_drop) return finish_run(RunState::failed, command.id, current_drop.error());
          frame = std::move(*current_drop);
        }
        const auto now = Clock::now();
        if (now >= map_due || run.done()) {
          const bool with_counterfactual = now >= counterfactual_due || run.done();
          auto current = guarded([&] { return run.snapshot(with_counterfactual); });
          if (!current) return finish_run(RunState::failed, command.id, current.error());
          snapshot = std::make_shared<Snapshot>(std::move(*current));
          const auto after = Clock::now();
          map_due = now + kSnapshotPeriod;
          if (with_counterfactual)
            counterfactual_due =
                after + std::max<Clock::duration>(kCounterfactualPeriod,
                                                  (after - now) * kCounterfactualCostFactor);
        }
      }
      publish([&](Updates& u) {
        u.steps.push_back(*step);
        if (frame) u.frames.push_back({steps, std::move(*frame)});
        if (snapshot) u.snapshot = std::move(snapshot);
      });
    }
    bool is_abandoned = false;
    {
      const std::lock_guard lock(mutex);
      is_abandoned = quit;
    }
    if (is_abandoned || steps == 0)
      return finish_run(RunState::idle, command.id,
                        Error{ErrorCode::interrupted, "stopped before the first step"});
    auto result =
        guarded([&] { return run.result([&] { return run.done() && serve_between_steps(); }); });
    if (!result) return finish_run(RunState::failed, command.id, result.error());
    finish_run(RunState::idle, command.id, std::nullopt,
               std::make_shared<RunResult>(std::move(*result)));
  }

  void loop() {
    auto created = guarded([&]() -> Expected<std::unique_ptr<Engine>> { return create_engine(); });
    engine = created ? std::move(*created) : std::make_unique<FailedEngine>(created.error());
    for (;;) {
      std::optional<Command> command;
      std::optional<Tagged<MaskQuestion>> request;
      {
        std::unique_lock lock(mutex);
        work_available.wait(
            lock, [&] { return quit || !commands.empty() || question || deferred_question; });
        if (quit) break;
        if (!commands.empty()) {
          command = std::move(commands.front());
          commands.pop_front();
          if (const auto* start = std::get_if<StartCommand>(&*command)) {
            // Updates of the previous run that nobody has drained are in its RunResult.
            outbox.run = start->id;
            outbox.steps.clear();
            outbox.frames.clear();
            outbox.snapshot.reset();
          }
        } else {
          request = dequeue_question();
        }
      }
      if (command) std::visit([&](auto&& c) { serve(std::move(c)); }, std::move(*command));
      if (request) serve(std::move(*request));
    }
    engine.reset();
  }

  template <class C>
  RequestId enqueue(C command) {
    const RequestId id = command.id;
    commands.emplace_back(std::move(command));
    work_available.notify_one();
    return id;
  }

  // Checks that the state allows an action. Called with the lock held.
  Expected<void> require_state(const char* action, std::initializer_list<RunState> allowed) const {
    if (std::find(allowed.begin(), allowed.end(), state) != allowed.end()) return {};
    return usage_error(std::string("cannot ") + action + " while " + to_string(state));
  }

  Expected<void> change_state(const char* action, std::initializer_list<RunState> allowed,
                              RunState new_state) {
    Expected<void> outcome;
    publish([&](Updates&) {
      outcome = require_state(action, allowed);
      if (outcome) state = new_state;
    });
    work_available.notify_one();
    return outcome;
  }
};

Runner::Runner(MakeEngine create_engine, std::function<void()> wake)
    : impl_(std::make_unique<Impl>()) {
  impl_->create_engine = std::move(create_engine);
  impl_->wake = std::move(wake);
  impl_->worker = std::thread([impl = impl_.get()] { impl->loop(); });
}

Runner::~Runner() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->quit = true;
  }
  impl_->work_available.notify_one();
  impl_->worker.join();
}

RequestId Runner::load(ClassifierCard card, RunSpec spec) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->enqueue(LoadCommand{++impl_->last_id, std::move(card), std::move(spec)});
}

RequestId Runner::classify(ImagePtr photo, int top_k) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->enqueue(ClassifyCommand{++impl_->last_id, std::move(photo), top_k});
}

RequestId Runner::ask(MaskQuestion question, Urgency urgency) {
  const std::lock_guard lock(impl_->mutex);
  const RequestId id = ++impl_->last_id;
  if (urgency == Urgency::later) {
    impl_->deferred_question = {id, std::move(question)};
  } else {
    impl_->question_is_edit = urgency == Urgency::edit;
    impl_->question = {id, std::move(question)};
  }
  impl_->work_available.notify_one();
  return id;
}

Expected<RequestId> Runner::start(RunSpec spec, ClassifierCard card, ImagePtr photo,
                                  bool with_snapshots, std::shared_ptr<const Plane> mask) {
  if (auto ok = validate(spec); !ok) return tl::unexpected(ok.error());
  Expected<RequestId> id;
  impl_->publish([&](Updates&) {
    if (auto ok = impl_->require_state("start", {RunState::idle, RunState::failed}); !ok) {
      id = tl::unexpected(ok.error());
      return;
    }
    impl_->state = RunState::loading;
    id = impl_->enqueue(StartCommand{++impl_->last_id, std::move(spec), std::move(card),
                                     std::move(photo), with_snapshots, std::move(mask)});
  });
  return id;
}

Expected<void> Runner::pause() {
  return impl_->change_state("pause", {RunState::running}, RunState::paused);
}

Expected<void> Runner::resume() {
  return impl_->change_state("resume", {RunState::paused}, RunState::running);
}

Expected<void> Runner::stop() {
  return impl_->change_state("stop", {RunState::loading, RunState::running, RunState::paused},
                             RunState::stopping);
}

RunState Runner::state() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->state;
}

Updates Runner::drain() {
  const std::lock_guard lock(impl_->mutex);
  Updates next;
  next.run = impl_->outbox.run;
  Updates updates = std::exchange(impl_->outbox, std::move(next));
  updates.state = impl_->state;
  impl_->has_updates = false;
  return updates;
}

bool Runner::wait(std::chrono::milliseconds timeout) {
  std::unique_lock lock(impl_->mutex);
  return impl_->updates_available.wait_for(lock, timeout, [&] { return impl_->has_updates; });
}

}  // namespace fido
