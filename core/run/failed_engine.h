// Stands for an engine that could not be created: every function returns the error.
#pragma once

#include <memory>
#include <utility>

#include "core/run/engine.h"

namespace fido {

class FailedEngine : public Engine {
 public:
  explicit FailedEngine(Error error) : error_(std::move(error)) {}

  Expected<ClassifierInfo> load(const ClassifierCard&, const RunSpec&) override {
    return tl::unexpected(error_);
  }
  Expected<Classification> classify(const Image&, int) override { return tl::unexpected(error_); }
  Expected<MaskAnswer> answer(const MaskQuestion&) override { return tl::unexpected(error_); }
  Expected<std::unique_ptr<Explanation>> explain(const RunSpec&, ImagePtr,
                                                 std::shared_ptr<const Plane>) override {
    return tl::unexpected(error_);
  }

 private:
  Error error_;
};

}  // namespace fido
