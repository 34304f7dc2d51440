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

// About 30 maps a second is what an eye can use; counterfactuals cost a forward, so they may take a
// twentieth of the time.
constexpr auto kSnapshotPeriod = std::chrono::milliseconds(33);
constexpr auto kCounterfactualPeriod = std::chrono::milliseconds(250);
constexpr int kCounterfactualShare = 20;
// After an answer to one of a row of edits, for the next; and how long a run may be held up by
// them.
constexpr auto kHold = std::chrono::milliseconds(60);
constexpr auto kStepAtLeast = std::chrono::milliseconds(3000);
constexpr int kKeyFrames = 150;

struct LoadCommand {
  RequestId id;
  ClassifierCard card;
  RunSpec spec;
};
struct ClassifyCommand {
  RequestId id;
  ImagePtr photo;
  int top;
};
struct StartCommand {
  RequestId id;
  RunSpec spec;
  ClassifierCard card;
  ImagePtr photo;
  bool watched;
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
  MakeEngine make;
  std::function<void()> wake;

  mutable std::mutex mutex;
  std::condition_variable work;  // something for the worker
  std::condition_variable news;  // something to drain
  RunState state = RunState::idle;
  RequestId last_id = 0;
  std::deque<Command> commands;
  std::optional<Tagged<MaskQuestion>> question, later;
  bool edit_taken = false;      // the worker's alone
  bool question_edits = false;  // `question` is one of a row
  // The worker's alone: until when no step begins, and when one begins in spite of edits.
  Clock::time_point hold_until{}, step_due{};
  bool quit = false;
  Updates out;
  bool fresh = false;  // `out` holds something not drained yet

  std::unique_ptr<Engine> engine;  // the worker's alone
  std::thread worker;

  // Lets `change` write into the outbox and wakes the owner once a batch.
  template <class F>
  void publish(F change) {
    bool call = false;
    {
      const std::lock_guard lock(mutex);
      change(out);
      call = !std::exchange(fresh, true);
    }
    news.notify_all();
    if (call && wake) wake();
  }

  // An exception out of the engine is a failed request, never a dead worker.
  template <class F>
  auto guarded(F call) -> decltype(call()) {
    try {
      return call();
    } catch (const std::exception& e) {
      return tl::unexpected(to_error(e, "the engine"));
    } catch (...) {
      return run_error("the engine failed without a word");
    }
  }

  void fail(RequestId id, Error error) {
    publish([&](Updates& u) { u.errors.push_back({id, std::move(error)}); });
  }

  void serve(LoadCommand command) {
    auto info = guarded([&] { return engine->load(command.card, command.spec); });
    if (!info) return fail(command.id, info.error());
    publish([&](Updates& u) {
      u.loaded.push_back({command.id, std::make_shared<ClassifierInfo>(std::move(*info))});
    });
  }

  void serve(ClassifyCommand command) {
    auto answer = guarded([&] { return engine->classify(*command.photo, command.top); });
    if (!answer) return fail(command.id, answer.error());
    publish([&](Updates& u) { u.classified.push_back({command.id, std::move(*answer)}); });
  }

  void serve(Tagged<MaskQuestion> asked) {
    auto answer = guarded([&] { return engine->answer(asked.value); });
    if (edit_taken) hold_until = std::min(Clock::now() + kHold, step_due);
    if (!answer) return fail(asked.id, answer.error());
    publish([&](Updates& u) {
      u.answers.push_back({asked.id, std::make_shared<MaskAnswer>(std::move(*answer))});
    });
  }

  // Takes what may be served between two steps. A load waits for the run's end, and so does all
  // that came after it.
  bool take_between_steps(std::optional<ClassifyCommand>& classify,
                          std::optional<Tagged<MaskQuestion>>& asked) {
    if (!commands.empty() && std::holds_alternative<ClassifyCommand>(commands.front())) {
      classify = std::get<ClassifyCommand>(std::move(commands.front()));
      commands.pop_front();
    }
    if (commands.empty()) asked = take_question();
    return classify || asked;
  }

  std::optional<Tagged<MaskQuestion>> take_question() {
    edit_taken = question && question_edits;
    return std::exchange(question ? question : later, std::nullopt);
  }

