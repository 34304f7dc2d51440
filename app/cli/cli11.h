// CLI11, which takes seconds to compile: the one file that includes it, precompiled for the others.
#pragma once

#include <CLI/CLI.hpp>
