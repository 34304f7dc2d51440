// Random masks to train infillers on: the kinds that FIDO draws and the kinds that people paint.
// Internal: tensors.
#pragma once

#include <random>

#include "core/base/torch.h"

namespace fido {

// Draws masks. Returns keep [count,1,side,side] of zeros and ones. The kind of each mask is random:
//   - 3 in 10: every pixel is kept independently, with one density in [0,1] for the whole mask, as
//     in the first steps of a run;
//   - 4 in 10: every pixel is kept independently under a smooth random probability, from undecided
//     to almost binary, as in the later steps of a run;
//   - 3 in 10: solid holes, one to four boxes, ellipses and brush strokes; in half of these,
//     scattered pixels inside the holes are kept.
// No mask keeps all pixels or none.
torch::Tensor draw_holes(int count, int side, std::mt19937_64& random);

}  // namespace fido
