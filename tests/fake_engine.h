// An engine without a network: its answers are known in advance, and the test decides when a step
// may end.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "core/run/runner.h"

namespace fido {

// Shared by the test and the engine on its worker thread.
class FakeControl {
 public:
  // While the gate is closed, every step waits until allowSteps() lets it through.
  void closeGate();
  void openGate();
  void allowSteps(int steps);
  // Called by the engine in every step; returns when the gate is open or a step is allowed.
  void passGate();
  // While true, no classifier finishes loading.
  std::atomic<bool> hold_load{false};
  // While true, no question about a mask is answered.
  std::atomic<bool> hold_answers{false};

  std::atomic<bool> fail_next_load{false}, fail_next_classify{false}, fail_next_step{false},
      fail_next_answer{false};
  // Simulate a broken engine: a function that promises no exception throws one.
  std::atomic<bool> throw_in_drop{false}, throw_in_snapshot{false};
  // Called, if set, whenever a run is asked for its drop probabilities; set it only while there is
  // no run.
  std::function<void()> on_drop;
  // What the masks of a run keep of the evidence, if it searches that; by default all.
  std::atomic<double> evidence_reached{1};
  // A run ends after so many steps even if more are asked for; 0: it does not.
  std::atomic<int> steps_to_settle{0};
  std::atomic<int> loads{0}, classifications{0}, answers{0}, steps{0};
  std::atomic<bool> in_step{false}, in_answer{false};
  // The mask that the last run was given; read it only while no run is being started.
  std::shared_ptr<const Plane> run_mask;

 private:
  std::mutex mutex_;
  std::condition_variable gate_changed_;
  bool is_closed_ = false;
  int allowed_steps_ = 0;
};

// Returns a factory of engines with four classes: tabby 0.61, lynx 0.21, tiger cat 0.10, teapot
// 0.08. A run's drop map converges to a disc that is kept (SSR) or dropped (SDR), and the target's
// probability changes with the share of dropped pixels.
Runner::MakeEngine fake_engine(std::shared_ptr<FakeControl> control);

// Returns the p(target) that the fake engine answers for a mask (1 = kept), whether the mask was
// painted by hand or is a run's frame.
double fake_answer(const Plane& mask, int target = 0);

// Writes a card for the fake engine into `folder`, with a model file that it can point to.
ClassifierCard fake_card(const std::filesystem::path& folder, const std::string& id,
                         const std::string& name);

}  // namespace fido
