// Includes CLI11, which takes seconds to compile. All other files include this one, which is
// precompiled.
#pragma once

#include <CLI/CLI.hpp>
