// The rows of an evaluation's table: a method with its infiller and settings, or a baseline.
#pragma once

#include <string>
#include <vector>

#include "app/cli/options.h"

namespace fido::cli {

struct Entry {
  std::string method, infill;  // with the settings of its own; empty infill: a baseline
  RunSpec spec;
};

// "fido-ssr,fido-ssr:mean@grid=28@tv=0.01,center": methods with :infill or their own, what
// `options` say, and behind an @ what holds for this one alone; max, center and bbox are the rows
// of Table 1 and 2 that no method makes: the whole image, a centred box of half the area, the true
// box. Errors (usage).
Expected<std::vector<Entry>> read_entries(const std::string& text, const SpecOptions& options);

}  // namespace fido::cli
