// Opens the engine module, and with it LibTorch. Both programs do so late: LibTorch takes half a
// second to load, which nobody should wait for to read the help or to see a window.
#pragma once

#include <memory>

#include "core/base/error.h"
#include "core/engine/engine_api.h"
#include "core/run/engine.h"

namespace fido {

// Opens the module beside the core library, once; it stays open until the process ends, because
// LibTorch cannot be unloaded. Thread-safe. Errors (failed): the module is absent or does not fit.
Expected<EngineApi> load_engine_api();

// Returns an engine of the module; where the module cannot be opened, an engine whose every answer
// is that error.
std::unique_ptr<Engine> load_engine();

}  // namespace fido
