// The engine as a module for engine_loader.cpp.
#include "core/base/process.h"
#include "core/engine/engine_api.h"

// Plain C so that the name can be looked up; both sides are built together, so the type is one.
extern "C" __attribute__((visibility("default"))) void fidoscope_engine_api(fido::EngineApi* api) {
  fido::prepare_process();
  *api = {&fido::make_engine, &fido::bench, &fido::train};
}
