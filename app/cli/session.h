// A Runner that is waited for, with an ear for Ctrl-C.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "core/run/runner.h"

namespace fido::cli {

class Session {
 public:
  explicit Session(const EngineApi& api) : runner_(std::make_unique<Runner>(api.make_engine)) {}
  ~Session();

  // Each returns Error{interrupted} within a moment of Ctrl-C.
  Expected<std::shared_ptr<const ClassifierInfo>> load(const ClassifierCard& card,
                                                       const RunSpec& spec);
  Expected<Classification> classify(ImagePtr photo, int top);
  Expected<std::shared_ptr<const MaskAnswer>> ask(MaskQuestion question);
  Expected<std::shared_ptr<const RunResult>> run(const RunSpec& spec, const ClassifierCard& card,
                                                 ImagePtr photo,
                                                 const std::function<void(const Step&)>& on_step);

 private:
  template <class T>
  Expected<T> await(RequestId id, std::vector<Tagged<T>> Updates::*where,
                    const std::function<void(const Step&)>& on_step = {});

  std::unique_ptr<Runner> runner_;
};

}  // namespace fido::cli
