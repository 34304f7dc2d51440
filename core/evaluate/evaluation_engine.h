// The interface that an evaluation needs of an engine: blocking calls for whole runs and answers.
// The command line's Session implements it; tests have their own.
#pragma once

#include <functional>
#include <memory>

#include "core/base/error.h"
#include "core/model/card.h"
#include "core/run/engine.h"
#include "core/run/run_spec.h"

namespace fido {

class EvaluationEngine {
 public:
  virtual ~EvaluationEngine() = default;

  // Each call blocks, and returns Error{interrupted} soon after the user has interrupted.
  virtual Expected<std::shared_ptr<const ClassifierInfo>> load(const ClassifierCard& card,
                                                               const RunSpec& spec) = 0;
  virtual Expected<Classification> classify(ImagePtr photo, int top) = 0;
  virtual Expected<std::shared_ptr<const MaskAnswer>> answer(MaskQuestion question) = 0;
  virtual Expected<std::shared_ptr<const RunResult>> run(const RunSpec& spec,
                                                         const ClassifierCard& card,
                                                         ImagePtr photo) = 0;
};

using MakeEvaluationEngine = std::function<std::unique_ptr<EvaluationEngine>()>;

}  // namespace fido
