// Finds the files that come with the program: sample photos and class names.
#pragma once

#include <QString>
#include <vector>

#include "ui/window/welcome.h"

namespace fido::ui {

// Returns the first folder that exists of FIDOSCOPE_RESOURCES, share/fidoscope beside the program's
// folder, and the source tree. Empty if none does.
QString resource_folder();

// Returns the photos of samples/, titled by their file names.
std::vector<WelcomeSample> sample_photos();

// Returns the path of ImageNet's class names, for models without class names. Empty if the file
// does not exist.
QString imagenet_labels();

}  // namespace fido::ui
