// Overlapping windows on a grid of `grid` x `grid` cells. Each window is two cells wide and moves
// by one cell, so four windows cover every cell that is not at the border.
#pragma once

namespace fido {

inline int windows_per_side(int grid) { return grid > 1 ? grid - 1 : 1; }
inline int window_count(int grid) { return windows_per_side(grid) * windows_per_side(grid); }

}  // namespace fido
