// Locates the parts of the program, in the build tree and after installation
// (cmake/FidoscopeLayout.cmake).
#pragma once

#include <filesystem>

namespace fido {

// Returns the folder of the core library, which also contains the engine module.
std::filesystem::path library_folder();

// Returns the folder with models, sample photos, labels and tours: $FIDOSCOPE_RESOURCES if it is
// set, otherwise share/fidoscope under the installation prefix (or the build tree). The folder may
// not exist.
std::filesystem::path data_folder();

}  // namespace fido