  // Serves requests and waits out a pause. False when the run is to end.
  bool between_steps() {
    for (;;) {
      std::optional<ClassifyCommand> classify;
      std::optional<Tagged<MaskQuestion>> asked;
      {
        std::unique_lock lock(mutex);
        for (;;) {
          if (quit || state == RunState::stopping) return false;
          if (take_between_steps(classify, asked)) break;
          if (state == RunState::paused) {
            work.wait(lock);
          } else if (Clock::now() < hold_until) {
            work.wait_until(lock, hold_until);
          } else {
            step_due = Clock::now() + kStepAtLeast;
            return true;
          }
        }
      }
      if (classify) serve(std::move(*classify));
      if (asked) serve(std::move(*asked));
    }
  }

  void end(RunState last, RequestId id, std::optional<Error> error,
           std::shared_ptr<const RunResult> result = {}) {
    publish([&](Updates& u) {
      state = last;
      if (error) u.errors.push_back({id, std::move(*error)});
      if (result) u.finished.push_back({id, std::move(result)});
    });
  }

  void serve(StartCommand command) {
    auto info = guarded([&] { return engine->load(command.card, command.spec); });
    if (!info) return end(RunState::failed, command.id, info.error());
    auto begun =
        guarded([&] { return engine->explain(command.spec, command.photo, command.mask); });
    if (!begun) return end(RunState::failed, command.id, begun.error());
    Explanation& run = **begun;

    bool go = false;
    publish([&](Updates& u) {
      go = state == RunState::loading;
      if (go) state = RunState::running;
      u.loaded.push_back({command.id, std::make_shared<ClassifierInfo>(std::move(*info))});
    });
    const int stride = std::max(1, run.iterations() / kKeyFrames);
    int steps = 0;
    const auto drop = [&] { return guarded([&]() -> Expected<Plane> { return run.drop(); }); };
    if (go && command.watched) {
      auto first = drop();
      if (!first) return end(RunState::failed, command.id, first.error());
      publish([&](Updates& u) { u.frames.push_back({0, std::move(*first)}); });
    }

    // The first map is shown at once, the first counterfactual with it.
    auto map_due = Clock::now();
    auto counterfactual_due = map_due;
    while (go && !run.done() && between_steps()) {
      const auto step = guarded([&] { return run.step(); });
      if (!step) return end(RunState::failed, command.id, step.error());
      ++steps;

      std::optional<Plane> frame;
      std::shared_ptr<const Snapshot> snapshot;
      if (command.watched) {
        if (steps % stride == 0 || run.done()) {
          auto now_dropped = drop();
          if (!now_dropped) return end(RunState::failed, command.id, now_dropped.error());
          frame = std::move(*now_dropped);
        }
        const auto now = Clock::now();
        if (now >= map_due || run.done()) {
          const bool with_counterfactual = now >= counterfactual_due || run.done();
          auto taken = guarded([&] { return run.snapshot(with_counterfactual); });
          if (!taken) return end(RunState::failed, command.id, taken.error());
          snapshot = std::make_shared<Snapshot>(std::move(*taken));
          const auto after = Clock::now();
          map_due = now + kSnapshotPeriod;
          if (with_counterfactual)
            counterfactual_due =
                after + std::max<Clock::duration>(kCounterfactualPeriod,
                                                  (after - now) * kCounterfactualShare);
        }
      }
      publish([&](Updates& u) {
        u.steps.push_back(*step);
        if (frame) u.frames.push_back({steps, std::move(*frame)});
        if (snapshot) u.snapshot = std::move(snapshot);
      });
    }
    bool abandoned = false;
    {
      const std::lock_guard lock(mutex);
      abandoned = quit;
    }
    if (abandoned || steps == 0)
      return end(RunState::idle, command.id,
                 Error{ErrorCode::interrupted, "stopped before the first step"});
    auto result =
        guarded([&] { return run.result([&] { return run.done() && between_steps(); }); });
    if (!result) return end(RunState::failed, command.id, result.error());
    end(RunState::idle, command.id, std::nullopt, std::make_shared<RunResult>(std::move(*result)));
  }

