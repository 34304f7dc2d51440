// Finds the engine module beside the program (or in ../lib/fidoscope) and makes an engine. Called
// on the worker thread.
#pragma once

#include <memory>

#include "core/run/engine.h"

namespace fido {

// Where the module cannot be loaded: an engine whose every answer is that error.
std::unique_ptr<Engine> load_engine();

}  // namespace fido
