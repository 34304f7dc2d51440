// The masks that an infiller is trained on: those that FIDO draws, and those that people paint.
// Internal: tensors.
#pragma once

#include <random>

#include "core/base/torch.h"

namespace fido {

// keep [count,1,side,side] of zeros and ones, each mask of a kind drawn anew:
//   3 in 10  every pixel kept by itself, one density in [0, 1] for all (a run's first steps, at any
//   density) 4 in 10  every pixel by itself under a smooth random probability, from undecided to
//   settled (a run's later steps) 3 in 10  solid: one to four boxes, ellipses and brush strokes;
//   half of these with scattered pixels kept in them
// No mask keeps all or nothing.
torch::Tensor draw_holes(int count, int side, std::mt19937_64& random);

}  // namespace fido