  void loop() {
    auto made = guarded([&]() -> Expected<std::unique_ptr<Engine>> { return make(); });
    engine = made ? std::move(*made) : std::make_unique<FailedEngine>(made.error());
    for (;;) {
      std::optional<Command> command;
      std::optional<Tagged<MaskQuestion>> asked;
      {
        std::unique_lock lock(mutex);
        work.wait(lock, [&] { return quit || !commands.empty() || question || later; });
        if (quit) break;
        if (!commands.empty()) {
          command = std::move(commands.front());
          commands.pop_front();
          if (const auto* start = std::get_if<StartCommand>(&*command)) {
            // What nobody drained of the run before is in its RunResult.
            out.run = start->id;
            out.steps.clear();
            out.frames.clear();
            out.snapshot.reset();
          }
        } else {
          asked = take_question();
        }
      }
      if (command) std::visit([&](auto&& c) { serve(std::move(c)); }, std::move(*command));
      if (asked) serve(std::move(*asked));
    }
    engine.reset();
  }

  template <class C>
  RequestId enqueue(C command) {
    const RequestId id = command.id;
    commands.emplace_back(std::move(command));
    work.notify_one();
    return id;
  }

  // One legal move; called with the lock held.
  Expected<void> require(const char* what, std::initializer_list<RunState> from) const {
    if (std::find(from.begin(), from.end(), state) != from.end()) return {};
    return usage_error(std::string("cannot ") + what + " while " + to_string(state));
  }

  Expected<void> control(const char* what, std::initializer_list<RunState> from, RunState to) {
    Expected<void> moved;
    publish([&](Updates&) {
      moved = require(what, from);
      if (moved) state = to;
    });
    work.notify_one();
    return moved;
  }
};

Runner::Runner(MakeEngine make, std::function<void()> wake) : impl_(std::make_unique<Impl>()) {
  impl_->make = std::move(make);
  impl_->wake = std::move(wake);
  impl_->worker = std::thread([impl = impl_.get()] { impl->loop(); });
}

Runner::~Runner() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->quit = true;
  }
  impl_->work.notify_one();
  impl_->worker.join();
}

RequestId Runner::load(ClassifierCard card, RunSpec spec) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->enqueue(LoadCommand{++impl_->last_id, std::move(card), std::move(spec)});
}

RequestId Runner::classify(ImagePtr photo, int top) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->enqueue(ClassifyCommand{++impl_->last_id, std::move(photo), top});
}

RequestId Runner::ask(MaskQuestion question, Urgency urgency) {
  const std::lock_guard lock(impl_->mutex);
  if (urgency != Urgency::later) impl_->question_edits = urgency == Urgency::edit;
  (urgency == Urgency::later ? impl_->later : impl_->question) = {++impl_->last_id,
                                                                  std::move(question)};
  impl_->work.notify_one();
  return impl_->last_id;
}

Expected<RequestId> Runner::start(RunSpec spec, ClassifierCard card, ImagePtr photo, bool watched,
                                  std::shared_ptr<const Plane> mask) {
  if (auto ok = validate(spec); !ok) return tl::unexpected(ok.error());
  Expected<RequestId> begun;
  impl_->publish([&](Updates&) {
    if (auto ok = impl_->require("start", {RunState::idle, RunState::failed}); !ok) {
      begun = tl::unexpected(ok.error());
      return;
    }
    impl_->state = RunState::loading;
    begun = impl_->enqueue(StartCommand{++impl_->last_id, std::move(spec), std::move(card),
                                        std::move(photo), watched, std::move(mask)});
  });
  return begun;
}

Expected<void> Runner::pause() {
  return impl_->control("pause", {RunState::running}, RunState::paused);
}

Expected<void> Runner::resume() {
  return impl_->control("resume", {RunState::paused}, RunState::running);
}

Expected<void> Runner::stop() {
  return impl_->control("stop", {RunState::loading, RunState::running, RunState::paused},
                        RunState::stopping);
}

RunState Runner::state() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->state;
}

Updates Runner::drain() {
  const std::lock_guard lock(impl_->mutex);
  Updates next;
  next.run = impl_->out.run;
  Updates taken = std::exchange(impl_->out, std::move(next));
  taken.state = impl_->state;
  impl_->fresh = false;
  return taken;
}

bool Runner::wait(std::chrono::milliseconds limit) {
  std::unique_lock lock(impl_->mutex);
  return impl_->news.wait_for(lock, limit, [&] { return impl_->fresh; });
}

}  // namespace fido
