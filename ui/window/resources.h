// Files the program brings along: sample photos, class names.
#pragma once

#include <QString>
#include <vector>

#include "ui/window/welcome.h"

namespace fido::ui {

// FIDOSCOPE_RESOURCES, share/fidoscope beside the program's folder, or the source tree: the first
// that is there. Empty when none is.
QString resource_folder();

// The photos of samples/, titled by their file names.
std::vector<WelcomeSample> sample_photos();

// The class names of ImageNet, for models that come without; empty when not there.
QString imagenet_labels();

}  // namespace fido::ui
