#include "app/cli/session.h"

#include <chrono>
#include <utility>

#include "app/cli/console.h"

namespace fido::cli {
namespace {

constexpr auto kPoll = std::chrono::milliseconds(50);

}  // namespace

Session::~Session() {
  // Joining the worker would wait for the step, the load or the marginal's forwards that it is in;
  // leave() ends it.
  if (interrupted()) static_cast<void>(runner_.release());
}

template <class T>
Expected<T> Session::wait_for(RequestId id, std::vector<Tagged<T>> Updates::*where,
                              const std::function<void(const Step&)>& on_step) {
  for (;;) {
    if (interrupted()) return tl::unexpected(interruption());
    if (!runner_->wait(kPoll)) continue;
    Updates updates = runner_->drain();
    if (on_step && !updates.steps.empty()) on_step(updates.steps.back());
    for (auto& found : updates.*where)
      if (found.id == id) return std::move(found.value);
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
    const std::function<void(const Step&)>& on_step) {
  // The result alone is wanted: no snapshots.
  const auto id = runner_->start(spec, card, std::move(photo), false);
  if (!id) return tl::unexpected(id.error());
  return wait_for(*id, &Updates::finished, on_step);
}

}  // namespace fido::cli
