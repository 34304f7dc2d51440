// One worker thread that owns the engine; requests go in, updates come out. Both programs use it.
//
// Every request returns at once with an id, and what it leads to carries that id. The owner may
// call every function from one thread at a time; nothing here waits for the worker but wait(),
// finish() and the destructor.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/run/engine.h"

namespace fido {

enum class RunState { idle, loading, running, paused, stopping, failed };
const char* to_string(RunState state);

using RequestId = std::uint64_t;  // 0 is none

template <class T>
struct Tagged {
  RequestId id = 0;
  T value;
};

// The drop probability at some step, kept for scrubbing.
struct KeyFrame {
  int iteration = 0;  // steps done
  Plane drop;         // [grid, grid]
};

// What happened since the last drain(), oldest first where order matters.
struct Updates {
  RunState state = RunState::idle;
  RequestId run = 0;  // the run that the state, steps, frames and snapshot belong to
  std::vector<Tagged<std::shared_ptr<const ClassifierInfo>>> loaded;
  std::vector<Tagged<Classification>> classified;
  std::vector<Tagged<std::shared_ptr<const MaskAnswer>>> answers;
  std::vector<Tagged<Error>> errors;         // of any request; the id says which
  std::vector<Step> steps;                   // of `run`; none is dropped
  std::vector<KeyFrame> frames;              // of `run`
  std::shared_ptr<const Snapshot> snapshot;  // the newest, if there is a new one
  std::vector<Tagged<std::shared_ptr<const RunResult>>> finished;  // whole or stopped runs

  bool empty() const;
};

// edit: one of a row, by a hand that moves. The next is likely to be there at once, so no step of a
// run begins for a moment after its answer: a step is longer than an answer, and the last edit of a
// stroke would wait for one. A run gets a step every few seconds all the same.
enum class Urgency { edit, now, later };

class Runner {
 public:
  using MakeEngine = std::function<std::unique_ptr<Engine>()>;
  // `wake` is called, from any thread, when drain() has something new and had nothing before: post
  // an event, do not block. `make` runs on the worker thread.
  explicit Runner(MakeEngine make, std::function<void()> wake = {});
  ~Runner();  // stops the run within one step and joins
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  RequestId load(ClassifierCard card, RunSpec spec);
  RequestId classify(ImagePtr photo, int top = 5);
  // Newest wins: a question not yet begun is replaced by one of the same urgency. Served between
  // two steps of a run, also while paused; what can wait, only when nothing urgent does.
  RequestId ask(MaskQuestion question, Urgency urgency = Urgency::now);

  // Errors (usage) when the state does not allow the move; nothing changes then.
  //   start: idle, failed   pause: running   resume: paused   stop: loading, running, paused
  // A run loads its classifier if another one is loaded. After stop the result so far arrives in
  // `finished`. `mask`: Engine::explain. `watched` false leaves out snapshots and key frames, for
  // programs that only want the result.
  Expected<RequestId> start(RunSpec spec, ClassifierCard card, ImagePtr photo, bool watched = true,
                            std::shared_ptr<const Plane> mask = {});
  Expected<void> pause();
  Expected<void> resume();
  Expected<void> stop();

  RunState state() const;
  Updates drain();
  // For programs without an event loop: until there is something to drain, at most so long. True if
  // there is.
  bool wait(std::chrono::milliseconds limit);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fido
