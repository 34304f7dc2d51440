// The functions of the engine module, as plain pointers, because the module is opened at run time.
#pragma once

#include <functional>
#include <memory>

#include "core/base/error.h"
#include "core/engine/bench.h"
#include "core/run/engine.h"
#include "core/train/train.h"

namespace fido {

struct EngineApi {
  std::unique_ptr<Engine> (*make_engine)() = nullptr;
  Expected<BenchResult> (*bench)(const ClassifierCard&, const RunSpec&, const ImagePtr&,
                                 int rounds) = nullptr;
  Expected<TrainResult> (*train)(const TrainSpec&,
                                 const std::function<bool(const TrainProgress&)>&) = nullptr;
};

}  // namespace fido
