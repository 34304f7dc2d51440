// A Runner with blocking calls. Every call returns soon after Ctrl-C.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/command.h"
#include "core/evaluate/evaluation_engine.h"
#include "core/run/runner.h"

namespace fido::cli {

class Session : public EvaluationEngine {
 public:
  explicit Session(const EngineApi& api) : runner_(std::make_unique<Runner>(api.make_engine)) {}
  ~Session() override;

  Expected<std::shared_ptr<const ClassifierInfo>> load(const ClassifierCard& card,
                                                       const RunSpec& spec) override;
  Expected<Classification> classify(ImagePtr photo, int top) override;
  Expected<std::shared_ptr<const MaskAnswer>> answer(MaskQuestion question) override;
  Expected<std::shared_ptr<const RunResult>> run(const RunSpec& spec, const ClassifierCard& card,
                                                 ImagePtr photo) override {
    return run(spec, card, std::move(photo), {});
  }
  // The same. `on_step` is called with the latest step of the run, so not with every step.
  Expected<std::shared_ptr<const RunResult>> run(const RunSpec& spec, const ClassifierCard& card,
                                                 ImagePtr photo,
                                                 const std::function<void(const Step&)>& on_step,
                                                 std::shared_ptr<const Plane> mask = {});

 private:
  template <class T>
  Expected<T> wait_for(RequestId id, std::vector<Tagged<T>> Updates::*results,
                       const std::function<void(const Step&)>& on_step = {});

  std::unique_ptr<Runner> runner_;
};

}  // namespace fido::cli
