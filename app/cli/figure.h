// What the figures of the paper have in common: photos, classifiers, infillers.
#pragma once

#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/photo_walk.h"
#include "core/infill/names.h"

namespace fido::cli {

struct FigureState : WalkSpec {
  std::string name, infills;
  std::vector<const InfillerInfo*> infillers_wanted;
};

int figure_3(const FigureState& state, const Common& common, const EngineApi& api);
int figure_of_maps(const FigureState& state, const Common& common, const EngineApi& api);
int figure_15(const FigureState& state, const Common& common, const EngineApi& api);

}  // namespace fido::cli
