#include "core/base/paths.h"

#include <dlfcn.h>

#include <cstdlib>

namespace fido {

namespace fs = std::filesystem;

fs::path library_folder() {
  Dl_info info{};
  if (dladdr(reinterpret_cast<const void*>(&library_folder), &info) == 0) return {};
  std::error_code ignored;
  const fs::path library = fs::weakly_canonical(info.dli_fname, ignored);
  return library.parent_path();
}

fs::path data_folder() {
  const char* resources = std::getenv("FIDOSCOPE_RESOURCES");
  if (resources != nullptr && *resources != '\0') return resources;
  return (library_folder() / FIDOSCOPE_DATA_FROM_LIBRARY).lexically_normal();
}

}  // namespace fido
