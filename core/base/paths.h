// Where the parts of the program lie, in the build tree as when installed
// (cmake/FidoscopeLayout.cmake).
#pragma once

#include <filesystem>

namespace fido {

// The folder of the core library, in which the engine module lies, too.
std::filesystem::path library_folder();

// The folder with models, sample photos, labels and tours: $FIDOSCOPE_RESOURCES where it is set,
// otherwise share/fidoscope under the installation's prefix (or the build tree). It may be absent.
std::filesystem::path data_folder();

}  // namespace fido
