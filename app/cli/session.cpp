#include "app/cli/session.h"

#include <chrono>
#include <utility>

#include "app/cli/console.h"

namespace fido::cli {
namespace {

constexpr auto kPollPeriod = std::chrono::milliseconds(50);

}  // namespace

Session::~Session() {
  // Joining the worker would wait for its current step, load or forward passes; the process ends
  // with exit_immediately() instead.
  if (is_interrupted()) static_cast<void>(runner_.release());
}

template <class T>
Expected<T> Session::wait_for(RequestId id, std::vector<Tagged<T>> Updates::*results,
                              const std::function<void(const Step&)>& on_step) {
  for (;;) {
    if (is_interrupted()) return tl::unexpected(interruption_error());
    if (!runner_->wait(kPollPeriod)) continue;
    Updates updates = runner_->drain();
    if (on_step && !updates.steps.empty()) on_step(updates.steps.back());
    for (auto& result : updates.*results)
      if (result.id == id) return std::move(result.value);
    for (auto& error : updates.errors)
      if (error.id == id) return tl::unexpected(std::move(error.value));
  }
}

Expected<std::shared_ptr<const ClassifierInfo>> Session::load(const ClassifierCard& card,
                                                              const RunSpec& spec) {
  return wait_for(runner_->load(card, spec), &Updates::loaded);
}

Expected<Classification> Session::classify(ImagePtr photo, int top) {
  return wait_for(runner_->classify(std::move(photo), top), &Updates::classified);
}

Expected<std::shared_ptr<const MaskAnswer>> Session::answer(MaskQuestion question) {
  return wait_for(runner_->ask(std::move(question)), &Updates::answers);
}

Expected<std::shared_ptr<const RunResult>> Session::run(
    const RunSpec& spec, const ClassifierCard& card, ImagePtr photo,
    const std::function<void(const Step&)>& on_step, std::shared_ptr<const Plane> mask) {
  // Only the result is needed, so no snapshots are taken.
  const auto id = runner_->start(spec, card, std::move(photo), false, std::move(mask));
  if (!id) return tl::unexpected(id.error());
  return wait_for(*id, &Updates::finished, on_step);
}

}  // namespace fido::cli
