// What an evaluation needs of an engine: whole runs and answers, waited for. The command line's
// session is one; tests have their own.
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

  // Each returns Error{interrupted} soon after the user has asked for an end.
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
