#include "core/engine/engine_loader.h"

#include <dlfcn.h>

#include <string>

#include "core/base/paths.h"
#include "core/run/failed_engine.h"

namespace fido {
namespace {

Expected<EngineApi> open_module() {
  const auto path = library_folder() / "fidoscope-engine.so";
  void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  using GetApi = void (*)(EngineApi*);
  const auto get_api =
      module ? reinterpret_cast<GetApi>(dlsym(module, "fidoscope_engine_api")) : nullptr;
  if (!get_api) {
    const char* reason = dlerror();
    return run_error("the engine cannot be loaded (" +
                     std::string(reason ? reason : path.string()) +
                     "); reinstall or rebuild Fidoscope");
  }
  EngineApi api;
  get_api(&api);
  return api;
}

}  // namespace

Expected<EngineApi> load_engine_api() {
  static const Expected<EngineApi> api = open_module();
  return api;
}

std::unique_ptr<Engine> load_engine() {
  const auto api = load_engine_api();
  return api ? api->make_engine() : std::make_unique<FailedEngine>(api.error());
}

}  // namespace fido
