// An engine without a network: what it answers is known beforehand, and the test decides when a
// step may end.
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
  // While closed, every step waits until it is let through.
  void closeGate();
  void openGate();
  void letThrough(int steps);
  // For the engine.
  void passGate();
  // While held, no classifier loads.
  std::atomic<bool> hold_load{false};
  // While held, no question about a mask is answered.
  std::atomic<bool> hold_answers{false};

  std::atomic<bool> fail_next_load{false}, fail_next_classify{false}, fail_next_step{false},
      fail_next_answer{false};
  // What a broken engine does: an exception out of a function that promises none.
  std::atomic<bool> throw_in_drop{false}, throw_in_snapshot{false};
  // Called, if set, while a run is asked for its drop probability; set it when no run is there.
  std::function<void()> in_drop;
  std::atomic<int> loads{0}, classifications{0}, answers{0}, steps{0};
  std::atomic<bool> in_step{false}, in_answer{false};
  // the mask of the last run; read it when none is being started
  std::shared_ptr<const Plane> given;

 private:
  std::mutex mutex_;
  std::condition_variable moved_;
  bool closed_ = false;
  int allowed_ = 0;
};

// Four classes: tabby .61, lynx .21, tiger cat .10, teapot .08. A run's drop map converges to a
// disc that is kept (SSR) or dropped (SDR); the target's probability moves with the share that is
// dropped.
Runner::MakeEngine fake_engine(std::shared_ptr<FakeControl> control);

// p(target) that it answers for a mask (1 = kept), asked by hand or about a run's frame.
double fake_answer(const Plane& mask, int target = 0);

// A card for the fake, written into `folder` with a file it can point to.
ClassifierCard fake_card(const std::filesystem::path& folder, const std::string& id,
                         const std::string& name);

}  // namespace fido
