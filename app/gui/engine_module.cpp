// The engine as a module for load_engine.cpp.
#include "core/run/engine.h"
#include "core/run/process.h"

// Plain C so that the name can be looked up; both sides are built together, so the type is one.
extern "C" __attribute__((visibility("default"))) fido::Engine* fidoscope_new_engine() {
  fido::prepare_process();
  return fido::make_engine().release();
}
