// The entry point of the engine module, which engine_loader.cpp opens.
#include "core/base/process.h"
#include "core/engine/engine_api.h"

// Has C linkage so that dlsym() finds the name. Both sides are built together, so EngineApi is the
// same type.
extern "C" __attribute__((visibility("default"))) void fidoscope_engine_api(fido::EngineApi* api) {
  fido::prepare_process();
  *api = {&fido::make_engine, &fido::bench, &fido::train};
}
