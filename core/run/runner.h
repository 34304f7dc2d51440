// Runs the engine on a worker thread: requests go in, updates come out. Both programs use it.
//
// Every request returns at once with an id, and the updates that it causes carry that id. All
// functions must be called from one thread at a time. Only wait() and the destructor wait for the
// worker.
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

using RequestId = std::uint64_t;  // 0 stands for no request

template <class T>
struct Tagged {
  RequestId id = 0;
  T value;
};

// The drop probability at some step, for the timeline of the window.
struct KeyFrame {
  int iteration = 0;  // finished steps
  Plane drop;         // [grid, grid]
};

// Everything that happened since the last drain(), oldest first.
struct Updates {
  RunState state = RunState::idle;
  RequestId run = 0;  // the run that the state, steps, frames and snapshot belong to
  std::vector<Tagged<std::shared_ptr<const ClassifierInfo>>> loaded;
  std::vector<Tagged<Classification>> classified;
  std::vector<Tagged<std::shared_ptr<const MaskAnswer>>> answers;
  std::vector<Tagged<Error>> errors;         // of any request
  std::vector<Step> steps;                   // of `run`; none is left out
  std::vector<KeyFrame> frames;              // of `run`
  std::shared_ptr<const Snapshot> snapshot;  // the newest of `run`; null if there is no new one
  std::vector<Tagged<std::shared_ptr<const RunResult>>> finished;  // complete or stopped runs

  bool empty() const;
};

// How soon a mask question is answered.
enum class Urgency {
  // One of a series of edits, such as a brush stroke, whose next edit is likely to follow at once.
  // After its answer no step of a run begins for a moment: a step takes longer than an answer, and
  // the last edit of a stroke would have to wait for it. A run still gets a step every few seconds.
  edit,
  now,    // before the next step of a run
  later,  // when no urgent request is left
};

class Runner {
 public:
  using MakeEngine = std::function<std::unique_ptr<Engine>()>;
  // `create_engine` is called on the worker thread. `wake` is called from any thread when drain()
  // has updates and had none before; it must not block, but should post an event.
  explicit Runner(MakeEngine create_engine, std::function<void()> wake = {});
  ~Runner();  // stops the run within one step and joins the worker
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  RequestId load(ClassifierCard card, RunSpec spec);
  RequestId classify(ImagePtr photo, int top_k = 5);
  // Asks a mask question. It replaces a waiting question of the same urgency; `edit` and `now`
  // count as one. Questions are answered between two steps of a run, also while it is paused.
  RequestId ask(MaskQuestion question, Urgency urgency = Urgency::now);

  // Each function is allowed in these states:
  //   start: idle, failed   pause: running   resume: paused   stop: loading, running, paused
  // Errors (usage): the state does not allow the call; nothing changes then. start() loads the
  // classifier if another one is loaded, and passes `mask` to Engine::explain. With
  // `with_snapshots` false there are no snapshots and key frames, for programs that need only the
  // result. After stop() the result so far arrives in `finished`.
  Expected<RequestId> start(RunSpec spec, ClassifierCard card, ImagePtr photo,
                            bool with_snapshots = true, std::shared_ptr<const Plane> mask = {});
  Expected<void> pause();
  Expected<void> resume();
  Expected<void> stop();

  RunState state() const;
  // Returns the updates since the last call.
  Updates drain();
  // Waits until there are updates to drain, at most `timeout`, and returns whether there are. For
  // programs without an event loop.
  bool wait(std::chrono::milliseconds timeout);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fido
