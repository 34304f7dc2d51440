// Opens the engine module, and with it LibTorch. Both programs do so late, because LibTorch takes
// half a second to load, and neither the help nor the window should wait for it.
#pragma once

#include <memory>

#include "core/base/error.h"
#include "core/engine/engine_api.h"
#include "core/run/engine.h"

namespace fido {

// Opens the module beside the core library, once. It stays open until the process ends, because
// LibTorch cannot be unloaded. Thread-safe. Errors (failed): the module is absent or incompatible.
Expected<EngineApi> load_engine_api();

// Returns an engine of the module. If the module cannot be opened, every function of the returned
// engine fails with that error.
std::unique_ptr<Engine> load_engine();

}  // namespace fido
