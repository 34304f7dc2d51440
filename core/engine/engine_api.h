// What the engine module offers the programs: plain function pointers, because it is opened late.
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
